package dev.portcullis.ejb;

import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.crypto.RandomSource;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The tasks that a node runs beside its requests. One that fails is logged and goes on. */
final class BackgroundWork implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.ejb");
  private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(5);

  private final Lanes lanes;
  private final RandomSource random;
  private final List<Task> tasks = new ArrayList<>();
  private final List<ScheduledFuture<?>> futures = new ArrayList<>();
  private volatile boolean closed;

  BackgroundWork(Lanes lanes, RandomSource random) {
    this.lanes = lanes;
    this.random = random;
  }

  /**
   * Runs a task again and again.
   *
   * @param lane whose other tasks it may hold up
   * @param name for the log
   * @param pause between the end of one run and the next; nodes that start together drift apart,
   *     for the first run comes after a part of it that is drawn at random
   */
  void every(Lane lane, Duration pause, String name, Runnable work) {
    var task = new Task(name, work);
    long delay = 1 + fraction(pause.toMillis());
    futures.add(
        lanes
            .of(lane)
            .scheduleWithFixedDelay(task, delay, pause.toMillis(), TimeUnit.MILLISECONDS));
    tasks.add(task);
  }

  private long fraction(long millis) {
    return new BigInteger(1, random.bytes(8)).mod(BigInteger.valueOf(millis)).longValue();
  }

  /** No run begins any more; those under way are waited for, a few seconds. */
  @Override
  public void close() {
    closed = true;
    // Not interrupted: an interrupt within file access closes H2's database file.
    futures.forEach(future -> future.cancel(false));
    tasks.forEach(Task::awaitEnd);
    // An executor may keep what is cancelled until its time would have come.
    tasks.forEach(Task::forget);
    tasks.clear();
    futures.clear();
  }

  private final class Task implements Runnable {

    private final String name;
    private volatile @Nullable Runnable work;
    private final ReentrantLock running = new ReentrantLock();
    private boolean failing;

    Task(String name, Runnable work) {
      this.name = name;
      this.work = work;
    }

    @Override
    public void run() {
      running.lock();
      try {
        var due = work;
        if (due != null && !closed) {
          runOnce(due);
        }
      } finally {
        running.unlock();
      }
    }

    /** Told once; while it goes on failing, nothing that would fill the log. */
    private void runOnce(Runnable due) {
      try {
        due.run();
        if (failing) {
          failing = false;
          LOG.log(Level.INFO, "Background work goes on: " + name);
        }
      } catch (TemporarilyUnavailableException e) {
        failed(String.valueOf(e.getMessage()), null);
      } catch (RuntimeException | Error e) {
        // Errors too: the scheduler would never call again, and memory may be there next time.
        failed("a fault of the program", e);
      }
    }

    private void failed(String why, @Nullable Throwable fault) {
      LOG.log(
          failing ? Level.DEBUG : Level.WARNING,
          "Background work failed, it will be tried again: " + name + ": " + why,
          fault);
      failing = true;
    }

    private void forget() {
      work = null;
    }

    private void awaitEnd() {
      try {
        if (running.tryLock(PATIENCE_AT_THE_END.toMillis(), TimeUnit.MILLISECONDS)) {
          running.unlock();
        } else {
          LOG.log(Level.WARNING, "Background work does not end: " + name);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
