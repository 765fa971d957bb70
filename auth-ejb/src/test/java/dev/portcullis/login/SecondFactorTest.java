package dev.portcullis.login;

import static dev.portcullis.login.LoginFixture.CLIENT;
import static dev.portcullis.login.LoginFixture.PASSWORD;
import static dev.portcullis.login.LoginFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.SecondFactorRequired;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorOutcome;
import dev.portcullis.FactorOutcome.Done;
import dev.portcullis.FactorOutcome.NotPossible;
import dev.portcullis.FactorOutcome.NotRecent;
import dev.portcullis.FactorProof;
import dev.portcullis.PasswordLogin;
import dev.portcullis.PendingLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecondFactorLogin;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SessionGrant;
import dev.portcullis.TotpSetup;
import dev.portcullis.config.TwoFactorSettings;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Authenticator apps, recovery codes and the policy, through the services. */
class SecondFactorTest {

  private static final String ADMIN = "head";

  private final LoginFixture app = new LoginFixture(settings(false));

  private static TwoFactorSettings settings(boolean everyRequest) {
    return new TwoFactorSettings(
        true,
        FactorMethod.TOTP,
        new TwoFactorSettings.Totp("Example", TwoFactorSettings.Algorithm.SHA1, 6, 30),
        false,
        Set.of(ADMIN),
        everyRequest);
  }

  @AfterEach
  void close() {
    app.close();
  }

  private Confidential code(TotpSetup setup) {
    return Authenticator.of(setup).code(app.clock.instant());
  }

  private static <T> T done(FactorOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(Done.class);
    return ((Done<T>) outcome).value();
  }

  private static <G> Authenticated<G> in(AuthenticationResult<G> result) {
    assertThat(result).isInstanceOf(Authenticated.class);
    return (Authenticated<G>) result;
  }

  private PendingLogin pending(String username) {
    var result = app.login(username, PASSWORD);
    assertThat(result).isInstanceOf(SecondFactorRequired.class);
    return ((SecondFactorRequired<SessionGrant>) result).pending();
  }

  private AuthenticationResult<SessionGrant> second(
      PendingLogin login, FactorMethod method, Confidential code) {
    return app.authentication.openSession(
        new SecondFactorLogin(login.token(), new FactorProof(method, code)), CLIENT);
  }

  /** An account with an app in force; the clock then stands in the next step. */
  private TotpSetup enrolled(String username) {
    app.create(username);
    var caller = in(app.login(username, PASSWORD)).caller();
    var setup = done(app.secondFactors.setUpTotp(caller, CLIENT));
    var status = done(app.secondFactors.verifyTotp(caller, code(setup), false, CLIENT));
    assertThat(status.enrolled()).containsExactly(FactorMethod.TOTP);
    assertThat(status.recoveryCodesLeft()).isEqualTo(10);
    app.clock.advance(Duration.ofSeconds(30));
    return setup;
  }

  @Test
  void anAppIsNotInForceBeforeItsFirstCode() {
    app.create("mary");
    var caller = in(app.login("mary", PASSWORD)).caller();
    var setup = done(app.secondFactors.setUpTotp(caller, CLIENT));
    assertThat(setup.recoveryCodes()).hasSize(10).doesNotHaveDuplicates();
    assertThat(app.login("mary", PASSWORD)).isInstanceOf(Authenticated.class);
    assertThat(app.secondFactors.verifyTotp(caller, Confidential.of("000000"), false, CLIENT))
        .isInstanceOf(FactorOutcome.WrongCode.class);
    assertThat(app.login("mary", PASSWORD)).isInstanceOf(Authenticated.class);
    done(app.secondFactors.verifyTotp(caller, code(setup), false, CLIENT));
    assertThat(app.login("mary", PASSWORD)).isInstanceOf(SecondFactorRequired.class);
  }

  @Test
  void aCodeCompletesTheLoginAndBothProofsStandInTheSession() {
    var setup = enrolled("mary");
    var login = pending("mary");
    assertThat(login.methods()).containsExactly(FactorMethod.TOTP, FactorMethod.RECOVERY);
    assertThat(login.preferred()).isEqualTo(FactorMethod.TOTP);
    var caller = in(second(login, FactorMethod.TOTP, code(setup))).caller();
    assertThat(caller.getAuthenticationMethods()).containsExactlyInAnyOrder("pwd", "otp", "mfa");
    assertThat(caller.getAuthenticatedAt()).isEqualTo(app.clock.instant());
    assertThat(app.events(SecurityEvent.LoginSucceeded.class)).hasSize(2);
    assertThat(refusal(second(login, FactorMethod.RECOVERY, setup.recoveryCodes().get(0))))
        .isEqualTo(RejectionReason.INVALID_PENDING_LOGIN);
  }

