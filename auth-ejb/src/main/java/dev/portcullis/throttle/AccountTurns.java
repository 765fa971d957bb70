package dev.portcullis.throttle;

import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.RateLimitSettings;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets attempts on one account wait for each other for a moment. Every attempt counts as a failure
 * until it is known to be right ({@link AttemptLimiter}), so a client that signs in many times at
 * once with the right password would otherwise be refused. It is a courtesy within one node and no
 * limit: whoever waited long enough goes on, and the counter in the database decides.
 *
 * <p>A fixed number of stripes (S79): accounts that share one wait for each other at the worst.
 */
public final class AccountTurns {

  private static final int STRIPES = 1024;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Semaphore[] stripes = new Semaphore[STRIPES];

  public AccountTurns(RateLimitSettings settings) {
    // One less than the failures that begin a delay.
    int together = Math.max(1, settings.accountFailures() - 1);
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Semaphore(together, true);
    }
  }

  /**
   * Does the work when it is its turn.
   *
   * @param account what was given as the account's name or id; any text
   */
  public <R> R inTurn(String account, Supplier<R> work) {
    var stripe = stripes[Math.floorMod(account.hashCode(), STRIPES)];
    boolean waited;
    try {
      waited = stripe.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporarilyUnavailableException("Interrupted", LONGEST_WAIT, e);
    }
    try {
      return work.get();
    } finally {
      if (waited) {
        stripe.release();
      }
    }
  }
}
