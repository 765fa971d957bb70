package dev.portcullis.login;

import static dev.portcullis.login.LoginFixture.CLIENT;
import static dev.portcullis.login.LoginFixture.PASSWORD;
import static dev.portcullis.login.LoginFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AuthenticationMethod;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.SecondFactorRequired;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.ExternalIdentity;
import dev.portcullis.ExternalLogin;
import dev.portcullis.FactorMethod;
import dev.portcullis.PasswordLogin;
import dev.portcullis.PendingLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SessionGrant;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.factor.FactorDemand;
import dev.portcullis.factor.FactorPolicy;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is common to all first factors, and the one that a provider outside has proven. */
class LoginFlowTest {

  private static final FactorDemand TOTP =
      new FactorDemand(List.of(FactorMethod.TOTP), FactorMethod.TOTP, false);

  private final LoginFixture app = new LoginFixture();

  @AfterEach
  void close() {
    app.close();
  }

  private static ExternalIdentity identity(String subject, String username, String... roles) {
    return new ExternalIdentity(
        "https://idp.example.com", subject, "corp", username, null, null, Set.of(roles));
  }

  private static ExternalLogin external(
      ExternalIdentity identity, Set<String> amr, @Nullable Instant at) {
    return new ExternalLogin(identity, AuthenticationMethod.OAUTH, amr, at, "sid-digest");
  }

  private AuthenticationResult<SessionGrant> signIn(ExternalIdentity identity) {
    return app.authentication.openSession(external(identity, Set.of(), null), CLIENT);
  }

  private static <G> Authenticated<G> in(AuthenticationResult<G> result) {
    return (Authenticated<G>) result;
  }

  private static PendingLogin pending(AuthenticationResult<?> result) {
    return ((SecondFactorRequired<?>) result).pending();
  }

  private boolean isWaiting(PendingLogin login) {
    var token = OpaqueToken.parse(OpaqueToken.Kind.PENDING_LOGIN, login.token()).orElseThrow();
    return app.database.<Boolean>inNew(tx -> app.pending.find(tx, token).isPresent());
  }

  @Nested
  class AnIdentityThatAProviderProved {

    @Test
    @Proves({"S11", "S48"})
    void findsItsAccountByIssuerAndSubjectAlone() {
      var first = in(signIn(identity("4711", "mary", "clerk"))).caller();
      var again = in(signIn(identity("4711", "someone", "clerk"))).caller();
      var other = in(signIn(identity("4712", "mary", "clerk"))).caller();
      assertThat(again.getId()).isEqualTo(first.getId());
      assertThat(other.getId()).isNotEqualTo(first.getId());
      assertThat(other.getUsername()).isEqualTo("corp:4712");
      assertThat(first.getAuthenticationMethods()).containsExactly("oauth");
    }

    @Test
    @Proves("S83")
    void neverChangesThePrincipalsName() {
      app.create("admin");
      var first = in(signIn(identity("4711", "mary"))).caller();
      var renamed = in(signIn(identity("4711", "admin"))).caller();
      assertThat(renamed.getUsername()).isEqualTo(first.getUsername()).isEqualTo("mary");
    }

    @Test
    @Proves("S19")
    void bringsTheRolesItHasNowAndEndsWhatWasGrantedUnderOthers() {
      var clerk = in(signIn(identity("4711", "mary", "clerk"))).caller();
      var head = in(signIn(identity("4711", "mary", "head"))).caller();
      assertThat(head.getRoles()).containsExactly("head");
      assertThat(app.liveSessions(clerk.getId())).isEqualTo(1);
    }

    @Test
    @Proves("S38")
    void getsNothingWhereTheAccountIsDisabled() {
      var mary = in(signIn(identity("4711", "mary"))).caller();
      app.accounts.setDisabled(mary.getId(), true, CLIENT);
      assertThat(refusal(signIn(identity("4711", "mary", "other role"))))
          .isEqualTo(RejectionReason.DISABLED);
      assertThat(
              refusal(
                  app.authentication.issueTokens(
                      external(identity("4711", "mary"), Set.of(), null), null, CLIENT)))
          .isEqualTo(RejectionReason.DISABLED);
      assertThat(app.liveSessions(mary.getId())).isZero();
    }

    @Test
    @Proves("S39")
    void isNotStoppedByALockoutOfThePassword() {
      var mary = in(signIn(identity("4711", "mary"))).caller();
      for (int i = 0; i < 6; i++) {
        assertThat(LoginFixture.isIn(app.login("mary", "wrong"))).isFalse();
      }
      assertThat(in(signIn(identity("4711", "mary"))).caller().getId()).isEqualTo(mary.getId());
    }

