package dev.portcullis.web.ldap;

import dev.portcullis.TemporarilyUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a directory, so that a slow one does not hold every thread of the server: so
 * many questions at a time, so many that wait for a turn, and after several failures in a row none
 * at all for some seconds, then one to try.
 */
final class Gate {

  /** A question to the directory. */
  interface Question<T> {
    T ask() throws UnreachableException;
  }

  /** It did not answer, or not in time. */
  static final class UnreachableException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreachableException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  static final int FAILURES = 3;
  static final Duration CLOSED = Duration.ofSeconds(5);

  private static final Duration BUSY = Duration.ofSeconds(1);
  private static final int WAITING_FOR_EACH = 10;

  private final String name;
  private final Semaphore turns;
  private final int mostWaiting;
  private final Duration wait;
  private final Clock clock;

  private int failures;
  private long closedUntil = Long.MIN_VALUE;

  /**
   * @param name of the directory, for messages
   * @param size questions at a time
   * @param wait longest for a turn
   */
  Gate(String name, int size, Duration wait, Clock clock) {
    this.name = name;
    this.turns = new Semaphore(size, true);
    this.mostWaiting = size * WAITING_FOR_EACH;
    this.wait = wait;
    this.clock = clock;
  }

  /**
   * Asks, if it may be asked.
   *
   * @throws TemporarilyUnavailableException if it may not, or does not answer
   */
  <T> T ask(Question<T> question) {
    takeTurn();
    try {
      requireOpen();
      T answer = question.ask();
      succeeded();
      return answer;
    } catch (UnreachableException e) {
      failed();
      throw new TemporarilyUnavailableException(
          "The directory \"" + name + "\" does not answer: " + e.getMessage(), CLOSED, e);
    } finally {
      turns.release();
    }
  }

  private void takeTurn() {
    try {
      if (turns.tryAcquire()) {
        return;
      }
      if (turns.getQueueLength() < mostWaiting
          && turns.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new TemporarilyUnavailableException(
        "Too many sign-ins wait for the directory \"" + name + "\"", BUSY, null);
  }

  /** Whoever comes after the time tries it; the others go on being refused until it answered. */
  private synchronized void requireOpen() {
    long now = clock.millis();
    if (failures < FAILURES) {
      return;
    }
    if (now < closedUntil) {
      throw new TemporarilyUnavailableException(
          "The directory \"" + name + "\" did not answer, and is left alone for some seconds",
          Duration.ofMillis(Math.max(1000, closedUntil - now)),
          null);
    }
    closedUntil = now + CLOSED.toMillis();
  }

  private synchronized void succeeded() {
    failures = 0;
  }

  private synchronized void failed() {
    failures = Math.min(failures + 1, FAILURES);
    closedUntil = clock.millis() + CLOSED.toMillis();
  }
}
