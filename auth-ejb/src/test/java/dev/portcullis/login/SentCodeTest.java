package dev.portcullis.login;

import static dev.portcullis.login.LoginFixture.CLIENT;
import static dev.portcullis.login.LoginFixture.PASSWORD;
import static dev.portcullis.login.LoginFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.SecondFactorRequired;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.CodeOutcome;
import dev.portcullis.CodeOutcome.NotPossible;
import dev.portcullis.CodeOutcome.NotRecent;
import dev.portcullis.CodeOutcome.NotSent;
import dev.portcullis.CodeOutcome.Sent;
import dev.portcullis.CodeOutcome.TooMany;
import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorOutcome;
import dev.portcullis.FactorProof;
import dev.portcullis.FactorStatus;
import dev.portcullis.PasswordLogin;
import dev.portcullis.PendingLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecondFactorLogin;
import dev.portcullis.SecurityEvent.SecondFactorCodeSent;
import dev.portcullis.SecurityEvent.SecondFactorRemoved;
import dev.portcullis.SecurityEvent.SecondFactorsReset;
import dev.portcullis.SessionGrant;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.EmailSettings;
import dev.portcullis.config.RateLimitSettings.Limit;
import dev.portcullis.config.SendingLimits;
import dev.portcullis.config.SmsSettings;
import dev.portcullis.config.TwoFactorSettings;
import dev.portcullis.delivery.Delivery;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.Proves;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Codes by e-mail and SMS, through the services. */
class SentCodeTest {

  private static final String ADDRESS = "mary@example.com";
  private static final String NUMBER = "+4915123456789";
  private static final String ADMIN = "head";
  private static final Duration LIFE = Duration.ofMinutes(5);

  private LoginFixture app = new LoginFixture(settings(SendingLimits.DEFAULTS));

  private static SendingLimits limitedTo(int ofOneAddress) {
    var limits = SendingLimits.DEFAULTS;
    return new SendingLimits(
        limits.recipient(), limits.account(), new Limit(ofOneAddress, Duration.ofHours(1)));
  }

  private static TwoFactorSettings settings(SendingLimits limits) {
    return new TwoFactorSettings(
        true,
        FactorMethod.TOTP,
        new TwoFactorSettings.Totp("Example", TwoFactorSettings.Algorithm.SHA1, 6, 30),
        false,
        Set.of(ADMIN),
        false,
        null,
        new EmailSettings("no-reply@example.com", new EmailSettings.MailSession("mail/none")),
        new SmsSettings(
            new SmsSettings.Webhook(URI.create("https://sms.example"), null), "DE", Set.of()),
        limits);
  }

  @AfterEach
  void close() {
    app.close();
  }

  private static <G> Authenticated<G> in(AuthenticationResult<G> result) {
    assertThat(result).isInstanceOf(Authenticated.class);
    return (Authenticated<G>) result;
  }

