package dev.portcullis.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.RejectionReason;
import dev.portcullis.config.RateLimitSettings;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttemptLimiterTest {

  private static final String ALICE = "a".repeat(32);
  private static final RateLimitSettings SETTINGS =
      new RateLimitSettings(
          5,
          new RateLimitSettings.Limit(100, Duration.ofMinutes(10)),
          new RateLimitSettings.Limit(300, Duration.ofMinutes(10)));

  private final MutableClock clock = new MutableClock();
  private final TestDatabase database = new TestDatabase();
  private final AttemptLimiter limiter = new AttemptLimiter(SETTINGS, clock);

  @BeforeEach
  void openAlice() {
    database.inNew(
        tx -> {
          int rows =
              tx.em()
                  .createNativeQuery(
                      "INSERT INTO auth_account (id, username, username_key, security_version,"
                          + " disabled, created_at, changed_at)"
                          + " VALUES (?1, 'alice', 'alice', 0, FALSE, 0, 0)")
                  .setParameter(1, ALICE)
                  .executeUpdate();
          limiter.open(tx, ALICE, AttemptKind.PASSWORD);
          return rows;
        });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Attempt guess() {
    return database.<Attempt>inNew(tx -> limiter.reserve(tx, ALICE, AttemptKind.PASSWORD));
  }

  private void forget() {
    database.inNew(
        tx -> {
          limiter.forget(tx, ALICE, AttemptKind.PASSWORD);
          return true;
        });
  }

  private static final Attempt.Blocked LOCKED = new Attempt.Blocked(RejectionReason.LOCKED);

  @Test
  @Proves("S35")
  void delaysDoubleFromOneSecondToFifteenMinutesAfterFiveFailures() {
    for (int i = 0; i < 5; i++) {
      assertThat(guess()).isInstanceOf(Attempt.Reserved.class);
    }
    for (int seconds : List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900)) {
      assertThat(guess()).isEqualTo(LOCKED);
      clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(guess()).as("within %s s", seconds).isEqualTo(LOCKED);
      clock.advance(Duration.ofMillis(1));
      assertThat(guess()).as("after %s s", seconds).isInstanceOf(Attempt.Reserved.class);
    }
  }

  /** Two logins at a time, or two nodes: the second one's clock was read before the first one's. */
  @Test
  @Proves("S36")
  void whereNoDelayFollowsAClockThatIsBehindMeetsNone() {
    assertThat(guess()).isInstanceOf(Attempt.Reserved.class);
    clock.advance(Duration.ofSeconds(-30));
    assertThat(guess()).isInstanceOf(Attempt.Reserved.class);
  }

  /** An attacker who guesses as soon as it is allowed, for a day. */
  @Test
  @Proves("S35")
  void letsAHundredGuessesThroughInADayAndThenNone() {
    int made = 0;
    var end = clock.instant().plus(Duration.ofDays(1));
    while (clock.instant().isBefore(end)) {
      while (guess() instanceof Attempt.Reserved) {
        made++;
      }
      // Four to nine knocks at the door within each delay.
      clock.advance(Duration.ofSeconds(made < 7 ? 1 : made < 15 ? 1L << (made - 7) : 100));
    }
    assertThat(made).isEqualTo(AttemptLimiter.MOST_FAILURES);
    clock.advance(Duration.ofDays(30));
    assertThat(guess()).isEqualTo(new Attempt.Blocked(RejectionReason.PASSWORD_DISABLED));
    forget();
    assertThat(guess()).isInstanceOf(Attempt.Reserved.class);
  }

  @Test
  @Proves("S36")
  void letsAsManyOfManyParallelGuessesThroughAsAreFree() throws Exception {
    for (int round = 0; round < 5; round++) {
      forget();
      assertThat(reservedOf(64)).isEqualTo(5);
    }
  }

  private long reservedOf(int threads) throws Exception {
    var pool = Executors.newFixedThreadPool(threads);
    var guesses = new ArrayList<Callable<Attempt>>();
    for (int i = 0; i < threads; i++) {
      guesses.add(this::guess);
    }
    long reserved = 0;
    for (var done : pool.invokeAll(guesses)) {
      reserved += done.get() instanceof Attempt.Reserved ? 1 : 0;
    }
    pool.shutdown();
    return reserved;
  }

  @Test
  @Proves("S39")
  void aGuessWithinTheDelayDoesNotProlongIt() {
    for (int i = 0; i < 5; i++) {
      assertThat(guess()).isInstanceOf(Attempt.Reserved.class);
    }
    for (int i = 0; i < 9; i++) {
      clock.advance(Duration.ofMillis(100));
      assertThat(guess()).isEqualTo(LOCKED);
    }
    clock.advance(Duration.ofMillis(100));
    assertThat(guess()).isInstanceOf(Attempt.Reserved.class);
  }

  @Test
  void successMakesAllAttemptsFreeAgain() {
    for (int i = 0; i < 5; i++) {
      assertThat(guess()).isInstanceOf(Attempt.Reserved.class);
    }
    forget();
    for (int i = 0; i < 5; i++) {
      assertThat(guess()).isInstanceOf(Attempt.Reserved.class);
    }
    assertThat(guess()).isEqualTo(LOCKED);
  }

  @Test
  void whatWasNeverTriedDoesNotCount() {
    for (int i = 0; i < 20; i++) {
      var reserved = (Attempt.Reserved) guess();
      assertThat(reserved.failures()).isEqualTo(1);
      database.inNew(
          tx -> {
            limiter.giveBack(tx, ALICE, AttemptKind.PASSWORD, reserved);
            return true;
          });
    }
  }

  @Test
  @Proves("S35")
  void tellsWhenAThresholdIsCrossed() {
    var details =
        new EventDetails(
            clock.instant(), ALICE, "alice", null, null, null, new ClientInfo("::1", null, "c"));
    var locks = new ArrayList<Integer>();
    for (int i = 1; i <= 100; i++) {
      int failures = i;
      guess().lockedBy(details).ifPresent(locked -> locks.add(failures));
      clock.advance(Duration.ofMinutes(15));
    }
    assertThat(locks).containsExactly(5, 100);
  }

  @Test
  @Proves("S79")
  void nobodyIsNotCounted() {
    for (int i = 0; i < 10; i++) {
      assertThat(database.<Attempt>inNew(tx -> limiter.reserve(tx, null, AttemptKind.PASSWORD)))
          .isInstanceOf(Attempt.Nobody.class);
    }
    assertThat(
            database.<Object>inNew(
                tx ->
                    tx.em()
                        .createNativeQuery("SELECT COUNT(*) FROM auth_attempt")
                        .getSingleResult()))
        .isEqualTo(1L);
  }
}
