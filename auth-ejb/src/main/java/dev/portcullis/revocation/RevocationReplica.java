package dev.portcullis.revocation;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * This node's copy of the live revocations, in memory. It is a set that only grows until entries
 * expire, so it does not matter in which order, how often or from where an entry comes.
 *
 * <p>It holds as many as it was given room for; beyond that it takes no more and says so ({@link
 * #isComplete()}), and absence from it proves nothing.
 */
final class RevocationReplica {

  /** Seconds count from 2020-01-01T00:00:00Z, which lets an int last until 2088. */
  private static final long EPOCH_SECOND = 1_577_836_800L;

  private final CompactIdTable ids;
  private final CompactIdTable accounts;
  private final int room;
  private final int accountMarkSeconds;
  private final AtomicLong marks = new AtomicLong();
  private volatile long turnedAway;
  private volatile long readAnewSince;

  /**
   * @param seed unpredictable
   * @param room how many entries at most
   * @param accountMarkLife how long an account's mark is kept: longer than any token lives
   */
  RevocationReplica(long seed, int room, Duration accountMarkLife) {
    this.ids = new CompactIdTable(seed);
    this.accounts = new CompactIdTable(~seed);
    this.room = room;
    this.accountMarkSeconds = (int) accountMarkLife.toSeconds();
  }

  /** Whether the token, session or secret of that id is in it. */
  boolean contains(String id) {
    var key = RevocationKey.of(id);
    return ids.get(key.high(), key.low()) != 0;
  }

  /** Whether it already knows the id as revoked until then, in epoch milliseconds, or longer. */
  boolean contains(RevocationKey key, long expiresAt) {
    return ids.get(key.high(), key.low()) >= secondsUp(expiresAt);
  }

  /** Whether what was issued to the account at that epoch second is revoked. */
  boolean isBeforeMark(String accountId, long issuedAtSecond) {
    var key = RevocationKey.of(accountId);
    int mark = accounts.get(key.high(), key.low());
    return mark != 0 && issuedAtSecond - EPOCH_SECOND < mark;
  }

  /** The mark of the account in epoch seconds, or {@link Revocations#NO_MARK}. */
  long mark(String accountId) {
    var key = RevocationKey.of(accountId);
    int mark = accounts.get(key.high(), key.low());
    return mark == 0 ? Revocations.NO_MARK : mark + EPOCH_SECOND;
  }

  /** How many times a mark was set or moved. */
  long markCount() {
    return marks.get();
  }

  /**
   * Takes an entry in.
   *
   * @param notBefore for an account, in epoch milliseconds; else null
   * @param expiresAt in epoch milliseconds
   */
  void add(RevocationKey key, @Nullable Long notBefore, long expiresAt) {
    var table = notBefore == null ? ids : accounts;
    if (size() >= room && table.get(key.high(), key.low()) == 0) {
      turnAway();
    } else if (notBefore == null) {
      boolean ignored = ids.put(key.high(), key.low(), secondsUp(expiresAt));
    } else if (accounts.put(key.high(), key.low(), seconds(notBefore))) {
      marks.incrementAndGet();
    }
  }

  /** Drops what has expired, sooner or later. */
  void dropExpired(long nowMillis) {
    ids.dropBelow(seconds(nowMillis));
    accounts.dropBelow(Math.max(1, seconds(nowMillis) - accountMarkSeconds));
  }

  /** False once an entry found no room and the table was not read anew since. */
  boolean isComplete() {
    return turnedAway == readAnewSince;
  }

  /** Whether it overflowed and has room again, so that reading everything anew makes sense. */
  boolean isRecoverable() {
    return !isComplete() && size() < room / 4 * 3;
  }

  /** How many entries found no room so far. */
  long turnedAway() {
    return turnedAway;
  }

  /**
   * The whole table was read anew: it is complete unless an entry found no room meanwhile.
   *
   * @param turnedAwayBefore {@link #turnedAway()} at the beginning
   */
  synchronized void readAnew(long turnedAwayBefore) {
    readAnewSince = turnedAwayBefore;
  }

  private synchronized void turnAway() {
    turnedAway++;
  }

  int size() {
    return ids.size() + accounts.size();
  }

  long bytes() {
    return ids.bytes() + accounts.bytes();
  }

  private static int secondsUp(long millis) {
    return seconds(millis + 999);
  }

  private static int seconds(long millis) {
    long seconds = Math.floorDiv(millis, 1000L) - EPOCH_SECOND;
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, seconds));
  }
}
