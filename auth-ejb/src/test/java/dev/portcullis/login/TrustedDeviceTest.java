package dev.portcullis.login;

import static dev.portcullis.login.LoginFixture.CLIENT;
import static dev.portcullis.login.LoginFixture.PASSWORD;
import static dev.portcullis.login.LoginFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AuthenticatedCaller;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.SecondFactorRequired;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorOutcome;
import dev.portcullis.FactorOutcome.NotRecent;
import dev.portcullis.FactorProof;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecondFactorLogin;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SessionGrant;
import dev.portcullis.TotpSetup;
import dev.portcullis.TrustedDeviceInfo;
import dev.portcullis.config.SendingLimits;
import dev.portcullis.config.TwoFactorSettings;
import dev.portcullis.factor.FactorDemand;
import dev.portcullis.session.SessionServiceImpl;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Trusted devices through the services: what they spare, what they don't, and what ends them. */
class TrustedDeviceTest {

  private static final String NEXT = "nine quiet otters swim";

  private final LoginFixture app = new LoginFixture(settings());

  private static TwoFactorSettings settings() {
    return new TwoFactorSettings(
        true,
        FactorMethod.TOTP,
        new TwoFactorSettings.Totp("Example", TwoFactorSettings.Algorithm.SHA1, 6, 30),
        false,
        Set.of(),
        false,
        Duration.ofDays(30),
        null,
        null,
        SendingLimits.DEFAULTS);
  }

  @AfterEach
  void close() {
    app.close();
  }

  private static <G> Authenticated<G> in(AuthenticationResult<G> result) {
    assertThat(result).isInstanceOf(Authenticated.class);
    return (Authenticated<G>) result;
  }

  /** Somebody with an app, signed in by it, and the device that is trusted. */
  private record Owner(TotpSetup setup, Caller caller, ClientInfo device) {}

  private TotpSetup enrolled(String username) {
    app.create(username);
    var caller = in(app.login(username, PASSWORD)).caller();
    var setup =
        ((FactorOutcome.Done<TotpSetup>) app.secondFactors.setUpTotp(caller, CLIENT)).value();
    assertThat(app.secondFactors.verifyTotp(caller, code(setup), false, CLIENT))
        .isInstanceOf(FactorOutcome.Done.class);
    app.clock.advance(Duration.ofSeconds(30));
    return setup;
  }

  private Confidential code(TotpSetup setup) {
    return Authenticator.of(setup).code(app.clock.instant());
  }

  private AuthenticationResult<SessionGrant> login(String username, ClientInfo client) {
    return login(username, PASSWORD, client);
  }

  private AuthenticationResult<SessionGrant> login(
      String username, String password, ClientInfo client) {
    return app.authentication.openSession(
        new PasswordLogin(username, Confidential.of(password), null), client);
  }

  private Caller byBoth(String username, TotpSetup setup, ClientInfo client) {
    var pending = ((SecondFactorRequired<SessionGrant>) login(username, client)).pending();
    var proof = new FactorProof(FactorMethod.TOTP, code(setup));
    var result =
        app.authentication.openSession(new SecondFactorLogin(pending.token(), proof), client);
    app.clock.advance(Duration.ofSeconds(30));
    return in(result).caller();
  }

  private Owner owner(String username) {
    var setup = enrolled(username);
    var caller = byBoth(username, setup, CLIENT);
    var granted = app.trustedDevices.trust(caller, CLIENT).orElseThrow();
    assertThat(granted.life()).isEqualTo(Duration.ofDays(30));
    return new Owner(
        setup, caller, new ClientInfo("192.0.2.8", "its browser", "c0ffee", granted.secret()));
  }

  @Test
  void aLoginAtATrustedDeviceIsSparedTheSecondFactorAndClaimsNone() {
    var owner = owner("mary");
    var caller = in(login("mary", owner.device)).caller();
    assertThat(caller.getAuthenticationMethods()).containsExactly("pwd");
    var tokens =
        app.authentication.issueTokens(
            new PasswordLogin("mary", Confidential.of(PASSWORD), null), null, owner.device);
    assertThat(in(tokens).grant().user().getAuthenticationMethods()).containsExactly("pwd");
    assertThat(app.events(SecurityEvent.TrustedDeviceUsed.class)).hasSize(2);
  }

  @Test
  void theFirstFactorIsNeverSpared() {
    var owner = owner("mary");
    assertThat(refusal(login("mary", "wrong", owner.device)))
        .isEqualTo(RejectionReason.WRONG_PASSWORD);
    assertThat(app.events(SecurityEvent.TrustedDeviceUsed.class)).isEmpty();
  }

