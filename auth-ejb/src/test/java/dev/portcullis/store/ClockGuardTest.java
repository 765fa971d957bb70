package dev.portcullis.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.LogCapture;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClockGuardTest {

  private final MutableClock clock = new MutableClock();
  private final long there = clock.millis();
  private final AtomicInteger cleaned = new AtomicInteger();
  private final ClockGuard guard = new ClockGuard(() -> there, clock);
  private final Runnable work = guard.whileSound(cleaned::incrementAndGet);

  @Test
  void readsTheClockOfARealDatabase() {
    try (var database = new TestDatabase()) {
      var real = new ClockGuard(new DatabaseClock(database.dataSource())::millis, systemClock());
      real.run();
      assertThat(real.skew().orElseThrow().abs()).isLessThan(Duration.ofSeconds(30));
    }
  }

  private static Clock systemClock() {
    return Clock.systemUTC();
  }

  @Test
  @Proves("S12")
  void aNodeThatIsFarOffRemovesNothingAndSaysSoOnce() {
    try (var log = new LogCapture("dev.portcullis.store")) {
      work.run();
      clock.advance(ClockGuard.BOUND);
      work.run();
      assertThat(cleaned).hasValue(2);
      assertThat(String.join("\n", log.lines())).isEmpty();
      clock.advance(Duration.ofMillis(1));
      work.run();
      work.run();
      assertThat(cleaned).hasValue(2);
      assertThat(String.join("\n", log.lines()))
          .containsOnlyOnce("ahead of the database's by 60 s");
      clock.advance(Duration.ofSeconds(-121));
      work.run();
      assertThat(cleaned).hasValue(2);
      clock.advance(Duration.ofSeconds(61));
      work.run();
      assertThat(cleaned).hasValue(3);
      assertThat(String.join("\n", log.lines())).contains("agrees with the database's again");
    }
  }

  @Test
  void whatIsNotKnownIsNotSound() {
    var unknown =
        new ClockGuard(
            () -> {
              throw new TemporarilyUnavailableException("down", Duration.ofSeconds(1), null);
            },
            clock);
    unknown.whileSound(cleaned::incrementAndGet).run();
    assertThat(unknown.skew()).isEmpty();
    assertThat(cleaned).hasValue(0);
  }
}
