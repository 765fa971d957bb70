package dev.portcullis.metrics;

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
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/** Times every attempt to prove an identity in {@code auth_login_seconds}. */
public final class MeteredAuthentication implements AuthenticationService {

  private final AuthenticationService service;
  private final Timer timer;

  public MeteredAuthentication(AuthenticationService service, PrometheusMetrics metrics) {
    this.service = service;
    this.timer = metrics.login();
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(PasswordLogin login, ClientInfo client) {
    return timer.record(() -> service.openSession(login, client));
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(
      PasswordLogin login, @Nullable String clientId, ClientInfo client) {
    return timer.record(() -> service.issueTokens(login, clientId, client));
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(ExternalLogin login, ClientInfo client) {
    return timer.record(() -> service.openSession(login, client));
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(
      ExternalLogin login, @Nullable String clientId, ClientInfo client) {
    return timer.record(() -> service.issueTokens(login, clientId, client));
  }

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, Confidential password, ClientInfo client) {
    return timer.record(() -> service.reauthenticateSession(caller, password, client));
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, Confidential password, ClientInfo client) {
    return timer.record(() -> service.reauthenticateTokens(caller, password, client));
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(
      SecondFactorLogin login, ClientInfo client) {
    return timer.record(() -> service.openSession(login, client));
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(SecondFactorLogin login, ClientInfo client) {
    return timer.record(() -> service.issueTokens(login, client));
  }

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, FactorProof proof, ClientInfo client) {
    return timer.record(() -> service.reauthenticateSession(caller, proof, client));
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, FactorProof proof, ClientInfo client) {
    return timer.record(() -> service.reauthenticateTokens(caller, proof, client));
  }

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, ExternalLogin login, ClientInfo client) {
    return timer.record(() -> service.reauthenticateSession(caller, login, client));
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, ExternalLogin login, ClientInfo client) {
    return timer.record(() -> service.reauthenticateTokens(caller, login, client));
  }
}
