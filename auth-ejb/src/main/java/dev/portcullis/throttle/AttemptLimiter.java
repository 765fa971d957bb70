package dev.portcullis.throttle;

import dev.portcullis.RejectionReason;
import dev.portcullis.config.RateLimitSettings;
import dev.portcullis.store.Tx;
import jakarta.persistence.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts guesses at an account's secrets, in the database, shared by all nodes (S36).
 *
 * <p>After {@code rate_limit.account} failures in a row each further one is followed by a delay, 1
 * s at first and doubling to 15 min. After {@value #MOST_FAILURES} in a row no guess is taken any
 * more until a success by other means, a reset or an administrator's unlock (S35; NIST SP
 * 800-63B-4, 3.2.2). A guess within a delay is not made, not counted, and does not prolong it
 * (S39).
 *
 * <p>An attempt is reserved before the secret is looked at: the reservation is one conditional
 * update, so of any number of guesses at a time only so many are made as the limit lets.
 */
public final class AttemptLimiter {

  static final int MOST_FAILURES = 100;

  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);
  // More doublings than the longest delay needs, and few enough not to overflow.
  private static final int MOST_DOUBLINGS = 20;
  private static final String NOBODY = "";

  private final int freeFailures;
  private final Clock clock;

  public AttemptLimiter(RateLimitSettings settings, Clock clock) {
    this.freeFailures = settings.accountFailures();
    this.clock = clock;
  }

  /** Begins to count for an account; done when the secret is first set. */
  public void open(Tx tx, String accountId, AttemptKind kind) {
    tx.em().persist(new AttemptCounter(accountId, kind));
  }

  /**
   * Reserves one guess, or says that none may be made. Does the same work for an account that does
   * not exist (S32).
   *
   * @param accountId null for an account that does not exist
   */
  public Attempt reserve(Tx tx, @Nullable String accountId, AttemptKind kind) {
    var id = accountId == null ? NOBODY : accountId;
    var now = clock.instant();
    boolean granted = begin(tx, id, kind, now);
    var row = row(tx, id, kind);
    int failures = row == null ? 1 : row.failures();
    long until = blockedUntil(now, failures);
    delay(tx, granted ? id : NOBODY, kind, until);
    if (accountId == null) {
      return new Attempt.Nobody();
    }
    if (!granted || row == null) {
      boolean exhausted = row != null && row.failures() >= MOST_FAILURES;
      return new Attempt.Blocked(
          exhausted ? RejectionReason.PASSWORD_DISABLED : RejectionReason.LOCKED);
    }
    return new Attempt.Reserved(failures, row.blockedUntil(), until, lockAt(failures, until));
  }

  /** The secret was right: the failures are forgotten. Also for an unlock or a reset. */
  public void forget(Tx tx, String accountId, AttemptKind kind) {
    var unused =
        named(
                tx,
                "UPDATE AttemptCounter c SET c.failures = 0, c.blockedUntil = 0"
                    + " WHERE c.accountId = :id AND c.kind = :kind",
                accountId,
                kind)
            .executeUpdate();
  }

  /** The reserved guess was never made, since something of ours failed: it does not count. */
  public void giveBack(Tx tx, String accountId, AttemptKind kind, Attempt.Reserved reserved) {
    var uncounted =
        named(
            tx,
            "UPDATE AttemptCounter c SET c.failures = c.failures - 1"
                + " WHERE c.accountId = :id AND c.kind = :kind AND c.failures > 0",
            accountId,
            kind);
    var undelayed =
        named(
                tx,
                "UPDATE AttemptCounter c SET c.blockedUntil = :before"
                    + " WHERE c.accountId = :id AND c.kind = :kind AND c.blockedUntil = :until",
                accountId,
                kind)
            .setParameter("before", reserved.before())
            .setParameter("until", reserved.until());
    int unused = uncounted.executeUpdate() + undelayed.executeUpdate();
  }

  /**
   * Decides and counts in one (S36), and holds the row until the transaction ends. It always
   * changes the row, so that what is read of it afterwards is current: under repeatable read, a row
   * that is set to what it was already is read as it was when the transaction began.
   */
  private boolean begin(Tx tx, String id, AttemptKind kind, Instant now) {
    return named(
                tx,
                "UPDATE AttemptCounter c SET c.failures = c.failures + 1, c.lastAttemptAt = :now"
                    + " WHERE c.accountId = :id AND c.kind = :kind"
                    + " AND c.failures < :most AND c.blockedUntil <= :now",
                id,
                kind)
            .setParameter("now", now.toEpochMilli())
            .setParameter("most", MOST_FAILURES)
            .executeUpdate()
        == 1;
  }

  private void delay(Tx tx, String id, AttemptKind kind, long blockedUntil) {
    var unused =
        named(
                tx,
                "UPDATE AttemptCounter c SET c.blockedUntil = :until"
                    + " WHERE c.accountId = :id AND c.kind = :kind",
                id,
                kind)
            .setParameter("until", blockedUntil)
            .executeUpdate();
  }

  private record Row(int failures, long blockedUntil) {}

  private static @Nullable Row row(Tx tx, String id, AttemptKind kind) {
    List<?> rows =
        named(
                tx,
                "SELECT c.failures, c.blockedUntil FROM AttemptCounter c"
                    + " WHERE c.accountId = :id AND c.kind = :kind",
                id,
                kind)
            .getResultList();
    return rows.isEmpty() || !(rows.get(0) instanceof Object[] columns)
        ? null
        : new Row(((Number) columns[0]).intValue(), ((Number) columns[1]).longValue());
  }

  private static Query named(Tx tx, String jpql, String id, AttemptKind kind) {
    return tx.em().createQuery(jpql).setParameter("id", id).setParameter("kind", kind.name());
  }

  /**
   * In epoch milliseconds; 0 where no delay follows, and not the present moment: whoever reserves
   * next may have read its clock before, or have one that is behind.
   */
  private long blockedUntil(Instant now, int failures) {
    return failures < freeFailures ? 0 : now.plus(delayAfter(failures)).toEpochMilli();
  }

  private Duration delayAfter(int failures) {
    int doublings = Math.min(failures - freeFailures, MOST_DOUBLINGS);
    var delay = FIRST_DELAY.multipliedBy(1L << doublings);
    return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
  }

  private Attempt.@Nullable Lock lockAt(int failures, long until) {
    if (failures == MOST_FAILURES) {
      return new Attempt.Lock(null);
    }
    return failures == freeFailures ? new Attempt.Lock(Instant.ofEpochMilli(until)) : null;
  }
}