  @Test
  void tokensTellOfBothProofs() {
    var setup = enrolled("mary");
    var proof = new FactorProof(FactorMethod.TOTP, code(setup));
    var result =
        app.authentication.issueTokens(
            new SecondFactorLogin(pending("mary").token(), proof), CLIENT);
    assertThat(in(result).grant().user().getAuthenticationMethods())
        .containsExactlyInAnyOrder("pwd", "otp", "mfa");
  }

  @Test
  @Proves("S60")
  void aStepCountsOnce() {
    var setup = enrolled("mary");
    var code = code(setup);
    in(second(pending("mary"), FactorMethod.TOTP, code));
    assertThat(refusal(second(pending("mary"), FactorMethod.TOTP, code)))
        .isEqualTo(RejectionReason.WRONG_CODE);
    app.clock.advance(Duration.ofSeconds(30));
    var next = code(setup);
    in(second(pending("mary"), FactorMethod.TOTP, next));
    // Nor does an earlier one that was not used.
    var earlier = Authenticator.of(setup).code(app.clock.instant().minusSeconds(30));
    assertThat(refusal(second(pending("mary"), FactorMethod.TOTP, earlier)))
        .isEqualTo(RejectionReason.WRONG_CODE);
  }

  @Test
  @Proves("S67")
  void aRecoveryCodeCountsOnceHoweverItIsTyped() {
    var setup = enrolled("mary");
    var code = setup.recoveryCodes().get(3);
    assertThat(code.reveal().replace("-", "")).matches("[a-z2-7]{16}");
    var typed =
        Confidential.of(" " + code.reveal().replace("-", "").toUpperCase(java.util.Locale.ROOT));
    var caller = in(second(pending("mary"), FactorMethod.RECOVERY, typed)).caller();
    assertThat(caller.getAuthenticationMethods()).contains("recovery", "mfa");
    assertThat(app.secondFactors.status(caller.getId()).recoveryCodesLeft()).isEqualTo(9);
    assertThat(refusal(second(pending("mary"), FactorMethod.RECOVERY, code)))
        .isEqualTo(RejectionReason.WRONG_CODE);
    var fresh = done(app.secondFactors.regenerateRecoveryCodes(caller, CLIENT));
    assertThat(
            refusal(second(pending("mary"), FactorMethod.RECOVERY, setup.recoveryCodes().get(4))))
        .isEqualTo(RejectionReason.WRONG_CODE);
    in(second(pending("mary"), FactorMethod.RECOVERY, fresh.get(4)));
  }

  @Test
  @Proves({"S62", "S67", "S71"})
  void nothingOfItStandsInTheDatabaseInClear() {
    var setup = enrolled("mary");
    var dump =
        app.database.<String>inNew(
            tx -> {
              var text = new StringBuilder();
              for (var sql :
                  List.of(
                      "SELECT sealed_secret FROM auth_totp",
                      "SELECT code_hash FROM auth_recovery_code")) {
                for (Object value : tx.em().createNativeQuery(sql).getResultList()) {
                  text.append(value).append('\n');
                }
              }
              return text.toString();
            });
    assertThat(dump).isNotBlank().doesNotContain(setup.secret().reveal());
    for (var code : setup.recoveryCodes()) {
      assertThat(dump).doesNotContain(code.reveal(), code.reveal().replace("-", ""));
    }
    assertThat(setup.secret().reveal()).matches("[A-Z2-7]{32}");
  }

  @Test
  @Proves("S62")
  void aSecretOfAnotherAccountDoesNotServe() {
    var marys = enrolled("mary");
    enrolled("eve");
    app.database.inNew(
        tx ->
            tx.em()
                .createNativeQuery(
                    "UPDATE auth_totp SET sealed_secret = (SELECT t.sealed_secret FROM auth_totp t"
                        + " JOIN auth_account a ON a.id = t.account_id WHERE a.username = 'mary')"
                        + " WHERE account_id = (SELECT id FROM auth_account WHERE username = 'eve')")
                .executeUpdate());
    assertThat(refusal(second(pending("eve"), FactorMethod.TOTP, code(marys))))
        .isEqualTo(RejectionReason.WRONG_CODE);
    in(second(pending("mary"), FactorMethod.TOTP, code(marys)));
  }

