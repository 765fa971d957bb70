package dev.portcullis.revocation;

import static dev.portcullis.revocation.Revocations.Status.LIVE;
import static dev.portcullis.revocation.Revocations.Status.REVOKED;
import static dev.portcullis.revocation.Revocations.Status.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.RevocationSettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.StoreFailures;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RevocationsTest {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String SESSION = "1123456789abcdef0123456789abcdef";
  private static final String ACCOUNT = "2123456789abcdef0123456789abcdef";
  private static final String OTHER = "3123456789abcdef0123456789abcdef";

  private final TestDatabase database = new TestDatabase();
  private final MutableClock clock = new MutableClock();
  private final Revocations revocations = new Revocations(database, clock, RandomSource.secure());
  private final Instant start = clock.instant();

  @BeforeEach
  void load() {
    revocations.feed().poll();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  @Proves("S12")
  void refusesARevokedTokenAtOnceAndNoOther() {
    change(tx -> revocations.revokeToken(tx, TOKEN, start.plusSeconds(900)));
    assertThat(check(TOKEN, SESSION, ACCOUNT)).isEqualTo(REVOKED);
    assertThat(check(OTHER, SESSION, ACCOUNT)).isEqualTo(LIVE);
  }

  @Test
  @Proves("S12")
  void refusesAllTokensOfARevokedSession() {
    change(tx -> revocations.revokeSession(tx, SESSION, start.plusSeconds(900)));
    assertThat(check(TOKEN, SESSION, ACCOUNT)).isEqualTo(REVOKED);
    assertThat(check(OTHER, SESSION, ACCOUNT)).isEqualTo(REVOKED);
    assertThat(check(TOKEN, OTHER, ACCOUNT)).isEqualTo(LIVE);
  }

  @Test
  @Proves("S12")
  void refusesWhatAnAccountGotBeforeItsMarkAndTakesWhatItGotSince() {
    change(tx -> revocations.revokeUser(tx, ACCOUNT, start.plusMillis(700)));
    assertThat(revocations.check(TOKEN, SESSION, ACCOUNT, start.minusSeconds(61)))
        .isEqualTo(REVOKED);
    assertThat(revocations.check(TOKEN, SESSION, ACCOUNT, start.minusSeconds(60)))
        .as("by a clock that is as far behind as may be")
        .isEqualTo(LIVE);
    assertThat(revocations.check(TOKEN, SESSION, OTHER, start.minusSeconds(61))).isEqualTo(LIVE);
  }

  @Test
  void keepsTheLaterOfTwoMarks() {
    change(tx -> revocations.revokeUser(tx, ACCOUNT, start));
    change(tx -> revocations.revokeUser(tx, ACCOUNT, start.minusSeconds(60)));
    assertThat(revocations.check(TOKEN, SESSION, ACCOUNT, start.minusSeconds(61)))
        .isEqualTo(REVOKED);
  }

  @Test
  void takesIdsOfAnyForm() {
    var foreign = "urn:uuid:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6 " + "x".repeat(1_000);
    change(tx -> revocations.revokeToken(tx, foreign, start.plusSeconds(900)));
    assertThat(check(foreign, SESSION, ACCOUNT)).isEqualTo(REVOKED);
    assertThat(check(foreign + "x", SESSION, ACCOUNT)).isEqualTo(LIVE);
    assertThat(check("", "", "")).isEqualTo(LIVE);
  }

  @Test
  @Proves("S74")
  void revokesNothingWhereTheTransactionFails() {
    assertThatThrownBy(
            () ->
                change(
                    tx -> {
                      revocations.revokeToken(tx, TOKEN, start.plusSeconds(900));
                      throw new IllegalStateException("The test stops it");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(check(TOKEN, SESSION, ACCOUNT)).isEqualTo(LIVE);
    assertThat(rows()).isZero();
  }

  @Test
  void writesNoSecondRowForWhatIsRevokedAlready() {
    for (int i = 0; i < 5; i++) {
      change(tx -> revocations.revokeToken(tx, TOKEN, start.plusSeconds(900)));
    }
    assertThat(rows()).isEqualTo(1);
    change(tx -> revocations.revokeToken(tx, TOKEN, start.plusSeconds(901)));
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  @Proves("S74")
  void doesNotKnowOnceItIsOutOfDateAndTheDatabaseAway() {
    database.setDown(true);
    clock.advance(Duration.ofSeconds(5));
    assertThat(check(TOKEN, SESSION, ACCOUNT)).isEqualTo(LIVE);
    clock.advance(Duration.ofMillis(1));
    assertThat(check(TOKEN, SESSION, ACCOUNT)).isEqualTo(UNKNOWN);
    assertThatThrownBy(() -> revocations.feed().poll())
        .isInstanceOf(TemporarilyUnavailableException.class);
    revocations.feed().run();
    assertThat(check(TOKEN, SESSION, ACCOUNT)).isEqualTo(UNKNOWN);
    assertThat(revocations.staleness()).isEqualTo(Duration.ofMillis(5_001));

    database.setDown(false);
    revocations.feed().run();
    assertThat(check(TOKEN, SESSION, ACCOUNT)).isEqualTo(LIVE);
    assertThat(revocations.staleness()).isZero();
  }

  @Test
  @Proves("S74")
  void doesNotKnowBeforeItWasLoadedIfTheDatabaseIsAway() {
    var fresh = new Revocations(database, clock, RandomSource.secure());
    database.setDown(true);
    assertThat(fresh.check(TOKEN, SESSION, ACCOUNT, start)).isEqualTo(UNKNOWN);
  }

  @Test
  @Proves("S12")
  void asksTheDatabaseForEachTokenWhileItIsOutOfDate() {
    var second = new Revocations(database, clock, RandomSource.secure());
    second.feed().poll();
    change(
        tx -> {
          revocations.revokeToken(tx, TOKEN, start.plusSeconds(900));
          revocations.revokeSession(tx, SESSION, start.plusSeconds(900));
          revocations.revokeUser(tx, ACCOUNT, start);
        });
    clock.advance(Duration.ofMillis(5_001));
    assertThat(second.check(TOKEN, OTHER, OTHER, start)).isEqualTo(REVOKED);
    assertThat(second.check(OTHER, SESSION, OTHER, start)).isEqualTo(REVOKED);
    assertThat(second.check(OTHER, OTHER, ACCOUNT, start.minusSeconds(61))).isEqualTo(REVOKED);
    assertThat(second.check(OTHER, OTHER, ACCOUNT, start.minusSeconds(60))).isEqualTo(LIVE);
    assertThat(second.check(OTHER, OTHER, OTHER, start)).isEqualTo(LIVE);
  }

  @Test
  @Proves("S74")
  void letsOneRequestWaitForADatabaseThatHangsAndAnswersTheOthers() throws Exception {
    var hanging = new HangingDatabase();
    var node = new Revocations(hanging, clock, RandomSource.secure());
    assertThat(node.check(TOKEN, SESSION, ACCOUNT, start)).isEqualTo(UNKNOWN);
    clock.advance(Duration.ofSeconds(2));
    hanging.hangs = true;
    var waiting = CompletableFuture.supplyAsync(() -> node.check(TOKEN, SESSION, ACCOUNT, start));
    hanging.asked.await();
    assertThat(node.check(TOKEN, SESSION, ACCOUNT, start)).isEqualTo(UNKNOWN);
    assertThat(waiting).isNotDone();
    hanging.timeOut.countDown();
    assertThat(waiting.get()).isEqualTo(UNKNOWN);
  }

  /** Fails, at once or when its time is up. */
  private static final class HangingDatabase implements Transactions {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch timeOut = new CountDownLatch(1);
    private volatile boolean hangs;

    @Override
    public <T> T inNew(Function<Tx, T> work) {
      if (hangs) {
        asked.countDown();
        try {
          timeOut.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      throw StoreFailures.unavailable(new IllegalStateException("The test stops it"));
    }
  }

  @Test
  void asksADatabaseThatIsAwayAgainAfterASecond() {
    clock.advance(Duration.ofSeconds(10));
    database.setDown(true);
    assertThat(check(TOKEN, SESSION, ACCOUNT)).isEqualTo(UNKNOWN);
    database.setDown(false);
    assertThat(check(TOKEN, SESSION, ACCOUNT)).isEqualTo(UNKNOWN);
    clock.advance(Duration.ofSeconds(1));
    assertThat(check(TOKEN, SESSION, ACCOUNT)).isEqualTo(LIVE);
  }

  @Test
  void onceTheDatabaseAnswersAgainNobodyWaitsForAnother() {
    var meanwhile = new AtomicReference<Runnable>(() -> {});
    var other = new AtomicReference<Revocations.Status>();
    var asking =
        new Revocations(
            new Transactions() {
              @Override
              public <T> T inNew(Function<Tx, T> work) {
                meanwhile.getAndSet(() -> {}).run();
                return database.inNew(work);
              }
            },
            clock,
            RandomSource.secure());
    database.setDown(true);
    assertThat(asking.check(TOKEN, SESSION, ACCOUNT, start)).isEqualTo(UNKNOWN);
    database.setDown(false);
    clock.advance(Duration.ofSeconds(1));
    meanwhile.set(() -> other.set(asking.check(TOKEN, SESSION, ACCOUNT, start)));
    assertThat(asking.check(TOKEN, SESSION, ACCOUNT, start)).isEqualTo(LIVE);
    assertThat(other.get()).as("while one asks again").isEqualTo(UNKNOWN);

    meanwhile.set(() -> other.set(asking.check(TOKEN, SESSION, ACCOUNT, start)));
    assertThat(asking.check(TOKEN, SESSION, ACCOUNT, start)).isEqualTo(LIVE);
    assertThat(other.get()).isEqualTo(LIVE);
  }

  @Test
  @Proves("S12")
  void aNodeWhoseClockIsThirtySecondsOffJudgesTheSame() {
    for (var skew : new Duration[] {Duration.ofSeconds(30), Duration.ofSeconds(-30)}) {
      var otherClock = new MutableClock();
      otherClock.advance(Duration.between(otherClock.instant(), clock.instant()).plus(skew));
      var off = new Revocations(database, otherClock, RandomSource.secure());
      off.feed().poll();
      var id = RandomSource.secure().id();
      change(tx -> revocations.revokeToken(tx, id, clock.instant().plusSeconds(900)));
      var back = RandomSource.secure().id();
      change(tx -> off.revokeToken(tx, back, clock.instant().plusSeconds(900)));
      otherClock.advance(Duration.ofSeconds(1));
      clock.advance(Duration.ofSeconds(1));
      off.feed().poll();
      revocations.feed().poll();
      assertThat(off.check(id, SESSION, ACCOUNT, start)).isEqualTo(REVOKED);
      assertThat(check(back, SESSION, ACCOUNT)).isEqualTo(REVOKED);
      assertThat(off.check(OTHER, SESSION, ACCOUNT, start)).isEqualTo(LIVE);
      // Its clean-up takes nothing that counts here: the token is accepted until 60 s later.
      otherClock.advance(Duration.ofMinutes(16));
      clock.advance(Duration.ofMinutes(16));
      assertThat(off.cleanUp()).isZero();
      clock.advance(Duration.ofMinutes(10));
      assertThat(revocations.cleanUp()).isEqualTo(2);
    }
  }

  @Test
  @Proves("S12")
  void inStrictModeTheDatabaseIsAskedAboutEveryToken() {
    var strict =
        new Revocations(
            database,
            new RevocationSettings(Duration.ofSeconds(1), Duration.ofSeconds(5), true),
            clock,
            RandomSource.secure());
    strict.feed().poll();
    assertThat(strict.check(TOKEN, SESSION, ACCOUNT, start)).isEqualTo(LIVE);
    change(tx -> revocations.revokeToken(tx, TOKEN, start.plusSeconds(900)));
    assertThat(strict.check(TOKEN, SESSION, ACCOUNT, start)).as("no poll").isEqualTo(REVOKED);
    database.setDown(true);
    assertThat(strict.check(OTHER, OTHER, ACCOUNT, start)).isEqualTo(UNKNOWN);
  }

  @Test
  void trustsNoReplicaWhoseClockWasSetBack() {
    clock.advance(Duration.ofSeconds(-1));
    database.setDown(true);
    assertThat(check(TOKEN, SESSION, ACCOUNT)).isEqualTo(UNKNOWN);
  }

  @Test
  void forgetsWhatHasExpiredAndRemovesItsRow() {
    change(tx -> revocations.revokeToken(tx, TOKEN, start.plusSeconds(900)));
    change(tx -> revocations.revokeUser(tx, ACCOUNT, start));
    clock.advance(Duration.ofMinutes(15));
    revocations.feed().poll();
    assertThat(revocations.cleanUp()).isZero();
    assertThat(revocations.liveCount()).isEqualTo(2);

    clock.advance(Duration.ofSeconds(121));
    revocations.feed().poll();
    assertThat(revocations.cleanUp()).as("for the sake of a node that is behind").isZero();
    assertThat(revocations.liveCount()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(2));
    assertThat(revocations.cleanUp()).isEqualTo(1);

    clock.advance(Duration.ofHours(24));
    revocations.feed().poll();
    assertThat(revocations.cleanUp()).isEqualTo(1);
    assertThat(revocations.liveCount()).isZero();
  }

  private Revocations.Status check(String token, String session, String account) {
    return revocations.check(token, session, account, start);
  }

  private void change(Consumer<Tx> work) {
    boolean done =
        database.<Boolean>inNew(
            tx -> {
              work.accept(tx);
              return true;
            });
    assertThat(done).isTrue();
  }

  private long rows() {
    return database.<Long>inNew(
        tx ->
            tx.em().createQuery("SELECT COUNT(r) FROM Revocation r", Long.class).getSingleResult());
  }
}
