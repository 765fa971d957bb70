package dev.portcullis.store;

import dev.portcullis.TemporarilyUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Compares this node's clock with the database's. Whatever expires is judged by the node's own
 * clock; one that is far ahead would remove what is still live for the others, so a node whose
 * clock differs by more than {@link #BOUND} removes nothing until it is right again.
 */
public final class ClockGuard implements Runnable {

  /** How far a node's clock may be off; what nodes exchange leaves room for that. */
  public static final Duration BOUND = Duration.ofSeconds(60);

  /** How often to run it. */
  public static final Duration INTERVAL = Duration.ofMinutes(1);

  private static final Logger LOG = System.getLogger("dev.portcullis.store");

  private final LongSupplier database;
  private final Clock clock;
  private volatile Optional<Duration> skew = Optional.empty();
  private boolean warned;

  /**
   * @param database its time in epoch milliseconds, see {@link DatabaseClock}
   */
  public ClockGuard(LongSupplier database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Measures, and says so in the log when the clock gets wrong or right. Failing, it keeps what
   * was.
   */
  @Override
  public synchronized void run() {
    try {
      long before = clock.millis();
      long there = database.getAsLong();
      // The answer was made at some time between the two.
      long here = before + (clock.millis() - before) / 2;
      skew = Optional.of(Duration.ofMillis(here - there));
      tell(here - there);
    } catch (TemporarilyUnavailableException e) {
      LOG.log(Level.DEBUG, "The database's clock cannot be read", e);
    }
  }

  private void tell(long millis) {
    if (isSound() == !warned) {
      return;
    }
    warned = !warned;
    LOG.log(
        warned ? Level.WARNING : Level.INFO,
        warned
            ? "This node's clock is "
                + (millis > 0 ? "ahead of" : "behind")
                + " the database's by "
                + Math.abs(millis) / 1000
                + " s, more than "
                + BOUND.toSeconds()
                + " s. Tokens and sessions are judged wrongly here; expired rows are left alone."
                + " Synchronise the clocks (NTP)"
            : "This node's clock agrees with the database's again");
  }

  /** How far this node's clock is ahead of the database's; negative if behind, empty if unknown. */
  public Optional<Duration> skew() {
    return skew;
  }

  /** Whether the two are known to agree. */
  public boolean isSound() {
    return skew.filter(difference -> difference.abs().compareTo(BOUND) <= 0).isPresent();
  }

  /** The work, done only while the clocks agree; they are compared before. */
  public Runnable whileSound(Runnable work) {
    return () -> {
      run();
      if (isSound()) {
        work.run();
      }
    };
  }
}
