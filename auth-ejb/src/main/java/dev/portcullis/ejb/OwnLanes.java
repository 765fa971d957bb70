package dev.portcullis.ejb;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Threads of our own for each lane. A server's scheduler is shared with the application, and may
 * have a single thread (Payara's default one has): then whatever takes long there holds up the
 * revocations.
 */
public final class OwnLanes implements Lanes {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.ejb");
  private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(5);

  private final Map<Lane, ScheduledThreadPoolExecutor> executors = new EnumMap<>(Lane.class);

  /**
   * Begins no thread before there is work for it.
   *
   * @param threads makes threads that may use the server's resources
   */
  public OwnLanes(ThreadFactory threads) {
    for (var lane : Lane.values()) {
      var executor = new ScheduledThreadPoolExecutor(lane.threads(), threads);
      executor.setRemoveOnCancelPolicy(true);
      executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
      executors.put(lane, executor);
    }
  }

  @Override
  public ScheduledExecutorService of(Lane lane) {
    return Objects.requireNonNull(executors.get(lane));
  }

  /** Begins nothing any more; what is under way ends by itself, and is waited for a few seconds. */
  @Override
  public void close() {
    // Not interrupted: an interrupt within file access closes H2's database file.
    executors.values().forEach(ScheduledThreadPoolExecutor::shutdown);
    long end = System.nanoTime() + PATIENCE_AT_THE_END.toNanos();
    executors.forEach(
        (lane, executor) -> {
          try {
            if (!executor.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
              LOG.log(Level.WARNING, "Background work does not end: {0}", lane);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
