package dev.portcullis.web.testing;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationService;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.ExternalLogin;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorProof;
import dev.portcullis.PasswordLogin;
import dev.portcullis.PendingLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecondFactorLogin;
import dev.portcullis.SessionGrant;
import dev.portcullis.TokenGrant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class FakeAuthentication implements AuthenticationService {

  /** Whose first factor is proven, and not enough. */
  static final String TWOFOLD = "twofold";

  private final FakeDomain domain;

  FakeAuthentication(FakeDomain domain) {
    this.domain = domain;
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(PasswordLogin login, ClientInfo client) {
    domain.check();
    if (!FakeDomain.knows(login.username(), login.password())) {
      return login.username().equals(TWOFOLD) ? needsMore() : refused(login.username());
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
  public AuthenticationResult<SessionGrant> openSession(
      SecondFactorLogin login, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(SecondFactorLogin login, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, FactorProof proof, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, FactorProof proof, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, ExternalLogin login, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, ExternalLogin login, ClientInfo client) {
    throw new UnsupportedOperationException();
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

  private static <G> AuthenticationResult<G> needsMore() {
    return new AuthenticationResult.SecondFactorRequired<>(
        new PendingLogin(
            Confidential.of("pcm_twofold"),
            List.of(FactorMethod.TOTP),
            FactorMethod.TOTP,
            false,
            Instant.MAX));
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