    @Test
    void isAsOldAsTheProviderSaysButNeverOfTheFuture() {
      var now = app.clock.instant();
      var who = identity("4711", "mary");
      var old = external(who, Set.of("pwd", "mfa"), now.minusSeconds(3600));
      var caller = in(app.authentication.openSession(old, CLIENT)).caller();
      assertThat(caller.getAuthenticatedAt()).isEqualTo(now.minusSeconds(3600));
      assertThat(caller.getAuthenticationMethods())
          .containsExactlyInAnyOrder("oauth", "pwd", "mfa");
      var future = external(who, Set.of(), now.plusSeconds(60));
      assertThat(in(app.authentication.openSession(future, CLIENT)).caller().getAuthenticatedAt())
          .isEqualTo(now);
    }

    @Test
    void leavesOutWhatNoSessionCanKeep() {
      var odd = Set.of("two words", "x".repeat(30), "mfa", "");
      var login = external(identity("4711", "mary"), odd, null);
      assertThat(in(app.authentication.openSession(login, CLIENT)).caller())
          .satisfies(
              caller ->
                  assertThat(caller.getAuthenticationMethods())
                      .containsExactlyInAnyOrder("oauth", "mfa"));
    }

    @Test
    @Proves("S23")
    void endsWithTheSessionAtTheProvider() {
      var mary = in(signIn(identity("4711", "mary"))).caller();
      var details = EventDetails.of(app.clock.instant(), mary, CLIENT);
      int ended = app.database.inNew(tx -> app.sessions.endOfProvider(tx, "sid-digest", details));
      assertThat(ended).isEqualTo(1);
      assertThat(app.liveSessions(mary.getId())).isZero();
      assertThatThrownBy(
              () ->
                  new ExternalLogin(
                      identity("1", "x"),
                      AuthenticationMethod.SAML,
                      Set.of(),
                      null,
                      "x".repeat(65)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class AFirstFactorThatIsNotEnough {

    @Test
    @Proves("S64")
    void beginsNothingAndWaitsForFiveMinutes() {
      var mary = app.create("mary");
      app.policy = (tx, account, amr) -> Optional.of(TOTP);
      var login = pending(app.login("mary", PASSWORD));
      assertThat(login.methods()).containsExactly(FactorMethod.TOTP);
      assertThat(login.expiresAt()).isEqualTo(app.clock.instant().plus(Duration.ofMinutes(5)));
      assertThat(app.liveSessions(mary.id())).isZero();
      assertThat(app.events(SecurityEvent.LoginSucceeded.class)).isEmpty();
      assertThat(app.events(SecurityEvent.SecondFactorRequested.class)).hasSize(1);
      assertThat(isWaiting(login)).isTrue();
      app.clock.advance(Duration.ofMinutes(5).minusMillis(1));
      assertThat(isWaiting(login)).isTrue();
      app.clock.advance(Duration.ofMillis(1));
      assertThat(isWaiting(login)).isFalse();
      assertThat(app.pending.cleanUp()).isEqualTo(1);
    }

    @Test
    @Proves("S64")
    void isTheSameForAnExternalIdentityUnlessTheProviderVouchesForMore() {
      app.policy =
          (tx, account, amr) ->
              amr.contains(FactorPolicy.MULTIPLE) ? Optional.empty() : Optional.of(TOTP);
      var who = identity("4711", "mary");
      assertThat(signIn(who)).isInstanceOf(SecondFactorRequired.class);
      assertThat(app.authentication.issueTokens(external(who, Set.of("pwd"), null), null, CLIENT))
          .isInstanceOf(SecondFactorRequired.class);
      assertThat(app.authentication.openSession(external(who, Set.of("mfa"), null), CLIENT))
          .isInstanceOf(Authenticated.class);
    }

    @Test
    @Proves({"S64", "S34"})
    void isRefusedWhereNoSecondOneCanBeAskedFor() {
      app.create("mary");
      var caller = in(app.login("mary", PASSWORD)).caller();
      app.policy = (tx, account, amr) -> Optional.of(TOTP);
      var login = new PasswordLogin("mary", Confidential.of(PASSWORD), null);
      assertThat(refusal(app.authentication.prove(login, "proof", CLIENT)))
          .isEqualTo(RejectionReason.SECOND_FACTOR_REQUIRED);
      assertThat(
              refusal(
                  app.authentication.reauthenticateSession(
                      caller, Confidential.of(PASSWORD), CLIENT)))
          .isEqualTo(RejectionReason.SECOND_FACTOR_REQUIRED);
    }

    @Test
    void waitsTenTimesAtMostForOneAccount() {
      app.create("mary");
      app.policy = (tx, account, amr) -> Optional.of(TOTP);
      var first = pending(app.login("mary", PASSWORD));
      for (int i = 0; i < PendingLogins.MOST_OF_AN_ACCOUNT; i++) {
        app.clock.advance(Duration.ofSeconds(1));
        assertThat(isWaiting(pending(app.login("mary", PASSWORD)))).isTrue();
      }
      assertThat(isWaiting(first)).isFalse();
    }
  }
}