  @Test
  void itCountsForItsAccountAndItsBrowserAlone() {
    var owner = owner("mary");
    enrolled("paul");
    assertThat(login("paul", owner.device)).isInstanceOf(SecondFactorRequired.class);
    assertThat(login("mary", CLIENT)).isInstanceOf(SecondFactorRequired.class);
    for (var text : List.of("", "pcd_", "pcd_" + "A".repeat(43), "pcs_" + "A".repeat(43))) {
      var forged = new ClientInfo("192.0.2.8", null, "c0ffee", Confidential.of(text));
      assertThat(login("mary", forged)).as(text).isInstanceOf(SecondFactorRequired.class);
    }
  }

  @Test
  void itEndsAfterItsTime() {
    var owner = owner("mary");
    app.clock.advance(Duration.ofDays(30).minusMillis(1));
    assertThat(login("mary", owner.device)).isInstanceOf(Authenticated.class);
    app.clock.advance(Duration.ofMillis(1));
    assertThat(login("mary", owner.device)).isInstanceOf(SecondFactorRequired.class);
  }

  /** What ends all of an account's trusted devices, by the name of the account. */
  private static final Map<String, BiConsumer<LoginFixture, Owner>> ENDS =
      Map.of(
          "password",
          (app, owner) ->
              app.accounts.changePassword(
                  owner.caller, Confidential.of(PASSWORD), Confidential.of(NEXT), CLIENT),
          "removed",
          (app, owner) -> app.secondFactors.removeTotp(owner.caller, false, CLIENT),
          "reset",
          (app, owner) -> app.secondFactors.reset(owner.caller.getId(), CLIENT),
          "changed",
          TrustedDeviceTest::changeApp,
          "roles",
          (app, owner) -> app.accounts.setRoles(owner.caller.getId(), Set.of("clerk"), CLIENT),
          "disabled",
          (app, owner) -> {
            app.accounts.setDisabled(owner.caller.getId(), true, CLIENT);
            app.accounts.setDisabled(owner.caller.getId(), false, CLIENT);
          },
          "everywhere",
          (app, owner) -> sessions(app).logoutAll(owner.caller, CLIENT),
          "owner",
          (app, owner) -> {
            var id = app.trustedDevices.list(owner.caller, CLIENT).get(0).id();
            assertThat(app.trustedDevices.end(owner.caller, id, CLIENT)).isTrue();
          });

  private static void changeApp(LoginFixture app, Owner owner) {
    var outcome = app.secondFactors.setUpTotp(owner.caller, CLIENT);
    var setup = ((FactorOutcome.Done<TotpSetup>) outcome).value();
    var code = Authenticator.of(setup).code(app.clock.instant());
    assertThat(app.secondFactors.verifyTotp(owner.caller, code, false, CLIENT))
        .isInstanceOf(FactorOutcome.Done.class);
  }

  private static SessionServiceImpl sessions(LoginFixture app) {
    return new SessionServiceImpl(
        app.database, app.sessions, app.directory, app.revocations, app.recheck, app.clock);
  }

  @Test
  @Proves({"S24", "S69"})
  void whateverMakesProofsVoidEndsAllOfThem() {
    for (var end : ENDS.entrySet()) {
      var username = end.getKey();
      var owner = owner(username);
      end.getValue().accept(app, owner);
      // Asked whatever the account has now, so that only the device could spare it.
      app.policy =
          (tx, account, amr) ->
              Optional.of(new FactorDemand(List.of(FactorMethod.TOTP), FactorMethod.TOTP, false));
      var password = username.equals("password") ? NEXT : PASSWORD;
      assertThat(login(username, password, owner.device))
          .as(username)
          .isInstanceOf(SecondFactorRequired.class);
      app.policy = app.factors;
    }
  }

  @Test
  void aLogoutDoesNotEndIt() {
    var owner = owner("mary");
    sessions(app).logout(owner.caller, CLIENT);
    assertThat(login("mary", owner.device)).isInstanceOf(Authenticated.class);
  }

  @Test
  void nobodyIsSparedTheEnrolmentOfAFactor() {
    var owner = owner("mary");
    app.policy =
        (tx, account, amr) ->
            Optional.of(new FactorDemand(List.of(FactorMethod.TOTP), FactorMethod.TOTP, true));
    assertThat(login("mary", owner.device)).isInstanceOf(SecondFactorRequired.class);
  }

  @Test
  @Proves({"S26", "S69"})
  void whatAsksForASecondFactorStillDoes() {
    var owner = owner("mary");
    var caller = in(login("mary", owner.device)).caller();
    var removal = app.secondFactors.removeTotp(caller, false, owner.device);
    assertThat(removal).isInstanceOf(NotRecent.class);
    assertThat(((NotRecent<?>) removal).secondFactor()).isTrue();
    assertThat(
            refusal(
                app.authentication.reauthenticateSession(
                    caller, Confidential.of(PASSWORD), owner.device)))
        .isEqualTo(RejectionReason.SECOND_FACTOR_REQUIRED);
    app.clock.advance(Duration.ofSeconds(30));
    var proof = new FactorProof(FactorMethod.TOTP, code(owner.setup));
    var again = in(app.authentication.reauthenticateSession(caller, proof, owner.device)).caller();
    assertThat(again.getAuthenticationMethods()).containsExactlyInAnyOrder("pwd", "otp", "mfa");
  }

