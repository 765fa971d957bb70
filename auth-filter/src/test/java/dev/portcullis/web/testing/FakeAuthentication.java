package dev.portcullis.web.testing;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationService;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.ExternalLogin;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SessionGrant;
import dev.portcullis.TokenGrant;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

final class FakeAuthentication implements AuthenticationService {

  private final FakeDomain domain;

  FakeAuthentication(FakeDomain domain) {
    this.domain = domain;
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(PasswordLogin login, ClientInfo client) {
    domain.check();
    if (!FakeDomain.knows(login.username(), login.password())) {
      return refused(login.username());
    }
    var grant = domain.open(login.username());
    return new AuthenticationResult.Authenticated<>(
        domain.caller(login.username(), grant.sessionId()), grant);
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(
      PasswordLogin login, @Nullable String clientId, ClientInfo client) {
    domain.check();
    if (!FakeDomain.knows(login.username(), login.password())) {
      return refused(login.username());
    }
    var caller = domain.caller(login.username(), "sid-" + login.username());
    return new AuthenticationResult.Authenticated<>(caller, tokens(caller));
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(ExternalLogin login, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(
      ExternalLogin login, @Nullable String clientId, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  /** {@code flood} has tried too often. */
  static <G> AuthenticationResult<G> refused(String username) {
    return username.equals("flood")
        ? new AuthenticationResult.Rejected<>(
            RejectionReason.TOO_MANY_REQUESTS, Duration.ofSeconds(42))
        : AuthenticationResult.rejected(RejectionReason.WRONG_PASSWORD);
  }

  static TokenGrant tokens(Caller caller) {
    return new TokenGrant(
        Confidential.of("token-" + caller.getUsername()),
        Duration.ofMinutes(15),
        Confidential.of("pcr_" + caller.getUsername()),
        Duration.ofDays(7),
        caller);
  }

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, Confidential password, ClientInfo client) {
    domain.check();
    if (!FakeDomain.knows(caller.getUsername(), password)) {
      return AuthenticationResult.rejected(RejectionReason.WRONG_PASSWORD);
    }
    var again = domain.caller(caller.getUsername(), caller.getSessionId());
    return new AuthenticationResult.Authenticated<>(again, domain.grant(again));
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, Confidential password, ClientInfo client) {
    domain.check();
    return FakeDomain.knows(caller.getUsername(), password)
        ? new AuthenticationResult.Authenticated<>(caller, tokens(caller))
        : AuthenticationResult.rejected(RejectionReason.WRONG_PASSWORD);
  }
}