  @Test
  @Proves("S37")
  void guessesAreCountedOverNewLoginsAndOtherMethods() {
    var setup = enrolled("mary");
    var wrong = Confidential.of("000000");
    for (int i = 0; i < 5; i++) {
      var method = i % 2 == 0 ? FactorMethod.TOTP : FactorMethod.RECOVERY;
      assertThat(refusal(second(pending("mary"), method, wrong)))
          .isEqualTo(RejectionReason.WRONG_CODE);
    }
    assertThat(refusal(second(pending("mary"), FactorMethod.TOTP, code(setup))))
        .isEqualTo(RejectionReason.SECOND_FACTOR_LOCKED);
    assertThat(app.events(SecurityEvent.AccountLocked.class)).hasSize(1);
    // The password's own counter is another: the first factor is taken all the while.
    app.clock.advance(Duration.ofSeconds(2));
    in(second(pending("mary"), FactorMethod.TOTP, code(setup)));
  }

  @Test
  @Proves({"S35", "S37"})
  void aDayOfGuessingWithNewLoginsComesToAHundredGuesses() {
    enrolled("mary");
    var end = app.clock.instant().plus(Duration.ofHours(24));
    int taken = 0;
    var address = 0;
    while (app.clock.instant().isBefore(end)) {
      // Another address each time, so that only the account's own counter stands in the way.
      address++;
      var client =
          new ClientInfo("2001:db8:" + Integer.toHexString(address) + "::1", "test", "c0ffee");
      var first =
          app.authentication.openSession(
              new PasswordLogin("mary", Confidential.of(PASSWORD), null), client);
      var login = ((SecondFactorRequired<SessionGrant>) first).pending();
      var proof = new FactorProof(FactorMethod.TOTP, Confidential.of("00000" + address % 10));
      var result =
          app.authentication.openSession(new SecondFactorLogin(login.token(), proof), client);
      if (!(result instanceof Authenticated) && refusal(result) == RejectionReason.WRONG_CODE) {
        taken++;
      }
      app.clock.advance(Duration.ofSeconds(60));
    }
    assertThat(taken).isLessThanOrEqualTo(100);
    assertThat(taken).isGreaterThan(50);
  }

  @Test
  @Proves({"S26", "S69"})
  void aFactorChangesOnlyAfterARecentProofWithAnExistingOne() {
    app.create("mary");
    var old = in(app.login("mary", PASSWORD)).caller();
    app.clock.advance(Duration.ofMinutes(5).plusSeconds(1));
    assertThat(app.secondFactors.setUpTotp(old, CLIENT))
        .isEqualTo(new NotRecent<>(Duration.ofMinutes(5), false));
    var fresh = in(app.login("mary", PASSWORD)).caller();
    var setup = done(app.secondFactors.setUpTotp(fresh, CLIENT));
    done(app.secondFactors.verifyTotp(fresh, code(setup), false, CLIENT));
    app.clock.advance(Duration.ofSeconds(30));
    // A password alone is no longer enough, however recent.
    assertThat(app.secondFactors.removeTotp(fresh, false, CLIENT))
        .isEqualTo(new NotRecent<>(Duration.ofMinutes(5), true));
    assertThat(app.secondFactors.setUpTotp(fresh, CLIENT)).isInstanceOf(NotRecent.class);
    assertThat(app.secondFactors.regenerateRecoveryCodes(fresh, CLIENT))
        .isInstanceOf(NotRecent.class);
    assertThat(
            refusal(
                app.authentication.reauthenticateSession(fresh, Confidential.of(PASSWORD), CLIENT)))
        .isEqualTo(RejectionReason.SECOND_FACTOR_REQUIRED);
    var proof = new FactorProof(FactorMethod.TOTP, code(setup));
    var proven = in(app.authentication.reauthenticateSession(fresh, proof, CLIENT)).caller();
    assertThat(proven.getSessionId()).isEqualTo(fresh.getSessionId());
    var status = done(app.secondFactors.removeTotp(proven, false, CLIENT));
    assertThat(status.enrolled()).isEmpty();
    assertThat(status.recoveryCodesLeft()).isZero();
    assertThat(app.login("mary", PASSWORD)).isInstanceOf(Authenticated.class);
    assertThat(app.events(SecurityEvent.SecondFactorRemoved.class)).hasSize(1);
  }

