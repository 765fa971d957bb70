package dev.portcullis.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RevocationReplicaTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final int MILLION = 1_000_000;

  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  @Proves("S79")
  void takesNoMoreThanItsRoomHoweverManyDistinctIdsCome() {
    var replica = new RevocationReplica(1, 10_000, Duration.ofHours(24));
    long expiresAt = NOW.plusSeconds(900).toEpochMilli();
    for (int i = 0; i < MILLION; i++) {
      replica.add(next(), i % 2 == 0 ? null : NOW.toEpochMilli(), expiresAt);
    }
    assertThat(replica.size()).isEqualTo(10_000);
    assertThat(replica.bytes()).isLessThan(10_000 * 80L);
    assertThat(replica.isComplete()).isFalse();
  }

  /** The feed reads the last minutes again and again: what comes twice needs no room. */
  @Test
  void isCompleteWhileItIsFullAndNothingNewComes() {
    var replica = new RevocationReplica(1, 2, Duration.ofHours(24));
    var id = next();
    var account = next();
    long expiresAt = NOW.plusSeconds(900).toEpochMilli();
    for (int times = 0; times < 2; times++) {
      replica.add(id, null, expiresAt);
      replica.add(account, NOW.toEpochMilli(), expiresAt);
    }
    assertThat(replica.isComplete()).isTrue();

    replica.add(id, null, expiresAt + 60_000);
    replica.add(account, NOW.plusSeconds(60).toEpochMilli(), expiresAt);
    assertThat(replica.isComplete()).isTrue();
    assertThat(replica.contains(id, expiresAt + 60_000)).as("the later expiry").isTrue();
    assertThat(replica.markCount()).as("the later mark").isEqualTo(2);

    replica.add(next(), null, expiresAt);
    assertThat(replica.isComplete()).isFalse();
    assertThat(replica.size()).isEqualTo(2);
  }

  @Test
  @Proves("S79")
  void staysFlatWhileAMillionIdsComeAndExpire() {
    var replica = new RevocationReplica(1, MILLION, Duration.ofHours(24));
    long most = 0;
    for (int minute = 0; minute < 200; minute++) {
      long now = NOW.plusSeconds(60L * minute).toEpochMilli();
      for (int i = 0; i < 5_000; i++) {
        replica.add(next(), null, now + Duration.ofMinutes(15).toMillis());
      }
      replica.dropExpired(now);
      most = Math.max(most, replica.bytes());
    }
    assertThat(replica.isComplete()).isTrue();
    // 15 minutes of 5,000 are live, and up to an eighth more waits to be dropped.
    assertThat(replica.size()).isBetween(75_000, 95_000);
    assertThat(most).isLessThan(95_000 * 60L);
  }

  @Test
  void takes34BytesAnIdAtMost() {
    var replica = new RevocationReplica(1, MILLION, Duration.ofHours(24));
    for (int i = 0; i < MILLION; i++) {
      replica.add(next(), null, NOW.toEpochMilli());
      if (i > 50_000 && i % 1_000 == 0) {
        assertThat(replica.bytes() / (i + 1.0)).isLessThanOrEqualTo(35);
      }
    }
    assertThat(replica.bytes() / (double) MILLION).isLessThanOrEqualTo(34);
  }

  private RevocationKey next() {
    return new RevocationKey(random.nextLong(), random.nextLong());
  }
}
