package dev.portcullis.ejb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.crypto.RandomSource;
import dev.portcullis.testing.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundWorkTest {

  private final ManualScheduler scheduler = new ManualScheduler();
  private final BackgroundWork work = new BackgroundWork(scheduler, RandomSource.secure());
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
  }

  @Test
  void aTaskThatFailsGoesOn() {
    work.every(
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
    work.every(Duration.ofSeconds(1), "counting", runs::incrementAndGet);
    var task = scheduler.scheduled().get(0);
    work.close();
    assertThat(scheduler.scheduled()).isEmpty();
    // As if it had begun at the very moment.
    task.task().run();
    assertThat(runs).hasValue(0);
  }

  /** A server's executor keeps cancelled tasks until their time; a domain must not hang on them. */
  @Test
  void whatIsCancelledHoldsNothing() throws IllegalAccessException {
    Runnable held = runs::incrementAndGet;
    work.every(Duration.ofSeconds(1), "counting", held);
    var task = scheduler.scheduled().get(0).task();
    work.close();
    for (var field : task.getClass().getDeclaredFields()) {
      field.setAccessible(true);
      assertThat(field.get(task)).isNotSameAs(held);
    }
  }

  @Test
  void theServersExecutorIsNotShutDown() {
    work.close();
    assertThat(scheduler.isShutdown()).isFalse();
  }
}
