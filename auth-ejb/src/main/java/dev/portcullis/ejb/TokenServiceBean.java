package dev.portcullis.ejb;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.TokenGrant;
import dev.portcullis.TokenService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The application's view of {@link TokenService}. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class TokenServiceBean implements TokenService {

  @Inject private DomainHolder holder;

  private TokenService service() {
    return holder.domain().tokens();
  }

  @Override
  public AuthenticationResult<TokenGrant> refresh(
      Confidential refreshToken, @Nullable String clientId, ClientInfo client) {
    return service().refresh(refreshToken, clientId, client);
  }

  @Override
  public void revoke(Confidential token, ClientInfo client) {
    service().revoke(token, client);
  }

  @Override
  public void revokeAll(String accountId, ClientInfo client) {
    service().revokeAll(accountId, client);
  }

  @Override
  public Map<String, Object> introspect(Confidential token, String clientId, ClientInfo client) {
    return service().introspect(token, clientId, client);
  }

  @Override
  public String jwks() {
    return service().jwks();
  }

  @Override
  public Duration jwksMaxAge() {
    return service().jwksMaxAge();
  }
}
