package dev.portcullis.factor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.config.SendingLimits;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.store.ConstraintConflictException;
import dev.portcullis.store.RepeatingTransactions;
import dev.portcullis.store.Transactions;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.PlaceServer;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestSettings;
import dev.portcullis.throttle.SendingLimiter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Fifty uses of one code at a time, fifty guesses, fifty sendings, in every place. */
@Tag("database")
@ParameterizedClass
@EnumSource
class SentCodeRacesTest {

  private static final int AT_A_TIME = 50;
  private static final Occasion OCCASION = Occasion.login("a login");

  @SuppressWarnings("NullAway.Init")
  private static PlaceServer server;

  @Parameter
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Place place;

  private Transactions transactions;
  private EncryptionKey key;
  private SentCodes codes;
  private CodeTargets targets;

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
    var random = server.server().random();
    key = TestSettings.defaults().encryption(random);
    codes = new SentCodes(key, random, server.server().clock());
    targets = new CodeTargets(key, random, server.server().clock(), codes);
  }

  private long winners(Callable<Boolean> use) throws Exception {
    return server.together(AT_A_TIME, use).stream().filter(won -> won).count();
  }

  /** A code in force for an address that is set up. */
  private Confidential sent(String accountId) {
    return transactions.inNew(
        tx -> {
          var target = targets.setUp(tx, accountId, FactorMethod.EMAIL, "ann@example.com");
          var made = codes.make(tx, OCCASION, target);
          tx.em().flush();
          assertThat(codes.bringIntoForce(tx, made.id())).isTrue();
          return made.code();
        });
  }

  private boolean use(String accountId, Confidential typed) {
    return transactions.<Boolean>inNew(
        tx -> targets.use(tx, accountId, FactorMethod.EMAIL, OCCASION, typed));
  }

  private boolean activate(String accountId, Confidential typed) {
    return transactions.<Boolean>inNew(
        tx -> targets.activate(tx, accountId, FactorMethod.EMAIL, OCCASION, typed));
  }

  /** Without the counter of guesses before it: the row alone decides. Five tries are five uses. */
  @Test
  @Proves("S63")
  void aCodeIsUsedOnce() throws Exception {
    for (int round = 0; round < 5; round++) {
      var id = server.create("user").id();
      var first = sent(id);
      assertThat(winners(() -> activate(id, first))).isEqualTo(1);
      var next =
          transactions.<Confidential>inNew(
              tx -> {
                var target = targets.find(tx, id, FactorMethod.EMAIL, true).orElseThrow();
                var made = codes.make(tx, OCCASION, target);
                tx.em().flush();
                assertThat(codes.bringIntoForce(tx, made.id())).isTrue();
                return made.code();
              });
      assertThat(winners(() -> use(id, next))).isEqualTo(1);
    }
  }

  @Test
  @Proves({"S36", "S63"})
  void ofGuessesAtATimeFiveAreLookedAt() throws Exception {
    var id = server.create("user").id();
    var code = sent(id);
    var wrong =
        Confidential.of(
            String.format(Locale.ROOT, "%06d", (Integer.parseInt(code.reveal()) + 1) % 1_000_000));
    assertThat(winners(() -> activate(id, wrong))).isZero();
    var tries =
        transactions.<Integer>inNew(
            tx ->
                tx.em()
                    .createQuery(
                        "SELECT c.tries FROM SentCode c WHERE c.accountId = :id", Integer.class)
                    .setParameter("id", id)
                    .getSingleResult());
    assertThat(tries).isEqualTo(SentCodes.MOST_TRIES);
    assertThat(activate(id, code)).isFalse();
  }

  /** All at once, and the first of them makes the row. */
  @Test
  @Proves("S41")
  void ofSendingsAtATimeAsManyAreReservedAsTheLimitLets() throws Exception {
    var limiter =
        new SendingLimiter(SendingLimits.DEFAULTS, key, transactions, server.server().clock());
    var to = server.create("user").id() + "@example.com";
    assertThat(winners(() -> reserve(limiter, to))).isEqualTo(5);
    assertThat(reserve(limiter, to)).isFalse();
  }

  private boolean reserve(SendingLimiter limiter, String to) {
    while (true) {
      try {
        return transactions.<Boolean>inNew(
            tx -> limiter.reserve(tx, to, true, to, "203.0.113.77").isEmpty());
      } catch (ConstraintConflictException e) {
        // Somebody else began the count: once more, as the service does.
      }
    }
  }
}
