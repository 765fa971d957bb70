package dev.portcullis.ejb;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationService;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.ExternalLogin;
import dev.portcullis.FactorProof;
import dev.portcullis.PasswordLogin;
import dev.portcullis.SecondFactorLogin;
import dev.portcullis.SessionGrant;
import dev.portcullis.TokenGrant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** The application's view of {@link AuthenticationService}. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class AuthenticationServiceBean implements AuthenticationService {

  @Inject private DomainHolder holder;

  private AuthenticationService service() {
    return holder.domain().authentication();
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(PasswordLogin login, ClientInfo client) {
    return service().openSession(login, client);
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(
      PasswordLogin login, @Nullable String clientId, ClientInfo client) {
    return service().issueTokens(login, clientId, client);
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(ExternalLogin login, ClientInfo client) {
    return service().openSession(login, client);
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(
      ExternalLogin login, @Nullable String clientId, ClientInfo client) {
    return service().issueTokens(login, clientId, client);
  }

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, Confidential password, ClientInfo client) {
    return service().reauthenticateSession(caller, password, client);
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, Confidential password, ClientInfo client) {
    return service().reauthenticateTokens(caller, password, client);
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(
      SecondFactorLogin login, ClientInfo client) {
    return service().openSession(login, client);
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(SecondFactorLogin login, ClientInfo client) {
    return service().issueTokens(login, client);
  }

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, FactorProof proof, ClientInfo client) {
    return service().reauthenticateSession(caller, proof, client);
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, FactorProof proof, ClientInfo client) {
    return service().reauthenticateTokens(caller, proof, client);
  }

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, ExternalLogin login, ClientInfo client) {
    return service().reauthenticateSession(caller, login, client);
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, ExternalLogin login, ClientInfo client) {
    return service().reauthenticateTokens(caller, login, client);
  }
}
