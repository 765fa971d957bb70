package dev.portcullis.metrics;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.TokenGrant;
import dev.portcullis.TokenService;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Times every exchange of a refresh token in {@code auth_refresh_seconds}. */
public final class MeteredTokens implements TokenService {

  private final TokenService service;
  private final Timer timer;

  public MeteredTokens(TokenService service, PrometheusMetrics metrics) {
    this.service = service;
    this.timer = metrics.refresh();
  }

  @Override
  public AuthenticationResult<TokenGrant> refresh(
      Confidential refreshToken, @Nullable String clientId, ClientInfo client) {
    return timer.record(() -> service.refresh(refreshToken, clientId, client));
  }

  @Override
  public void revoke(Confidential token, ClientInfo client) {
    service.revoke(token, client);
  }

  @Override
  public void revokeAll(String accountId, ClientInfo client) {
    service.revokeAll(accountId, client);
  }

  @Override
  public Map<String, Object> introspect(Confidential token, String clientId, ClientInfo client) {
    return service.introspect(token, clientId, client);
  }

  @Override
  public Duration jwksMaxAge() {
    return service.jwksMaxAge();
  }

  @Override
  public String jwks() {
    return service.jwks();
  }
}
