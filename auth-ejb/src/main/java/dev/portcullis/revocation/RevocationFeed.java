package dev.portcullis.revocation;

import dev.portcullis.config.RevocationSettings;
import dev.portcullis.revocation.RevocationStore.Entry;
import dev.portcullis.revocation.RevocationStore.Position;
import dev.portcullis.store.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this node's replica up with the table: reads it whole at the start, then what was added
 * since, at an interval, on a thread of whoever schedules it. Why no row is missed, whatever the
 * order of commits, is told in {@code docs/decisions/0004-revocation-feed.md}.
 */
public final class RevocationFeed implements Runnable {

  /** How much is read again each time: 60 s between clocks and 60 s from a row to its commit. */
  static final Duration OVERLAP = Duration.ofMinutes(2);

  /** How often the whole table is read again, a page each time, against what nobody foresaw. */
  static final Duration SWEEP_INTERVAL = Duration.ofMinutes(10);

  private static final Duration DROP_INTERVAL = Duration.ofMinutes(1);
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);
  private static final int PAGE = 5_000;
  private static final long NEVER = Long.MIN_VALUE;
  private static final Position BEGINNING = Position.at(0);
  private static final Logger LOG = System.getLogger("dev.portcullis.revocation");

  private final Transactions transactions;
  private final RevocationStore store;
  private final RevocationReplica replica;
  private final RevocationSettings settings;
  private final Clock clock;
  private final long madeAt;

  private volatile long readAt = NEVER;
  private @Nullable Position sweep;
  private long sweptAt;
  private long droppedAt;
  private boolean failing;

  RevocationFeed(
      Transactions transactions,
      RevocationStore store,
      RevocationReplica replica,
      RevocationSettings settings,
      Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.replica = replica;
    this.settings = settings;
    this.clock = clock;
    this.madeAt = clock.millis();
  }

  /** How often to run it. */
  public Duration interval() {
    return settings.pollInterval();
  }

  /**
   * Brings the replica up to date; the first time, with the whole table.
   *
   * @throws dev.portcullis.TemporarilyUnavailableException if the database cannot be read; the
   *     replica then grows stale, which checks notice by themselves
   */
  public synchronized void poll() {
    long now = clock.millis();
    if (readAt == NEVER || wasSetBack(now) || replica.isRecoverable()) {
      readEverything(now);
    } else {
      readTo(Position.at(Math.min(readAt, now) - OVERLAP.toMillis()), now);
      readAt = now;
      sweepOn(now);
    }
    if (isDue(droppedAt, DROP_INTERVAL, now)) {
      replica.dropExpired(now);
      droppedAt = now;
    }
  }

  /**
   * Whether the clock is further back than revocations outlive what they revoke: then what it took
   * for expired, and did not read or dropped, may count again.
   */
  private boolean wasSetBack(long now) {
    return readAt - now > CLOCK_TOLERANCE.toMillis();
  }

  /** Polls, and logs a failure instead of throwing it, once until it works again. */
  @Override
  public synchronized void run() {
    try {
      poll();
      if (failing) {
        failing = false;
        LOG.log(Level.INFO, "Revocations are followed again");
      }
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.log(
            Level.WARNING,
            "Revocations cannot be read; in "
                + settings.maxStaleness().toSeconds()
                + " s every token is checked against the database, or answered 503",
            e);
      }
    }
  }

  /** Whether the replica is recent and whole, so that an id's absence means it is not revoked. */
  boolean isCurrent() {
    long read = readAt;
    if (read == NEVER || !replica.isComplete()) {
      return false;
    }
    long age = clock.millis() - read;
    // A clock that was set back tells nothing about age.
    return age >= 0 && age <= settings.maxStaleness().toMillis();
  }

  /** How long ago the replica was last up to date. */
  Duration staleness() {
    long read = readAt;
    return Duration.ofMillis(Math.max(0, clock.millis() - (read == NEVER ? madeAt : read)));
  }

  private void readEverything(long now) {
    long turnedAway = replica.turnedAway();
    readTo(BEGINNING, now);
    replica.readAnew(turnedAway);
    readAt = now;
    sweep = null;
    sweptAt = now;
  }

  private void readTo(Position from, long now) {
    var position = from;
    while (position != null) {
      position = readPage(position, now);
    }
  }

  private void sweepOn(long now) {
    if (sweep == null && isDue(sweptAt, SWEEP_INTERVAL, now)) {
      sweep = BEGINNING;
      sweptAt = now;
    }
    if (sweep != null) {
      sweep = readPage(sweep, now);
    }
  }

  /** Returns where the next page begins, or null after the last. */
  private @Nullable Position readPage(Position from, long now) {
    List<Entry> page = transactions.inNew(tx -> store.after(tx, from, PAGE));
    for (var entry : page) {
      if (entry.expiresAt() > now) {
        replica.add(entry.key(), entry.notBefore(), entry.expiresAt());
      }
    }
    if (page.isEmpty()) {
      return null;
    }
    var last = page.get(page.size() - 1).position();
    if (last.createdAt() > now + CLOCK_TOLERANCE.toMillis()) {
      LOG.log(
          Level.WARNING,
          "The clocks of two nodes are more than "
              + CLOCK_TOLERANCE.toSeconds()
              + " s apart; revocations may reach this node late. Synchronise them (NTP)");
    }
    return page.size() < PAGE ? null : last;
  }

  private static boolean isDue(long last, Duration interval, long now) {
    return now - last >= interval.toMillis() || now < last;
  }
}
