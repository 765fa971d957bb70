package dev.portcullis.revocation;

import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.RevocationSettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What was revoked before it expired. Revoking writes a row in the caller's transaction and takes
 * effect on this node with its commit, on the others as soon as they poll (S12). Asking is answered
 * from memory.
 *
 * <p>Ids may be any text; those of 32 lower-case hex characters are used as they are.
 */
public final class Revocations {

  /** What is known of a token. */
  public enum Status {
    /** Not revoked. */
    LIVE,
    /** Revoked. */
    REVOKED,
    /** The replica is out of date and the database away: to be answered 503, never yes (S74). */
    UNKNOWN
  }

  /**
   * Revocations outlive what they revoke by this, for clocks that differ by 60 s and verifiers that
   * tolerate another 60 s (S8).
   */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  /** An account's mark is kept as long as any token may live (S8, S12). */
  private static final Duration ACCOUNT_MARK_LIFE = Duration.ofHours(24).plus(MARGIN);

  /**
   * By how much an account's mark passes over: who logs out everywhere on a node whose clock is
   * ahead may log in on another at once. What was issued within this time before the mark is
   * refused by the revocations of its sessions, which go with every mark.
   */
  private static final Duration MARK_TOLERANCE = Duration.ofSeconds(60);

  /** What {@link #accountMark} says of an account without one. */
  public static final long NO_MARK = Long.MIN_VALUE;

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final long NEVER = Long.MIN_VALUE;

  /** For a node that is as far ahead of the database as may be while another is as far behind. */
  private static final Duration CLEAN_UP_DELAY = Duration.ofMinutes(2);

  /** An eighth of the heap at 34 bytes an entry, and what the tables can hold. */
  private static final int ROOM =
      (int) Math.min(250_000_000, Runtime.getRuntime().maxMemory() / 8 / 34);

  static final RevocationSettings USUAL =
      new RevocationSettings(Duration.ofSeconds(1), Duration.ofSeconds(5), false);

  private final Transactions transactions;
  private final Clock clock;
  private final RandomSource random;
  private final RevocationStore store = new RevocationStore();
  private final RevocationReplica replica;
  private final RevocationFeed feed;
  private final boolean strict;
  private volatile long databaseFailedAt = NEVER;
  private final AtomicBoolean askingAgain = new AtomicBoolean();

  /** With the usual settings. */
  public Revocations(Transactions transactions, Clock clock, RandomSource random) {
    this(transactions, USUAL, clock, random);
  }

  /** The replica is empty, and checks go to the database, until the {@link #feed()} first ran. */
  public Revocations(
      Transactions transactions, RevocationSettings settings, Clock clock, RandomSource random) {
    this(transactions, settings, clock, random, ROOM);
  }

  Revocations(
      Transactions transactions,
      RevocationSettings settings,
      Clock clock,
      RandomSource random,
      int room) {
    this.strict = settings.strict();
    this.transactions = transactions;
    this.clock = clock;
    this.random = random;
    this.replica =
        new RevocationReplica(
            ByteBuffer.wrap(random.bytes(Long.BYTES)).getLong(), room, ACCOUNT_MARK_LIFE);
    this.feed = new RevocationFeed(transactions, store, replica, settings, clock);
  }

  /**
   * Revokes one access token.
   *
   * @param tokenId its {@code jti}
   * @param expiresAt its {@code exp}
   */
  public void revokeToken(Tx tx, String tokenId, Instant expiresAt) {
    revoke(tx, RevocationKind.TOKEN, tokenId, null, expiresAt);
  }

  /**
   * Revokes a session's tokens, and the session for whoever still has it in a cache.
   *
   * @param sessionId its {@code sid}
   * @param until when the last token that was issued in it has expired
   */
  public void revokeSession(Tx tx, String sessionId, Instant until) {
    revoke(tx, RevocationKind.SESSION, sessionId, null, until);
  }

  /**
   * Revokes the former secret of a session that goes on under a new one (S19).
   *
   * @param secretHash what the database keeps of the secret
   * @param until when no cache can have it any more
   */
  public void revokeSecret(Tx tx, String secretHash, Instant until) {
    revoke(tx, RevocationKind.SECRET, secretHash, null, until);
  }

  /**
   * Revokes tokens issued to an account more than a minute before a point in time, for the issuer's
   * clock may be behind. Tokens of that minute go on, so that one can log in again at once; whoever
   * means those too revokes their sessions.
   */
  public void revokeUser(Tx tx, String accountId, Instant notBefore) {
    long second = Math.multiplyExact(notBefore.getEpochSecond(), 1000L);
    revoke(tx, RevocationKind.USER, accountId, second, notBefore.plus(ACCOUNT_MARK_LIFE));
  }

