package dev.portcullis.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler without time: repeated tasks run when the test says so, on its thread. */
public final class ManualScheduler extends ScheduledThreadPoolExecutor {

  /** A repeated task. */
  public record Scheduled(Runnable task, long delayMillis, ScheduledFuture<?> future) {}

  private final List<Scheduled> scheduled = new CopyOnWriteArrayList<>();

  public ManualScheduler() {
    super(1);
  }

  /** The tasks that were not cancelled. */
  public List<Scheduled> scheduled() {
    return scheduled.stream().filter(s -> !s.future().isCancelled()).toList();
  }

  /** Runs each task once. */
  public void runAll() {
    scheduled().forEach(s -> s.task().run());
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    // Far beyond the end of any test: only its being cancelled is of interest.
    var future = super.schedule(() -> {}, 1, TimeUnit.DAYS);
    scheduled.add(new Scheduled(task, unit.toMillis(delay), future));
    return future;
  }
}