  @Test
  @Proves("S69")
  void onlyWhoeverProvedASecondFactorJustNowIsTrusted() {
    var owner = owner("mary");
    var spared = in(login("mary", owner.device)).caller();
    assertThat(app.trustedDevices.trust(spared, owner.device)).isEmpty();

    var proven = byBoth("mary", owner.setup, CLIENT);
    app.clock.advance(Duration.ofSeconds(31));
    assertThat(app.trustedDevices.trust(proven, CLIENT)).isEmpty();

    var signedOut = byBoth("mary", owner.setup, CLIENT);
    sessions(app).logout(signedOut, CLIENT);
    assertThat(app.trustedDevices.trust(signedOut, CLIENT)).isEmpty();

    var now = byBoth("mary", owner.setup, CLIENT);
    var apiToken =
        new AuthenticatedCaller(
            now.getId(),
            now.getUsername(),
            null,
            null,
            null,
            Set.of(),
            now.getAuthenticationMethods(),
            now.getAuthenticatedAt(),
            "no such session");
    assertThat(app.trustedDevices.trust(apiToken, CLIENT)).isEmpty();
    assertThat(app.trustedDevices.list(now, CLIENT)).hasSize(1);
  }

  @Test
  void itsOwnerSeesAndEndsItAndNobodyElse() {
    var owner = owner("mary");
    var other = owner("paul");
    var list = app.trustedDevices.list(owner.caller, owner.device);
    assertThat(list).extracting(TrustedDeviceInfo::current).containsExactly(true);
    var id = list.get(0).id();
    assertThat(app.trustedDevices.end(other.caller, id, CLIENT)).isFalse();
    assertThat(app.trustedDevices.end(owner.caller, id, CLIENT)).isTrue();
    assertThat(app.trustedDevices.end(owner.caller, id, CLIENT)).isFalse();
    assertThat(app.trustedDevices.list(owner.caller, owner.device)).isEmpty();
    assertThat(app.events(SecurityEvent.TrustedDeviceAdded.class)).hasSize(2);
    assertThat(app.events(SecurityEvent.TrustedDeviceEnded.class))
        .singleElement()
        .satisfies(event -> assertThat(event.deviceId()).isEqualTo(id));
  }

  @Test
  @Proves("S71")
  void noEventHoldsWhatTheBrowserHolds() {
    var owner = owner("mary");
    in(login("mary", owner.device));
    refusal(login("mary", "wrong", owner.device));
    assertThat(app.database.events())
        .allSatisfy(event -> assertThat(event.details().client().device()).isNull());
  }

  private void guessAHundredTimes(String username) {
    for (int i = 0; i < 100; i++) {
      assertThat(app.refusal(username, "wrong")).isEqualTo(RejectionReason.WRONG_PASSWORD);
      app.clock.advance(Duration.ofMinutes(15));
    }
  }

  @Test
  @Proves({"S35", "S39"})
  void whereThePasswordAloneIsDisabledATrustedDeviceStillWorks() {
    var owner = owner("mary");
    guessAHundredTimes("mary");
    assertThat(app.refusal("mary", PASSWORD)).isEqualTo(RejectionReason.PASSWORD_DISABLED);
    assertThat(login("mary", owner.device)).isInstanceOf(Authenticated.class);
    // The owner's visit gives nobody else another hundred guesses.
    assertThat(app.refusal("mary", PASSWORD)).isEqualTo(RejectionReason.PASSWORD_DISABLED);
  }

  @Test
  @Proves("S35")
  void guessesFromATrustedDeviceAreFewUntilOneIsRight() {
    var owner = owner("mary");
    guessAHundredTimes("mary");
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 4; i++) {
        assertThat(refusal(login("mary", "wrong", owner.device)))
            .isEqualTo(RejectionReason.WRONG_PASSWORD);
      }
      assertThat(login("mary", owner.device)).isInstanceOf(Authenticated.class);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(refusal(login("mary", "wrong", owner.device)))
          .isEqualTo(RejectionReason.WRONG_PASSWORD);
    }
    assertThat(refusal(login("mary", owner.device))).isEqualTo(RejectionReason.PASSWORD_DISABLED);
  }

  @Test
  @Proves("S39")
  void whoeverGuessesKeepsTheOwnerFromNoTrustedDevice() {
    var owner = owner("mary");
    for (int i = 0; i < 5; i++) {
      assertThat(app.refusal("mary", "wrong")).isEqualTo(RejectionReason.WRONG_PASSWORD);
    }
    assertThat(app.refusal("mary", PASSWORD)).isEqualTo(RejectionReason.LOCKED);
    assertThat(login("mary", owner.device)).isInstanceOf(Authenticated.class);
    assertThat(app.refusal("mary", PASSWORD)).isEqualTo(RejectionReason.LOCKED);
  }
}