  private void revoke(
      Tx tx, RevocationKind kind, String id, @Nullable Long notBefore, Instant until) {
    var key = RevocationKey.of(id);
    long expiresAt = until.plus(MARGIN).toEpochMilli();
    if (notBefore == null && replica.contains(key, expiresAt)) {
      // Committed before: whoever revokes the same thing again and again adds no row.
      return;
    }
    store.add(tx, new Revocation(random.id(), kind, key, notBefore, clock.millis(), expiresAt));
    tx.afterCommit(() -> replica.add(key, notBefore, expiresAt));
  }

  /**
   * Tells whether a genuine token still counts. From memory; only while the replica is out of date,
   * or always in strict mode, it asks the database.
   *
   * @param tokenId claim {@code jti}
   * @param sessionId claim {@code sid}
   * @param accountId claim {@code sub}
   * @param issuedAt claim {@code iat}
   */
  public Status check(String tokenId, String sessionId, String accountId, Instant issuedAt) {
    boolean current = !strict && feed.isCurrent();
    if (replica.contains(tokenId)
        || replica.contains(sessionId)
        || replica.isBeforeMark(accountId, latest(issuedAt))) {
      return Status.REVOKED;
    }
    return current ? Status.LIVE : askDatabase(tokenId, sessionId, accountId, issuedAt);
  }

  /**
   * Whether this node knows that the session, token or secret of that id is revoked. Says nothing
   * about what it does not know yet: for caches that live no longer than the feed may lag.
   */
  public boolean isKnownRevoked(String id) {
    return replica.contains(id);
  }

  /** Whether every answer has to come from the database: then caches give none. */
  public boolean isStrict() {
    return strict;
  }

  /**
   * The second since the epoch before which this node knows what was issued to an account to be
   * revoked, or {@link #NO_MARK}. It changes whenever the account's rights do: for caches that live
   * no longer than the feed may lag.
   */
  public long accountMark(String accountId) {
    return replica.mark(accountId);
  }

  /** How many marks, of whatever account, this node has come to know: to tell whether one came. */
  public long markCount() {
    return replica.markCount();
  }

  private Status askDatabase(String tokenId, String sessionId, String accountId, Instant issuedAt) {
    long failedAt = databaseFailedAt;
    if (failedAt == NEVER) {
      return ask(tokenId, sessionId, accountId, issuedAt);
    }
    long now = clock.millis();
    boolean pausing = now >= failedAt && now < failedAt + PAUSE_AFTER_FAILURE.toMillis();
    if (pausing || !askingAgain.compareAndSet(false, true)) {
      // While the database is away one request asks for all: not each waits for its own time-out.
      return Status.UNKNOWN;
    }
    try {
      return ask(tokenId, sessionId, accountId, issuedAt);
    } finally {
      askingAgain.set(false);
    }
  }

  private Status ask(String tokenId, String sessionId, String accountId, Instant issuedAt) {
    try {
      boolean revoked =
          transactions.inNew(
              tx ->
                  store.covers(
                      tx,
                      RevocationKey.of(tokenId),
                      RevocationKey.of(sessionId),
                      RevocationKey.of(accountId),
                      Math.multiplyExact(latest(issuedAt), 1000L)));
      databaseFailedAt = NEVER;
      return revoked ? Status.REVOKED : Status.LIVE;
    } catch (TemporarilyUnavailableException e) {
      databaseFailedAt = clock.millis();
      return Status.UNKNOWN;
    }
  }

  /** The second in which it was issued at the latest, by the clock of whoever set a mark. */
  private static long latest(Instant issuedAt) {
    return issuedAt.getEpochSecond() + MARK_TOLERANCE.toSeconds();
  }

  /** What follows the other nodes: to be polled once at the start, then at its interval. */
  public RevocationFeed feed() {
    return feed;
  }

  /** How many entries this node holds in memory. */
  public int liveCount() {
    return replica.size();
  }

  /** How long ago this node's copy was last up to date. */
  public Duration staleness() {
    return feed.staleness();
  }

  /**
   * Removes rows that expired a while ago, in small transactions of their own. Not for a node whose
   * clock is wrong, see {@link dev.portcullis.store.ClockGuard}. Any number of nodes may do it at
   * the same time.
   *
   * @return how many this call removed
   */
  public int cleanUp() {
    long before = clock.instant().minus(CLEAN_UP_DELAY).toEpochMilli();
    return CleanUp.run(transactions, tx -> store.removeExpired(tx, before));
  }
}
