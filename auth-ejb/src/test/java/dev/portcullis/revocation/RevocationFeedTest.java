package dev.portcullis.revocation;

import static dev.portcullis.revocation.Revocations.Status.LIVE;
import static dev.portcullis.revocation.Revocations.Status.REVOKED;
import static dev.portcullis.revocation.Revocations.Status.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.crypto.RandomSource;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one database. */
class RevocationFeedTest {

  private final TestDatabase database = new TestDatabase();
  private final MutableClock clock = new MutableClock();
  private final MutableClock otherClock = new MutableClock();
  private final Revocations here = new Revocations(database, clock, RandomSource.secure());
  private final Revocations there = new Revocations(database, otherClock, RandomSource.secure());

  @BeforeEach
  void start() {
    here.feed().poll();
    there.feed().poll();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  @Proves("S12")
  void anotherNodeFollowsWithItsNextPoll() {
    var token = revokeHere();
    assertThat(check(here, token)).isEqualTo(REVOKED);
    assertThat(check(there, token)).isEqualTo(LIVE);
    pass(Revocations.USUAL.pollInterval());
    there.feed().poll();
    assertThat(check(there, token)).isEqualTo(REVOKED);
  }

  @Test
  @Proves("S12")
  void anotherNodeThatCannotPollKnowsWithinFiveSeconds() {
    var token = revokeHere();
    pass(Duration.ofMillis(5_001));
    assertThat(check(there, token)).isEqualTo(REVOKED);
    database.setDown(true);
    assertThat(check(there, token)).isEqualTo(UNKNOWN);
  }

  @Test
  void aNodeThatStartsKnowsWhatWasRevokedBefore() {
    var token = revokeHere();
    var account = RandomSource.secure().id();
    commit(() -> {}, account);
    pass(Duration.ofMinutes(10));
    var started = new Revocations(database, clock, RandomSource.secure());
    started.feed().poll();
    database.setDown(true);
    assertThat(check(started, token)).isEqualTo(REVOKED);
    assertThat(started.check("x", "y", account, clock.instant().minus(Duration.ofMinutes(10))))
        .isEqualTo(LIVE);
    assertThat(started.check("x", "y", account, clock.instant().minus(Duration.ofMinutes(12))))
        .isEqualTo(REVOKED);
  }

  @Test
  void missesNoRowThatCommitsLaterThanOnesWrittenAfterIt() {
    var late = RandomSource.secure().id();
    commit(
        () -> {
          // While the first transaction is open, time passes, others commit, and the node polls.
          for (int second = 0; second < 59; second++) {
            pass(Duration.ofSeconds(1));
            assertThat(check(there, revokeHere())).isEqualTo(LIVE);
            there.feed().poll();
          }
        },
        late);
    pass(Duration.ofSeconds(1));
    there.feed().poll();
    assertThat(there.check("x", "y", late, clock.instant().minus(Duration.ofHours(1))))
        .isEqualTo(REVOKED);
  }

  @Test
  void missesNoRowOfANodeWhoseClockIsAMinuteBehind() {
    otherClock.advance(Duration.ofMinutes(1));
    there.feed().poll();
    pass(Duration.ofSeconds(1));
    there.feed().poll();
    var token = revokeHere();
    pass(Duration.ofSeconds(1));
    there.feed().poll();
    assertThat(check(there, token)).isEqualTo(REVOKED);
  }

  @Test
  void missesNoRowOfANodeWhoseClockIsAMinuteAhead() {
    clock.advance(Duration.ofMinutes(1));
    var token = revokeHere();
    there.feed().poll();
    assertThat(check(there, token)).isEqualTo(REVOKED);
  }

  @Test
  void missesNothingWhileTheDatabaseWasAway() {
    database.setDown(true);
    there.feed().run();
    pass(Duration.ofHours(2));
    there.feed().run();
    database.setDown(false);
    var token = revokeHere(Duration.ofHours(12));
    pass(Duration.ofMinutes(30));
    there.feed().run();
    assertThat(there.isKnownRevoked(token)).isTrue();
  }

  @Test
  void findsWithinMinutesEvenWhatNoAssumptionCovers() {
    clock.advance(Duration.ofHours(-1));
    var token = revokeHere(Duration.ofHours(12));
    there.feed().poll();
    assertThat(there.isKnownRevoked(token)).isFalse();
    for (int minute = 0; minute < 11; minute++) {
      pass(Duration.ofMinutes(1));
      there.feed().poll();
    }
    assertThat(there.isKnownRevoked(token)).isTrue();
  }

  @Test
  @Proves("S74")
  void forgetsNothingForGoodWhileItsClockIsAheadAndThenSetBack() {
    var token = revokeHere(Duration.ofMinutes(6));
    pass(Duration.ofMinutes(3));
    there.feed().poll();
    assertThat(check(there, token)).isEqualTo(REVOKED);
    otherClock.advance(Duration.ofMinutes(6));
    there.feed().poll();
    assertThat(there.isKnownRevoked(token)).as("expired by that clock").isFalse();
    otherClock.advance(Duration.ofMinutes(-6));
    assertThat(check(there, token)).isEqualTo(REVOKED);
    there.feed().poll();
    assertThat(check(there, token)).isEqualTo(REVOKED);
  }

  @Test
  void readsMoreThanAPageOfRowsOfOneMillisecond() {
    int rows = 5_300;
    boolean done =
        database.<Boolean>inNew(
            tx -> {
              for (int i = 0; i < rows; i++) {
                here.revokeToken(tx, "token " + i, clock.instant().plusSeconds(900));
              }
              return true;
            });
    assertThat(done).isTrue();
    there.feed().poll();
    assertThat(there.liveCount()).isEqualTo(rows);
    assertThat(here.liveCount()).isEqualTo(rows);
    pass(Duration.ofHours(1));
    assertThat(here.cleanUp()).isEqualTo(rows);
  }

  @Test
  @Proves("S79")
  void aReplicaWithoutRoomAsksTheDatabaseUntilThereIsRoomAgain() {
    var small = new Revocations(database, Revocations.USUAL, otherClock, RandomSource.secure(), 10);
    for (int i = 0; i < 10; i++) {
      assertThat(revokeHere()).isNotEmpty();
    }
    var surplus = revokeHere(Duration.ofHours(12));
    small.feed().poll();
    assertThat(small.liveCount()).isEqualTo(10);
    assertThat(check(small, surplus)).isEqualTo(REVOKED);
    assertThat(check(small, "another")).isEqualTo(LIVE);
    database.setDown(true);
    assertThat(check(small, "another")).isEqualTo(UNKNOWN);

    database.setDown(false);
    pass(Duration.ofHours(1));
    small.feed().poll();
    small.feed().poll();
    database.setDown(true);
    assertThat(check(small, surplus)).isEqualTo(REVOKED);
    assertThat(check(small, "another")).isEqualTo(LIVE);
    assertThat(small.liveCount()).isEqualTo(1);
  }

  private String revokeHere() {
    return revokeHere(Duration.ofMinutes(15));
  }

  private String revokeHere(Duration life) {
    return database.<String>inNew(
        tx -> {
          var token = RandomSource.secure().id();
          here.revokeToken(tx, token, clock.instant().plus(life));
          return token;
        });
  }

  /** Revokes all of an account, and does something else before the commit. */
  private void commit(Runnable meanwhile, String account) {
    boolean done =
        database.<Boolean>inNew(
            tx -> {
              here.revokeUser(tx, account, clock.instant());
              tx.em().flush();
              meanwhile.run();
              return true;
            });
    assertThat(done).isTrue();
  }

  private Revocations.Status check(Revocations node, String token) {
    return node.check(token, "a session", "an account", clock.instant());
  }

  private void pass(Duration time) {
    clock.advance(time);
    otherClock.advance(time);
  }
}
