package dev.portcullis.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.AuditSettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.metrics.PrometheusMetrics;
import dev.portcullis.store.CleanUp;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AuditRetentionTest {

  private final MutableClock clock = new MutableClock(Events.AT);

  @Test
  void deletesEverythingThatIsTooOldInBatchesAndNothingElse() {
    var settings = new AuditSettings(Duration.ofDays(30));
    try (var metrics = new PrometheusMetrics();
        var database = new TestDatabase()) {
      var trail = new AuditTrail(RandomSource.secure(), metrics, event -> {});
      var retention = new AuditRetention(database, settings, clock);
      database.inNew(
          tx -> {
            for (int i = 0; i < CleanUp.BATCH * 2 + 1; i++) {
              trail.write(tx.em(), Events.loginFailed("alice"));
            }
            return null;
          });

      clock.advance(Duration.ofDays(30));
      assertThat(retention.deleteExpired()).isZero();
      assertThat(count(database)).isEqualTo(1001);

      clock.advance(Duration.ofMillis(1));
      assertThat(retention.deleteExpired()).isEqualTo(1001);
      assertThat(count(database)).isZero();
    }
  }

  private static long count(TestDatabase database) {
    return database.inNew(
        tx ->
            tx.em()
                .createQuery("SELECT COUNT(a) FROM AuditRecord a", Long.class)
                .getSingleResult());
  }
}
