package dev.portcullis.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portcullis.AuthenticatedCaller;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.RequestProof;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.SourceRecheck;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.store.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Remembers what credentials of every request have proven, by a digest of them. A proof counts for
 * five minutes; the account's state, which is asked at each request, is read anew after five
 * seconds, and at once when a mark of the account came (S12, S24, S38); an account of a source is
 * asked for there too, as often as for sessions. A change of its password, roles or state makes the
 * proof void. Bounded (S79); failures are not kept.
 */
final class RecentProofs {

  /** How long a proof counts. */
  static final Duration LIFE = Duration.ofMinutes(5);

  private static final Duration STATE_LIFE = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final int MOST = 10_000;

  /** Older than any clock, and not so far away that an age overflows. */
  private static final long LONG_AGO = 0;

  /**
   * A proof.
   *
   * @param readAt when the account was last found as it was proven
   * @param mark the account's mark then
   */
  private record Known(
      AuthenticatedCaller caller,
      RequestProof proof,
      int securityVersion,
      long provenAt,
      long readAt,
      long mark) {

    Authenticated<RequestProof> result() {
      return new Authenticated<>(caller, proof);
    }
  }

  private final Transactions transactions;
  private final AccountDirectory directory;
  private final SourceRecheck recheck;
  private final Revocations revocations;
  private final Clock clock;
  private final Cache<String, Known> cache =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LIFE).build();
  private final ConcurrentHashMap<String, CompletableFuture<Boolean>> underWay =
      new ConcurrentHashMap<>();

  RecentProofs(
      Transactions transactions,
      AccountDirectory directory,
      SourceRecheck recheck,
      Revocations revocations,
      Clock clock) {
    this.transactions = transactions;
    this.directory = directory;
    this.recheck = recheck;
    this.revocations = revocations;
    this.clock = clock;
  }

  /**
   * Gives what is known of those credentials, if it still counts.
   *
   * @throws dev.portcullis.TemporarilyUnavailableException if the account's source did not confirm
   *     it for too long
   */
  Optional<AuthenticationResult<RequestProof>> find(String key) {
    var known = cache.getIfPresent(key);
    if (known == null) {
      return Optional.empty();
    }
    long now = clock.millis();
    // A clock that was set back tells nothing about age.
    if (now < known.provenAt || now >= known.proof.until().toEpochMilli()) {
      cache.invalidate(key);
      return Optional.empty();
    }
    return isRecent(known, now) ? Optional.of(known.result()) : readAgain(key, known, now);
  }

  /** A mark has whole seconds: what was read within the mark's own second may be older than it. */
  private boolean isRecent(Known known, long now) {
    long mark = revocations.accountMark(known.caller.getId());
    return !revocations.isStrict()
        && now >= known.readAt
        && now - known.readAt < STATE_LIFE.toMillis()
        && mark == known.mark
        && (mark == Revocations.NO_MARK || Math.floorDiv(known.readAt, 1000L) > mark);
  }

  private Optional<AuthenticationResult<RequestProof>> readAgain(
      String key, Known known, long now) {
    // Nobody else asks for accounts without a session; what it ends is seen below.
    boolean unused = recheck.ensure(known.caller.getId());
    long mark = revocations.accountMark(known.caller.getId());
    boolean unchanged =
        transactions.inNew(
            tx ->
                directory
                    .byId(tx, known.caller.getId())
                    .filter(a -> !a.disabled() && a.securityVersion() == known.securityVersion)
                    .isPresent());
    if (!unchanged) {
      cache.invalidate(key);
      return Optional.empty();
    }
    cache.put(
        key,
        new Known(known.caller, known.proof, known.securityVersion, known.provenAt, now, mark));
    return Optional.of(known.result());
  }

  /** How many marks there were before something is proven, for {@link #remember}. */
  long markCount() {
    return revocations.markCount();
  }

  /**
   * Remembers a proof.
   *
   * @param amr how it was proven
   * @param at when
   * @param notAfter when it ends at the latest
   * @param marksBefore {@link #markCount} before it was proven: where one came meanwhile, the
   *     account is read again at the next request
   */
  AuthenticationResult<RequestProof> remember(
      String key,
      AccountSnapshot account,
      String proofId,
      Set<String> amr,
      Instant at,
      Instant notAfter,
      long marksBefore) {
    var end = at.plus(LIFE);
    var proof = new RequestProof(proofId, end.isBefore(notAfter) ? end : notAfter);
    boolean marked = revocations.markCount() != marksBefore;
    var known =
        new Known(
            account.toCaller(amr, at, proofId),
            proof,
            account.securityVersion(),
            at.toEpochMilli(),
            marked ? LONG_AGO : at.toEpochMilli(),
            revocations.accountMark(account.id()));
    cache.put(key, known);
    return known.result();
  }

  /**
   * Proves what nobody proves at the moment; else waits for whoever does. A client that begins with
   * ten requests at a time costs one hash; what failed for one is tried again for each.
   */
  AuthenticationResult<RequestProof> once(
      String key, Supplier<AuthenticationResult<RequestProof>> prove) {
    var mine = new CompletableFuture<Boolean>();
    var first = underWay.putIfAbsent(key, mine);
    if (first != null) {
      await(first);
      return find(key).orElseGet(prove);
    }
    try {
      return prove.get();
    } finally {
      underWay.remove(key);
      mine.complete(true);
    }
  }

  private static void await(CompletableFuture<Boolean> other) {
    try {
      other.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Then it is tried here.
      return;
    }
  }
}
