package dev.portcullis.factor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorProof;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.config.TwoFactorSettings;
import dev.portcullis.config.TwoFactorSettings.Algorithm;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.factor.SecondFactors.Verdict;
import dev.portcullis.store.RepeatingTransactions;
import dev.portcullis.store.Transactions;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.PlaceServer;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestSettings;
import dev.portcullis.throttle.AttemptLimiter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Fifty uses of one code at a time, in every place: one of them succeeds. */
@Tag("database")
@ParameterizedClass
@EnumSource
class FactorRacesTest {

  private static final int USES = 50;
  private static final int ROUNDS = Boolean.getBoolean("full") ? 50 : 5;
  private static final TwoFactorSettings SETTINGS =
      new TwoFactorSettings(
          true,
          FactorMethod.TOTP,
          new TwoFactorSettings.Totp("Example", Algorithm.SHA1, 6, 30),
          false,
          Set.of(),
          false);

  private static final Occasion OCCASION = Occasion.login("a login");

  @SuppressWarnings("NullAway.Init")
  private static PlaceServer server;

  @Parameter
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Place place;

  private Transactions transactions;
  private EncryptionKey key;

  @BeforeParameterizedClassInvocation
  static void start(Place place) {
    server = new PlaceServer(place);
  }

  @AfterParameterizedClassInvocation
  static void close() {
    server.close();
  }

  @BeforeEach
  void asTheDomainHasThem() {
    transactions = new RepeatingTransactions(server.server().database());
    key = TestSettings.defaults().encryption(server.server().random());
  }

  private long winners(java.util.concurrent.Callable<Boolean> use) throws Exception {
    return server.together(USES, use).stream().filter(won -> won).count();
  }

  private Confidential code(Authenticator authenticator) {
    return authenticator.code(server.server().clock().instant());
  }

  /** Without the counter of guesses before it: the step alone decides. */
  @Test
  @Proves("S60")
  void aStepIsUsedOnce() throws Exception {
    var clock = server.server().clock();
    var totp = new TotpFactor(SETTINGS.totp(), key, server.server().random(), clock);
    var id = server.create("user").id();
    var made = transactions.inNew(tx -> totp.setUp(tx, id, "ann"));
    var app = Authenticator.of(made.secret().reveal());
    var first = code(app);
    assertThat(winners(() -> transactions.<Boolean>inNew(tx -> totp.activate(tx, id, first))))
        .isEqualTo(1);
    for (int round = 0; round < ROUNDS; round++) {
      clock.advance(Duration.ofSeconds(30));
      var code = code(app);
      assertThat(winners(() -> transactions.<Boolean>inNew(tx -> totp.use(tx, id, code))))
          .isEqualTo(1);
    }
  }

  @Test
  @Proves("S67")
  void aRecoveryCodeIsUsedOnce() throws Exception {
    var recovery = new RecoveryCodes(server.server().random(), server.server().clock());
    var id = server.create("user").id();
    List<Confidential> codes = transactions.inNew(tx -> recovery.make(tx, id, true));
    for (int round = 0; round < ROUNDS; round++) {
      var code = codes.get(round % codes.size());
      if (round > 0 && round % codes.size() == 0) {
        break;
      }
      assertThat(winners(() -> transactions.<Boolean>inNew(tx -> recovery.use(tx, id, code))))
          .isEqualTo(1);
    }
  }

  /** With the counter: of many guesses at a time as many are looked at as the limit lets. */
  @Test
  @Proves({"S36", "S37"})
  void guessesAtATimeAreNoMoreThanTheLimit() throws Exception {
    var settings = TestSettings.defaults();
    var clock = server.server().clock();
    var directory = new AccountDirectory();
    var factors =
        new SecondFactors(
            SETTINGS,
            directory,
            new AttemptLimiter(settings.rateLimit(), clock),
            key,
            server.server().random(),
            clock);
    var id = server.create("user").id();
    var account = transactions.<AccountSnapshot>inNew(tx -> directory.byId(tx, id).orElseThrow());
    var details =
        new EventDetails(clock.instant(), id, "ann", null, null, null, PlaceServer.CLIENT);
    var setup = transactions.inNew(tx -> factors.setUpTotp(tx, account, details));
    var code = Authenticator.of(setup).code(clock.instant());
    assertThat(
            transactions.<Verdict>inNew(
                tx ->
                    factors.activate(
                        tx, account, new FactorProof(FactorMethod.TOTP, code), OCCASION, details)))
        .isEqualTo(Verdict.RIGHT);
    var wrong = new FactorProof(FactorMethod.RECOVERY, Confidential.of("aaaa"));
    var verdicts =
        server.together(
            USES,
            () ->
                transactions.<Verdict>inNew(
                    tx -> factors.check(tx, account, wrong, OCCASION, details)));
    assertThat(verdicts).doesNotContain(Verdict.RIGHT);
    assertThat(verdicts.stream().filter(v -> v == Verdict.WRONG)).hasSize(5);
  }
}
