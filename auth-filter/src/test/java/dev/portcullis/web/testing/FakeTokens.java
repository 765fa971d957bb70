package dev.portcullis.web.testing;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.RejectionReason;
import dev.portcullis.TokenGrant;
import dev.portcullis.TokenService;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class FakeTokens implements TokenService {

  private final FakeDomain domain;

  FakeTokens(FakeDomain domain) {
    this.domain = domain;
  }

  @Override
  public AuthenticationResult<TokenGrant> refresh(
      Confidential refreshToken, @Nullable String clientId, ClientInfo client) {
    domain.check();
    if (refreshToken.reveal().equals("pcr_used")) {
      return AuthenticationResult.rejected(RejectionReason.REFRESH_TOKEN_REUSED);
    }
    if (!refreshToken.reveal().equals("pcr_alice")) {
      return AuthenticationResult.rejected(RejectionReason.INVALID_TOKEN);
    }
    var caller = domain.caller("alice", "sid-alice");
    return new AuthenticationResult.Authenticated<>(caller, FakeAuthentication.tokens(caller));
  }

  @Override
  public void revoke(Confidential token, ClientInfo client) {
    domain.check();
  }

  @Override
  public void revokeAll(String accountId, ClientInfo client) {
    domain.check();
  }

  @Override
  public Map<String, Object> introspect(Confidential token, String clientId, ClientInfo client) {
    domain.check();
    return token.reveal().equals("token-alice")
        ? Map.of("active", true, "username", "alice", "exp", 1234567890L)
        : Map.of("active", false);
  }

  @Override
  public Duration jwksMaxAge() {
    return Duration.ofMinutes(5);
  }

  @Override
  public String jwks() {
    return "{\"keys\":[]}";
  }
}
