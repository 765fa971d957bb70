package dev.portcullis.ejb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.crypto.RandomSource;
import dev.portcullis.testing.ManualScheduler;
import dev.portcullis.testing.SharedLanes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundWorkTest {

  private final ManualScheduler scheduler = new ManualScheduler();
  private final BackgroundWork work =
      new BackgroundWork(new SharedLanes(scheduler, () -> {}), RandomSource.secure());
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
  }

  @Test
  void aTaskThatFailsGoesOn() {
    work.every(
        Lane.UPKEEP,
        Duration.ofSeconds(1),
        "failing",
        () -> {
          runs.incrementAndGet();
          throw new IllegalStateException("a bug");
        });
    scheduler.runAll();
    scheduler.runAll();
    assertThat(runs).hasValue(2);
  }

  @Test
  void nothingRunsOnceItIsClosed() {
    work.every(Lane.UPKEEP, Duration.ofSeconds(1), "counting", runs::incrementAndGet);
    var task = scheduler.scheduled().get(0);
    work.close();
    assertThat(scheduler.scheduled()).isEmpty();
    // As if it had begun at the very moment.
    task.task().run();
    assertThat(runs).hasValue(0);
  }

  /** An executor keeps cancelled tasks until their time; a domain must not hang on them. */
  @Test
  void whatIsCancelledHoldsNothing() throws IllegalAccessException {
    Runnable held = runs::incrementAndGet;
    work.every(Lane.UPKEEP, Duration.ofSeconds(1), "counting", held);
    var task = scheduler.scheduled().get(0).task();
    work.close();
    for (var field : task.getClass().getDeclaredFields()) {
      field.setAccessible(true);
      assertThat(field.get(task)).isNotSameAs(held);
    }
  }

  @Test
  void itsLanesAreNotShutDown() {
    work.close();
    assertThat(scheduler.isShutdown()).isFalse();
  }
}