  private static <T> T done(FactorOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(FactorOutcome.Done.class);
    return ((FactorOutcome.Done<T>) outcome).value();
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

  private CodeOutcome send(PendingLogin login, FactorMethod method) {
    return app.sentCodes.send(login.token(), method, Locale.ENGLISH, CLIENT);
  }

  private CodeOutcome setUp(Caller caller, FactorMethod method, String target) {
    return app.sentCodes.setUp(caller, method, target, Locale.ENGLISH, CLIENT);
  }

  private FactorStatus verify(Caller caller, FactorMethod method, Confidential code) {
    return done(app.sentCodes.verify(caller, method, code, false, CLIENT));
  }

  private Confidential code() {
    return app.outbox.last().code();
  }

  private static Confidential other(Confidential code) {
    int number = Integer.parseInt(code.reveal());
    return Confidential.of(String.format(Locale.ROOT, "%06d", (number + 1) % 1_000_000));
  }

  /** An account whose codes go to {@link #ADDRESS}. */
  private Caller enrolled(String username) {
    app.create(username);
    var caller = in(app.login(username, PASSWORD)).caller();
    assertThat(setUp(caller, FactorMethod.EMAIL, ADDRESS)).isInstanceOf(Sent.class);
    var status = verify(caller, FactorMethod.EMAIL, code());
    assertThat(status.enrolled()).containsExactly(FactorMethod.EMAIL);
    return caller;
  }

  @Test
  void anAddressIsNotInForceBeforeItsFirstCode() {
    app.create("mary");
    var caller = in(app.login("mary", PASSWORD)).caller();
    assertThat(setUp(caller, FactorMethod.EMAIL, " mary@EXAMPLE.com "))
        .isEqualTo(new Sent("m•••@example.com", LIFE));
    assertThat(app.outbox.last().to()).isEqualTo(ADDRESS);
    assertThat(app.outbox.last().enrols()).isTrue();
    assertThat(app.login("mary", PASSWORD)).isInstanceOf(Authenticated.class);
    assertThat(app.sentCodes.verify(caller, FactorMethod.EMAIL, other(code()), false, CLIENT))
        .isInstanceOf(FactorOutcome.WrongCode.class);
    assertThat(app.login("mary", PASSWORD)).isInstanceOf(Authenticated.class);
    var status = verify(caller, FactorMethod.EMAIL, code());
    assertThat(status.sentTo()).containsEntry(FactorMethod.EMAIL, "m•••@example.com");
    assertThat(status.isShortOfRecoveryCodes()).isTrue();
    assertThat(app.login("mary", PASSWORD)).isInstanceOf(SecondFactorRequired.class);
  }

  @Test
  void aCodeCompletesTheLoginAndBothProofsStandInTheSession() {
    enrolled("mary");
    var login = pending("mary");
    assertThat(login.methods()).containsExactly(FactorMethod.EMAIL);
    assertThat(send(login, FactorMethod.EMAIL)).isEqualTo(new Sent("m•••@example.com", LIFE));
    assertThat(app.outbox.last().enrols()).isFalse();
    var caller = in(second(login, FactorMethod.EMAIL, code())).caller();
    assertThat(caller.getAuthenticationMethods()).containsExactlyInAnyOrder("pwd", "email", "mfa");
  }

  @Test
  void aNumberIsEnrolledAsItIsDialledAtHome() {
    app.create("mary");
    var caller = in(app.login("mary", PASSWORD)).caller();
    assertThat(setUp(caller, FactorMethod.SMS, "0151 / 23 45 67 89"))
        .isEqualTo(new Sent("••• 89", LIFE));
    assertThat(app.outbox.last().to()).isEqualTo(NUMBER);
    verify(caller, FactorMethod.SMS, code());
    var login = pending("mary");
    send(login, FactorMethod.SMS);
    var again = in(second(login, FactorMethod.SMS, code())).caller();
    assertThat(again.getAuthenticationMethods()).contains("sms", "mfa");
    assertThat(setUp(again, FactorMethod.SMS, "0900 1234567"))
        .isEqualTo(new NotPossible("factor.number_invalid"));
    assertThat(setUp(again, FactorMethod.EMAIL, "mary\r\nBcc: eve@example.com"))
        .isEqualTo(new NotPossible("factor.address_invalid"));
  }

  @Test
  @Proves("S63")
  void aCodeCountsOnceAndForFiveMinutes() {
    enrolled("mary");
    var login = pending("mary");
    send(login, FactorMethod.EMAIL);
    var used = code();
    in(second(login, FactorMethod.EMAIL, used));
    var next = pending("mary");
    send(next, FactorMethod.EMAIL);
    assertThat(refusal(second(next, FactorMethod.EMAIL, used)))
        .isEqualTo(RejectionReason.WRONG_CODE);
    // In a session, which lasts longer than a pending login.
    var caller = in(second(next, FactorMethod.EMAIL, code())).caller();
    app.sentCodes.send(caller, FactorMethod.EMAIL, Locale.ENGLISH, CLIENT);
    var late = new FactorProof(FactorMethod.EMAIL, code());
    app.clock.advance(LIFE);
    assertThat(refusal(app.authentication.reauthenticateSession(caller, late, CLIENT)))
        .isEqualTo(RejectionReason.WRONG_CODE);
  }

  @Test
  @Proves("S63")
  void aCodeCountsInTheLoginAloneThatItWasSentFor() {
    enrolled("mary");
    var attackers = pending("mary");
    var marys = pending("mary");
    send(marys, FactorMethod.EMAIL);
    var code = code();
    assertThat(refusal(second(attackers, FactorMethod.EMAIL, code)))
        .isEqualTo(RejectionReason.WRONG_CODE);
    in(second(marys, FactorMethod.EMAIL, code));
  }

  @Test
  @Proves("S63")
  void afterFiveWrongOnesTheRightOneIsRefusedAndANewOneIsNot() {
    enrolled("mary");
    var login = pending("mary");
    send(login, FactorMethod.EMAIL);
    var code = code();
    for (int i = 0; i < 5; i++) {
      assertThat(refusal(second(login, FactorMethod.EMAIL, other(code))))
          .isEqualTo(RejectionReason.WRONG_CODE);
      // Past the delay of the account's counter, so that the code's own is what refuses.
      app.clock.advance(Duration.ofSeconds(3));
    }
    assertThat(refusal(second(login, FactorMethod.EMAIL, code)))
        .isEqualTo(RejectionReason.WRONG_CODE);
    app.clock.advance(Duration.ofSeconds(5));
    send(login, FactorMethod.EMAIL);
    in(second(login, FactorMethod.EMAIL, code()));
  }

  @Test
  @Proves("S37")
  void newCodesAreNoNewGuesses() {
    enrolled("mary");
    for (int i = 0; i < 5; i++) {
      var login = pending("mary");
      if (i < 3) {
        send(login, FactorMethod.EMAIL);
      }
      assertThat(refusal(second(login, FactorMethod.EMAIL, other(code()))))
          .isEqualTo(RejectionReason.WRONG_CODE);
    }
    var login = pending("mary");
    send(login, FactorMethod.EMAIL);
    assertThat(refusal(second(login, FactorMethod.EMAIL, code())))
        .isEqualTo(RejectionReason.SECOND_FACTOR_LOCKED);
  }

  /** With the password, from ever new addresses, and with as many codes as are sent at all. */
  @Test
  @Proves({"S35", "S37", "S41"})
  void aDayOfGuessingAtCodesComesToAHundredGuesses() {
    enrolled("mary");
    var end = app.clock.instant().plus(Duration.ofHours(24));
    int looked = 0;
    int sent = 0;
    for (int i = 1; app.clock.instant().isBefore(end); i++) {
      var client = new ClientInfo("2001:db8:" + Integer.toHexString(i) + "::1", "test", "c0ffee");
      var first =
          app.authentication.openSession(
              new PasswordLogin("mary", Confidential.of(PASSWORD), null), client);
      var login = ((SecondFactorRequired<SessionGrant>) first).pending();
      if (app.sentCodes.send(login.token(), FactorMethod.EMAIL, Locale.ENGLISH, client)
          instanceof Sent) {
        sent++;
      }
      var proof = new FactorProof(FactorMethod.EMAIL, other(code()));
      var result =
          app.authentication.openSession(new SecondFactorLogin(login.token(), proof), client);
      if (refusal(result) == RejectionReason.WRONG_CODE) {
        looked++;
      }
      app.clock.advance(Duration.ofSeconds(60));
    }
    assertThat(looked).isBetween(50, 100);
    // One was sent for the enrolment.
    assertThat(sent).isEqualTo(19);
  }

  @Test
  @Proves({"S63", "S71"})
  void nothingOfItStandsInTheDatabaseInClear() {
    setUp(proven(enrolled("mary")), FactorMethod.SMS, NUMBER);
    var login = pending("mary");
    send(login, FactorMethod.EMAIL);
    var dump =
        app.database.<String>inNew(
            tx -> {
              var text = new StringBuilder();
              for (var sql :
                  List.of(
                      "SELECT sealed_target FROM auth_code_target",
                      "SELECT code_mac FROM auth_sent_code",
                      "SELECT occasion FROM auth_sent_code",
                      "SELECT id FROM auth_sending")) {
                for (Object value : tx.em().createNativeQuery(sql).getResultList()) {
                  text.append(value).append('\n');
                }
              }
              return text.toString();
            });
    assertThat(dump.lines().count()).isGreaterThan(5);
    assertThat(dump).doesNotContain("mary", "example", NUMBER, NUMBER.substring(4));
    // Six digits may stand in hex by chance; a line of them alone, or a plain hash, may not.
    assertThat(dump.lines()).doesNotContain(code().reveal(), plainHash(code()));
  }

  private static String plainHash(Confidential code) {
    return dev.portcullis.crypto.Digests.sha256Hex(code.revealUtf8());
  }

  @Test
  @Proves("S62")
  void anAddressOfAnotherAccountDoesNotServe() {
    enrolled("mary");
    app.create("eve");
    var eve = in(app.login("eve", PASSWORD)).caller();
    setUp(eve, FactorMethod.EMAIL, "eve@example.com");
    verify(eve, FactorMethod.EMAIL, code());
    app.database.inNew(
        tx ->
            tx.em()
                .createNativeQuery(
                    "UPDATE auth_code_target SET sealed_target = (SELECT t.sealed_target"
                        + " FROM auth_code_target t JOIN auth_account a ON a.id = t.account_id"
                        + " WHERE a.username = 'eve') WHERE account_id ="
                        + " (SELECT id FROM auth_account WHERE username = 'mary')")
                .executeUpdate());
    int before = app.outbox.messages().size();
    assertThat(send(pending("mary"), FactorMethod.EMAIL)).isEqualTo(new NotPossible("factor.none"));
    assertThat(app.outbox.messages()).hasSize(before);
  }

  @Test
  void whatCannotBeSentIsToldAtOnceAndNothingIsLost() {
    var proven = proven(enrolled("mary"));
    setUp(proven, FactorMethod.SMS, NUMBER);
    verify(proven, FactorMethod.SMS, code());
    var login = pending("mary");
    send(login, FactorMethod.EMAIL);
    var first = code();
    app.outbox.answers(() -> new Delivery.Refused("no answer", false));
    assertThat(send(login, FactorMethod.EMAIL)).isEqualTo(new NotSent(false));
    app.outbox.answers(() -> new Delivery.Refused("21614", true));
    assertThat(send(login, FactorMethod.SMS)).isEqualTo(new NotSent(true));
    app.outbox.answers(
        () -> {
          throw new IllegalStateException("broken");
        });
    assertThat(send(login, FactorMethod.SMS)).isEqualTo(new NotSent(false));
    assertThat(app.secondFactors.pending(login.token())).isPresent();
    assertThat(app.events(SecondFactorCodeSent.class).stream().map(SecondFactorCodeSent::failure))
        .contains("not_sent", "recipient_refused");
    // The one that was sent before still counts.
    in(second(login, FactorMethod.EMAIL, first));
  }

  /** Proven again by the factor there is. */
  private Caller proven(Caller caller) {
    app.sentCodes.send(caller, FactorMethod.EMAIL, Locale.ENGLISH, CLIENT);
    var proof = new FactorProof(FactorMethod.EMAIL, code());
    return in(app.authentication.reauthenticateSession(caller, proof, CLIENT)).caller();
  }

  @Test
  @Proves("S74")
  void aCodeThatTheDatabaseDoesNotKnowOfIsSentAndCountsForNothing() {
    enrolled("mary");
    var login = pending("mary");
    app.outbox.answers(
        () -> {
          app.database.setDown(true);
          return new Delivery.Accepted();
        });
    assertThatThrownBy(() -> send(login, FactorMethod.EMAIL))
        .isInstanceOf(TemporarilyUnavailableException.class);
    app.database.setDown(false);
    assertThat(refusal(second(login, FactorMethod.EMAIL, code())))
        .isEqualTo(RejectionReason.WRONG_CODE);
  }

  @Test
  @Proves("S41")
  void noMoreThanFiveGoToOneAddressInFifteenMinutes() {
    enrolled("mary");
    var login = pending("mary");
    for (int i = 0; i < 5; i++) {
      assertThat(send(login, FactorMethod.EMAIL)).isInstanceOf(Sent.class);
    }
    assertThat(send(login, FactorMethod.EMAIL)).isEqualTo(new TooMany(Duration.ofMinutes(15)));
    assertThat(app.outbox.messages()).hasSize(6);
    app.clock.advance(Duration.ofMinutes(15));
    assertThat(send(pending("mary"), FactorMethod.EMAIL)).isInstanceOf(Sent.class);
  }

  /** Several accounts, several clients: it is the address that is spared. */
  @Test
  @Proves("S41")
  void whoeverClaimsAnAddressIsCountedApartFromWhoseItIs() {
    enrolled("mary");
    for (int i = 0; i < 6; i++) {
      app.create("eve" + i);
      var eve = in(app.login("eve" + i, PASSWORD)).caller();
      var elsewhere = new ClientInfo("198.51.100." + i, "test", "c0ffee");
      var outcome =
          app.sentCodes.setUp(
              eve, FactorMethod.EMAIL, "MARY@example.com", Locale.ENGLISH, elsewhere);
      // One was Mary's own first code.
      assertThat(outcome).isInstanceOf(i < 4 ? Sent.class : TooMany.class);
    }
    assertThat(send(pending("mary"), FactorMethod.EMAIL)).isInstanceOf(Sent.class);
  }

  @Test
  @Proves("S41")
  void noMoreThanTwentyAreSentForOneAccountInADay() {
    enrolled("mary");
    var end = app.clock.instant().plus(Duration.ofHours(24));
    int sent = 1;
    int address = 0;
    while (app.clock.instant().isBefore(end)) {
      var client = new ClientInfo("203.0.113." + address++ % 200, "test", "c0ffee");
      var login = pending("mary");
      if (app.sentCodes.send(login.token(), FactorMethod.EMAIL, Locale.ENGLISH, client)
          instanceof Sent) {
        sent++;
      }
      app.clock.advance(Duration.ofMinutes(5));
    }
    assertThat(sent).isEqualTo(20);
  }

  @Test
  @Proves("S41")
  void noMoreThanTheLimitAreSentForOneClientAddressInAnHour() {
    app.close();
    app = new LoginFixture(settings(limitedTo(30)));
    var seen = new HashSet<Class<?>>();
    for (int i = 0; i < 31; i++) {
      app.create("user" + i);
      var caller = in(app.login("user" + i, PASSWORD)).caller();
      var client = new ClientInfo("2001:db8:1:2::" + i, "test", "c0ffee");
      seen.add(
          app.sentCodes
              .setUp(caller, FactorMethod.EMAIL, "u" + i + "@example.com", Locale.ENGLISH, client)
              .getClass());
      assertThat(seen).hasSize(i < 30 ? 1 : 2);
    }
    assertThat(app.outbox.messages()).hasSize(30);
  }

  @Test
  void countsAndCodesThatAreOverAreRemoved() {
    enrolled("mary");
    send(pending("mary"), FactorMethod.EMAIL);
    assertThat(app.sent.cleanUp(app.database)).isZero();
    app.clock.advance(Duration.ofDays(1));
    // The recipient as it was claimed and as it is, account and address; and the code.
    assertThat(app.sent.cleanUp(app.database)).isEqualTo(5);
  }

  @Test
  @Proves({"S26", "S69"})
  void anAddressChangesOnlyAfterARecentProofWithAnExistingFactor() {
    var caller = enrolled("mary");
    assertThat(setUp(caller, FactorMethod.EMAIL, "eve@example.com"))
        .isEqualTo(new NotRecent(LIFE, true));
    assertThat(app.sentCodes.remove(caller, FactorMethod.EMAIL, false, CLIENT))
        .isInstanceOf(FactorOutcome.NotRecent.class);
    var proven = proven(caller);
    assertThat(setUp(proven, FactorMethod.EMAIL, "new@example.com")).isInstanceOf(Sent.class);
    var status = verify(proven, FactorMethod.EMAIL, code());
    assertThat(status.sentTo()).containsEntry(FactorMethod.EMAIL, "n•••@example.com");
    app.clock.advance(LIFE.plusSeconds(1));
    assertThat(app.sentCodes.remove(proven, FactorMethod.EMAIL, false, CLIENT))
        .isInstanceOf(FactorOutcome.NotRecent.class);
  }

  @Test
  @Proves("S69")
  void aPendingLoginEnrolsNothingBesideAFactorThatIsThere() {
    enrolled("mary");
    assertThat(
            app.sentCodes.setUp(
                pending("mary").token(), FactorMethod.SMS, NUMBER, Locale.ENGLISH, CLIENT))
        .isEqualTo(new NotPossible("factor.not_allowed"));
  }

  @Test
  void whoMustHaveOneEnrolsAnAddressAtTheNextLogin() {
    app.create("mary", ADMIN);
    var login = pending("mary");
    assertThat(login.methods())
        .containsExactly(FactorMethod.TOTP, FactorMethod.SMS, FactorMethod.EMAIL);
    assertThat(send(login, FactorMethod.EMAIL)).isEqualTo(new NotPossible("factor.none"));
    app.sentCodes.setUp(login.token(), FactorMethod.EMAIL, ADDRESS, Locale.GERMAN, CLIENT);
    assertThat(app.outbox.last().language()).isEqualTo(Locale.GERMAN);
    var caller = in(second(login, FactorMethod.EMAIL, code())).caller();
    assertThat(caller.getAuthenticationMethods()).contains("email", "mfa");
    assertThat(app.sentCodes.remove(caller, FactorMethod.EMAIL, false, CLIENT))
        .isEqualTo(new FactorOutcome.NotPossible<>("factor.required"));
  }

  @Test
  void twoFactorsAreThereAndEachMayGo() {
    var caller = proven(enrolled("mary"));
    var setup = done(app.secondFactors.setUpTotp(caller, CLIENT));
    var app1 = Authenticator.of(setup).code(app.clock.instant());
    var status = done(app.secondFactors.verifyTotp(caller, app1, false, CLIENT));
    assertThat(status.enrolled()).containsExactly(FactorMethod.TOTP, FactorMethod.EMAIL);
    assertThat(pending("mary").preferred()).isEqualTo(FactorMethod.TOTP);
    done(app.secondFactors.removeTotp(caller, false, CLIENT));
    var left = app.secondFactors.status(caller.getId());
    assertThat(left.enrolled()).containsExactly(FactorMethod.EMAIL);
    // They came with the app, and are the account's.
    assertThat(left.recoveryCodesLeft()).isEqualTo(10);
    done(app.sentCodes.remove(caller, FactorMethod.EMAIL, false, CLIENT));
    assertThat(app.secondFactors.status(caller.getId()).recoveryCodesLeft()).isZero();
    assertThat(app.login("mary", PASSWORD)).isInstanceOf(Authenticated.class);
  }

  @Test
  void anAdministratorTakesAwayWhatWasLost() {
    var caller = enrolled("mary");
    app.secondFactors.reset(caller.getId(), CLIENT);
    assertThat(app.login("mary", PASSWORD)).isInstanceOf(Authenticated.class);
    assertThat(app.events(SecondFactorRemoved.class))
        .extracting(SecondFactorRemoved::factor)
        .containsExactly(FactorMethod.EMAIL);
  }

  @Test
  @Proves("S24")
  void theAuditNamesTheAdministratorWhoDidIt() {
    var mary = enrolled("mary");
    app.create("boss");
    var boss = in(app.login("boss", PASSWORD)).caller();
    done(app.secondFactors.reset(mary.getId(), boss, false, CLIENT));
    assertThat(app.liveSessions(mary.getId())).isEqualTo(1);
    assertThat(app.login("mary", PASSWORD)).isInstanceOf(Authenticated.class);
    var event = app.events(SecondFactorsReset.class).get(0);
    assertThat(event.details().accountId()).isEqualTo(boss.getId());
    assertThat(event.subject()).isEqualTo(mary.getId());
    var left = done(app.secondFactors.reset(mary.getId(), boss, true, CLIENT));
    assertThat(left.enrolled()).isEmpty();
    assertThat(app.liveSessions(mary.getId())).isZero();
    assertThat(app.liveSessions(boss.getId())).isEqualTo(1);
    assertThat(app.secondFactors.reset(boss.getId(), boss, false, CLIENT))
        .isEqualTo(new FactorOutcome.NotPossible<>("factor.own"));
    assertThat(app.secondFactors.reset("nobody", boss, false, CLIENT))
        .isEqualTo(new FactorOutcome.NotPossible<>("factor.no_account"));
  }

  @Test
  @Proves("S64")
  void noCodeIsSentForALoginThatIsOver() {
    enrolled("mary");
    var login = pending("mary");
    int before = app.outbox.messages().size();
    app.clock.advance(Duration.ofMinutes(5));
    assertThat(send(login, FactorMethod.EMAIL)).isEqualTo(new NotPossible("factor.not_allowed"));
    app.accounts.setDisabled(app.accounts.findByUsername("mary").orElseThrow().id(), true, CLIENT);
    assertThat(send(login, FactorMethod.EMAIL)).isEqualTo(new NotPossible("factor.not_allowed"));
    assertThat(app.outbox.messages()).hasSize(before);
  }
}
