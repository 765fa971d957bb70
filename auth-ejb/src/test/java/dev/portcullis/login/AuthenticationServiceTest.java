package dev.portcullis.login;

import static dev.portcullis.login.LoginFixture.CLIENT;
import static dev.portcullis.login.LoginFixture.PASSWORD;
import static dev.portcullis.login.LoginFixture.isIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SessionGrant;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.TokenGrant;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthenticationServiceTest {

  private final LoginFixture app = new LoginFixture();

  @AfterEach
  void close() {
    app.close();
  }

  private AuthenticationResult<TokenGrant> tokens(String username, @Nullable String provider) {
    return app.authentication.issueTokens(
        new PasswordLogin(username, Confidential.of(PASSWORD), provider), null, CLIENT);
  }

  private static <G> Authenticated<G> in(AuthenticationResult<G> result) {
    return (Authenticated<G>) result;
  }

  @Test
  void theRightPasswordBeginsASession() {
    var mary = app.create("Mary", "clerk");
    var result = in(app.login("mary", PASSWORD));
    assertThat(result.caller().getUsername()).isEqualTo("Mary");
    assertThat(result.caller().getRoles()).containsExactly("clerk");
    assertThat(result.caller().getAuthenticationMethods()).containsExactly("pwd");
    assertThat(result.caller().getAuthenticatedAt()).isEqualTo(app.clock.instant());
    assertThat(app.liveSessions(mary.id())).isEqualTo(1);
    var event = app.events(SecurityEvent.LoginSucceeded.class).get(0).details();
    assertThat(event.accountId()).isEqualTo(mary.id());
    assertThat(event.sessionId()).isEqualTo(result.grant().sessionId());
    assertThat(event.provider()).isEqualTo("local");
  }

  @Test
  void theRightPasswordGivesTokens() {
    app.create("mary");
    var result = in(tokens("mary", "local"));
    assertThat(result.grant().accessToken().reveal()).contains(".");
    assertThat(result.grant().user().getSessionId()).isEqualTo(result.caller().getSessionId());
    assertThat(app.events(SecurityEvent.TokenGenerated.class)).hasSize(1);
    assertThat(app.events(SecurityEvent.LoginSucceeded.class)).hasSize(1);
  }

  @Test
  @Proves("S71")
  void aPasswordTypedAsANameIsKeptNowhere() {
    assertThat(app.refusal("correct horse battery staple", "x"))
        .isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
    assertThat(app.events(SecurityEvent.LoginFailed.class))
        .singleElement()
        .satisfies(e -> assertThat(e.toString()).doesNotContain("battery"));
  }

  @Test
  @Proves({"S32", "S38", "S70"})
  void everyRefusalTellsTheAuditTheTruth() {
    app.create("mary");
    var locked = app.create("locked");
    var off = app.create("off");
    app.accounts.setDisabled(off.id(), true, CLIENT);
    for (int i = 0; i < 5; i++) {
      assertThat(app.refusal("locked", "wrong")).isEqualTo(RejectionReason.WRONG_PASSWORD);
    }
    assertThat(app.refusal("locked", PASSWORD)).isEqualTo(RejectionReason.LOCKED);
    assertThat(app.refusal("off", PASSWORD)).isEqualTo(RejectionReason.DISABLED);
    assertThat(app.refusal("mary", "wrong")).isEqualTo(RejectionReason.WRONG_PASSWORD);
    assertThat(app.refusal("nobody", PASSWORD)).isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
    assertThat(LoginFixture.refusal(tokens("mary", "saml")))
        .isEqualTo(RejectionReason.UNKNOWN_PROVIDER);
    var failures = app.events(SecurityEvent.LoginFailed.class);
    assertThat(failures.subList(5, 10).stream().map(SecurityEvent.LoginFailed::reason))
        .containsExactly(
            RejectionReason.LOCKED,
            RejectionReason.DISABLED,
            RejectionReason.WRONG_PASSWORD,
            RejectionReason.UNKNOWN_ACCOUNT,
            RejectionReason.UNKNOWN_PROVIDER);
    assertThat(app.events(SecurityEvent.AccountLocked.class))
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.details().accountId()).isEqualTo(locked.id());
              assertThat(e.until()).isEqualTo(app.clock.instant().plusSeconds(1));
            });
    assertThat(app.events(SecurityEvent.LoginSucceeded.class)).isEmpty();
    assertThat(app.liveSessions(off.id()) + app.liveSessions(locked.id())).isZero();
  }

  @Test
  @Proves("S38")
  void nothingIsIssuedToADisabledAccountOnAnyPath() {
    var mary = app.create("mary");
    var caller = in(app.login("mary", PASSWORD)).caller();
    app.accounts.setDisabled(mary.id(), true, CLIENT);
    var password = Confidential.of(PASSWORD);
    assertThat(app.refusal("mary", PASSWORD)).isEqualTo(RejectionReason.DISABLED);
    assertThat(LoginFixture.refusal(tokens("mary", null))).isEqualTo(RejectionReason.DISABLED);
    assertThat(isIn(app.authentication.reauthenticateSession(caller, password, CLIENT))).isFalse();
    assertThat(isIn(app.authentication.reauthenticateTokens(caller, password, CLIENT))).isFalse();
    assertThat(app.liveSessions(mary.id())).isZero();
    app.accounts.setDisabled(mary.id(), false, CLIENT);
    assertThat(isIn(app.login("mary", PASSWORD))).isTrue();
  }

  @Test
  @Proves("S39")
  void aLockoutExpiresAndEndsNoSession() {
    var mary = app.create("mary");
    var caller = in(app.login("mary", PASSWORD)).caller();
    for (int i = 0; i < 30; i++) {
      assertThat(isIn(app.login("mary", "guess " + i))).isFalse();
    }
    assertThat(app.refusal("mary", PASSWORD)).isEqualTo(RejectionReason.LOCKED);
    assertThat(
            app.database.<Boolean>inNew(
                tx -> app.sessions.byId(tx, caller.getSessionId()).isPresent()))
        .isTrue();
    assertThat(app.liveSessions(mary.id())).isEqualTo(1);
    app.clock.advance(Duration.ofSeconds(1));
    assertThat(isIn(app.login("mary", PASSWORD))).isTrue();
    assertThat(app.refusal("mary", "wrong")).isEqualTo(RejectionReason.WRONG_PASSWORD);
  }

  @Test
  @Proves("S35")
  void afterAHundredFailuresOnlyAnUnlockHelps() {
    var mary = app.create("mary");
    for (int i = 0; i < 100; i++) {
      assertThat(app.refusal("mary", "wrong")).isEqualTo(RejectionReason.WRONG_PASSWORD);
      app.clock.advance(Duration.ofMinutes(15));
    }
    app.clock.advance(Duration.ofDays(365));
    assertThat(app.refusal("mary", PASSWORD)).isEqualTo(RejectionReason.PASSWORD_DISABLED);
    var locks = app.events(SecurityEvent.AccountLocked.class);
    assertThat(locks).hasSize(2);
    assertThat(locks.get(1).until()).isNull();
    LoginFixture.done(app.accounts.unlock(mary.id(), CLIENT));
    assertThat(isIn(app.login("mary", PASSWORD))).isTrue();
  }

  @Test
  @Proves("S35")
  void anAddressThatFailsTooOftenIsToldToWait() {
    app.create("mary");
    for (int i = 0; i < 100; i++) {
      assertThat(app.refusal("user" + i, "wrong")).isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
    }
    var rejected = (Rejected<SessionGrant>) app.login("mary", PASSWORD);
    assertThat(rejected.reason()).isEqualTo(RejectionReason.TOO_MANY_REQUESTS);
    assertThat(rejected.retryAfter()).isPositive();
    var elsewhere = new ClientInfo("203.0.113.9", null, "c1");
    var login = new PasswordLogin("mary", Confidential.of(PASSWORD), null);
    for (int i = 0; i < 150; i++) {
      assertThat(isIn(app.authentication.openSession(login, elsewhere))).isTrue();
    }
  }

  @Test
  @Proves("S19")
  void reauthenticationGivesANewSecretAndTime() {
    app.create("mary");
    var first = in(app.login("mary", PASSWORD));
    app.clock.advance(Duration.ofMinutes(10));
    var again =
        in(
            app.authentication.reauthenticateSession(
                first.caller(), Confidential.of(PASSWORD), CLIENT));
    assertThat(again.grant().sessionId()).isEqualTo(first.grant().sessionId());
    assertThat(again.grant().secret()).isNotEqualTo(first.grant().secret());
    assertThat(again.caller().getAuthenticatedAt()).isEqualTo(app.clock.instant());
    assertThat(app.events(SecurityEvent.Reauthenticated.class))
        .singleElement()
        .satisfies(e -> assertThat(e.reason()).isNull());
  }

  @Test
  @Proves("S19")
  void reauthenticationFailsWhereTheSessionCannotBeRenewed() {
    app.create("mary");
    var caller = in(app.login("mary", PASSWORD)).caller();
    app.database.inNew(tx -> app.sessions.end(tx, caller.getSessionId()));
    var password = Confidential.of(PASSWORD);
    assertThat(isIn(app.authentication.reauthenticateSession(caller, password, CLIENT))).isFalse();
    assertThat(isIn(app.authentication.reauthenticateTokens(caller, password, CLIENT))).isFalse();
    assertThat(app.events(SecurityEvent.Reauthenticated.class).stream().map(e -> e.reason()))
        .containsExactly(RejectionReason.INVALID_TOKEN, RejectionReason.INVALID_TOKEN);
  }

  @Test
  @Proves("S13")
  void reauthenticationOfTokensKeepsTheirClient() {
    app.create("mary");
    var login = new PasswordLogin("mary", Confidential.of(PASSWORD), null);
    var first = in(app.authentication.issueTokens(login, "gateway", CLIENT));
    var again =
        in(
            app.authentication.reauthenticateTokens(
                first.caller(), Confidential.of(PASSWORD), CLIENT));
    var clients =
        app.database.inNew(
            tx ->
                tx.em()
                    .createQuery(
                        "SELECT r.clientId FROM RefreshToken r WHERE r.sessionId = :session",
                        String.class)
                    .setParameter("session", again.caller().getSessionId())
                    .getResultList());
    assertThat(clients).containsExactly("gateway");
  }

  @Test
  @Proves("S19")
  void reauthenticationOfTokensGivesNewOnesOfANewSession() {
    app.create("mary");
    var first = in(tokens("mary", null));
    app.clock.advance(Duration.ofMinutes(10));
    var again =
        in(
            app.authentication.reauthenticateTokens(
                first.caller(), Confidential.of(PASSWORD), CLIENT));
    assertThat(again.caller().getSessionId()).isNotEqualTo(first.caller().getSessionId());
    assertThat(again.grant().accessToken()).isNotEqualTo(first.grant().accessToken());
    assertThat(again.grant().user().getAuthenticatedAt()).isEqualTo(app.clock.instant());
    assertThat(again.grant().refreshExpiresIn())
        .as("the absolute end stays")
        .isEqualTo(first.grant().refreshExpiresIn().minusMinutes(10));
  }

  /** A thief of the refresh token must not come by a fresh authentication (S26). */
  @Test
  @Proves({"S15", "S19"})
  void reauthenticationEndsWhatAThiefHasOfTheFormerTokens() {
    app.create("mary");
    var first = in(tokens("mary", null)).caller();
    var again =
        in(app.authentication.reauthenticateTokens(first, Confidential.of(PASSWORD), CLIENT));
    assertThat(isLive(first.getSessionId())).isFalse();
    assertThat(isLive(again.caller().getSessionId())).isTrue();
    assertThat(app.revocations.isKnownRevoked(first.getSessionId())).isTrue();
    assertThat(app.events(SecurityEvent.SessionEnded.class))
        .singleElement()
        .satisfies(e -> assertThat(e.subject()).isEqualTo(first.getSessionId()));
    assertThat(
            isIn(app.authentication.reauthenticateTokens(first, Confidential.of(PASSWORD), CLIENT)))
        .isFalse();
  }

  private boolean isLive(String sessionId) {
    return app.database.<Boolean>inNew(tx -> app.sessions.byId(tx, sessionId).isPresent());
  }

  @Test
  @Proves("S36")
  void reauthenticationCountsAsAnAttempt() {
    app.create("mary");
    var caller = in(app.login("mary", PASSWORD)).caller();
    for (int i = 0; i < 5; i++) {
      assertThat(
              isIn(
                  app.authentication.reauthenticateSession(
                      caller, Confidential.of("guess " + i), CLIENT)))
          .isFalse();
    }
    assertThat(app.refusal("mary", PASSWORD)).isEqualTo(RejectionReason.LOCKED);
  }

  @Test
  @Proves("S74")
  void aDatabaseThatIsAwayLetsNobodyIn() {
    app.create("mary");
    app.database.setDown(true);
    assertThatThrownBy(() -> app.login("mary", PASSWORD))
        .isInstanceOf(TemporarilyUnavailableException.class);
    app.database.setDown(false);
    assertThat(isIn(app.login("mary", PASSWORD))).isTrue();
  }

  @Test
  void aPasswordIsRehashedAtLoginWhereTheCostHasChanged() {
    var mary = app.create("mary");
    var old = new PasswordFixture(app).storeAtOldCost(mary.id(), PASSWORD);
    assertThat(isIn(app.login("mary", PASSWORD))).isTrue();
    assertThat(new PasswordFixture(app).stored(mary.id()))
        .isNotEqualTo(old)
        .startsWith("$argon2id$v=19$m=64,t=1,p=1$");
    assertThat(isIn(app.login("mary", PASSWORD))).isTrue();
  }
}