  @Test
  @Proves("S24")
  void aChangeEndsOtherSessionsIfItIsAskedTo() {
    var mary = app.create("mary");
    var other = in(app.login("mary", PASSWORD)).caller();
    var here = in(app.login("mary", PASSWORD)).caller();
    var setup = done(app.secondFactors.setUpTotp(here, CLIENT));
    assertThat(app.liveSessions(mary.id())).isEqualTo(2);
    done(app.secondFactors.verifyTotp(here, code(setup), true, CLIENT));
    assertThat(app.liveSessions(mary.id())).isEqualTo(1);
    assertThat(app.secondFactors.setUpTotp(other, CLIENT))
        .isEqualTo(new NotPossible<>("factor.signed_out"));
  }

  @Test
  void whoMustHaveOneEnrolsItAtTheNextLoginAndIsNotLockedOut() {
    app.create("mary", ADMIN);
    var login = pending("mary");
    assertThat(login.enrolment()).isTrue();
    assertThat(app.secondFactors.pending(login.token()).orElseThrow().enrolment()).isTrue();
    assertThat(refusal(second(login, FactorMethod.TOTP, Confidential.of("000000"))))
        .isEqualTo(RejectionReason.WRONG_CODE);
    var setup = done(app.secondFactors.setUpTotp(login.token(), CLIENT));
    var caller = in(second(login, FactorMethod.TOTP, code(setup))).caller();
    assertThat(caller.getAuthenticationMethods()).contains("mfa");
    assertThat(app.secondFactors.removeTotp(caller, false, CLIENT))
        .isEqualTo(new NotPossible<>("factor.required"));
    app.clock.advance(Duration.ofSeconds(30));
    var again = pending("mary");
    assertThat(again.enrolment()).isFalse();
    in(second(again, FactorMethod.RECOVERY, setup.recoveryCodes().get(0)));
  }

  @Test
  @Proves("S69")
  void aPendingLoginEnrolsNothingBesideAFactorThatIsThere() {
    enrolled("mary");
    assertThat(app.secondFactors.setUpTotp(pending("mary").token(), CLIENT))
        .isEqualTo(new NotPossible<>("factor.not_allowed"));
  }

  @Test
  @Proves("S64")
  void aPendingLoginEndsWithTheProofItRestsOn() {
    var setup = enrolled("mary");
    var late = pending("mary");
    app.clock.advance(Duration.ofMinutes(5));
    assertThat(refusal(second(late, FactorMethod.TOTP, code(setup))))
        .isEqualTo(RejectionReason.INVALID_PENDING_LOGIN);
    var changed = pending("mary");
    var id = app.accounts.findByUsername("mary").orElseThrow().id();
    app.accounts.setRoles(id, Set.of("clerk"), CLIENT);
    assertThat(refusal(second(changed, FactorMethod.TOTP, code(setup))))
        .isEqualTo(RejectionReason.INVALID_PENDING_LOGIN);
    var disabled = pending("mary");
    app.accounts.setDisabled(id, true, CLIENT);
    assertThat(refusal(second(disabled, FactorMethod.TOTP, code(setup))))
        .isEqualTo(RejectionReason.INVALID_PENDING_LOGIN);
    assertThat(app.secondFactors.pending(disabled.token())).isEmpty();
    assertThat(refusal(second(forged(), FactorMethod.TOTP, code(setup))))
        .isEqualTo(RejectionReason.INVALID_PENDING_LOGIN);
  }

  private static PendingLogin forged() {
    return new PendingLogin(
        Confidential.of("pcm_" + "A".repeat(43)), List.of(), null, false, java.time.Instant.MAX);
  }

  @Test
  void anAdministratorTakesAwayWhatWasLost() {
    enrolled("mary");
    var id = app.accounts.findByUsername("mary").orElseThrow().id();
    app.secondFactors.reset(id, CLIENT);
    Caller caller = in(app.login("mary", PASSWORD)).caller();
    assertThat(app.secondFactors.status(caller.getId()).enrolled()).isEmpty();
  }
}
