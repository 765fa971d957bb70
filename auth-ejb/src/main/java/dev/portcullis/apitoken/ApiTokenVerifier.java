package dev.portcullis.apitoken;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.AuthenticatedCaller;
import dev.portcullis.AuthenticationMethod;
import dev.portcullis.Confidential;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.TokenVerification;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.SourceRecheck;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Checks personal API tokens. A token, its account, state and roles are read together and kept for
 * at most five seconds; within these the revocations are asked each time: one of the token ends it,
 * a mark of the account has everything read anew. Both are asked rather than pushed into the cache,
 * so a read that was under way when something changed cannot bring it back.
 */
public final class ApiTokenVerifier implements AccessTokenVerifier {

  /** The client id in what is told of an API token: it serves the application itself. */
  static final String CLIENT_ID = "first-party";

  private static final Duration CACHED_FOR = Duration.ofSeconds(5);
  private static final int CACHED_AT_MOST = 20_000;
  private static final Set<String> AMR = Set.of(AuthenticationMethod.API_TOKEN.amr());

  private final Transactions transactions;
  private final AccountDirectory accounts;
  private final Revocations revocations;
  private final SourceRecheck recheck;
  private final Clock clock;
  private final ApiTokenStore store = new ApiTokenStore();
  private final ApiTokenUses uses;

  /** By the token's hash. Unknown tokens are not kept. */
  private final Cache<String, Known> cache =
      Caffeine.newBuilder().maximumSize(CACHED_AT_MOST).expireAfterWrite(CACHED_FOR).build();

  /**
   * A token as it was read.
   *
   * @param accountMark the account's mark when it was read
   */
  record Known(AuthenticatedCaller caller, long expiresAt, long readAt, long accountMark) {

    String id() {
      return caller.getSessionId();
    }

    boolean isRecent(long now) {
      // A clock that was set back tells nothing about age.
      return now < expiresAt && now >= readAt && now - readAt < CACHED_FOR.toMillis();
    }
  }

  public ApiTokenVerifier(
      Transactions transactions,
      AccountDirectory accounts,
      Revocations revocations,
      SourceRecheck recheck,
      Clock clock) {
    this.transactions = transactions;
    this.accounts = accounts;
    this.revocations = revocations;
    this.recheck = recheck;
    this.clock = clock;
    this.uses = new ApiTokenUses(transactions, store);
  }

  /** When tokens were last used, to be written in the background. */
  public ApiTokenUses uses() {
    return uses;
  }

  @Override
  public TokenVerification verify(String text) {
    var token = OpaqueToken.parse(OpaqueToken.Kind.API_TOKEN, Confidential.of(text)).orElse(null);
    if (token == null) {
      return new TokenVerification.Invalid("parse");
    }
    try {
      return lookUp(token.hash())
          .<TokenVerification>map(
              known ->
                  new TokenVerification.Valid(
                      known.caller(),
                      known.id(),
                      CLIENT_ID,
                      Instant.ofEpochMilli(known.expiresAt())))
          .orElseGet(() -> new TokenVerification.Invalid("unknown"));
    } catch (TemporarilyUnavailableException e) {
      return new TokenVerification.Unavailable();
    }
  }

  private Optional<Known> lookUp(String hash) {
    var known = cache.getIfPresent(hash);
    if (known != null && known.isRecent(clock.millis()) && !revocations.isStrict()) {
      if (revocations.isKnownRevoked(known.id())) {
        return Optional.empty();
      }
      if (!isAccountChanged(known)) {
        return Optional.of(known);
      }
    }
    long marksBefore = revocations.markCount();
    var read = read(hash);
    // Asked outside of a transaction; what the source no longer grants has ended then (S38).
    if (read.isPresent() && recheck.ensure(read.get().caller().getId())) {
      read = read(hash);
    }
    read.ifPresentOrElse(
        fresh -> {
          // Where a mark came while it was read nobody knows which was first: not kept.
          if (revocations.markCount() == marksBefore) {
            cache.put(hash, fresh);
          }
        },
        () -> cache.invalidate(hash));
    return read;
  }

  /** A mark has whole seconds: what was read within the mark's own second may be older than it. */
  private boolean isAccountChanged(Known known) {
    long mark = revocations.accountMark(known.caller().getId());
    return mark != known.accountMark()
        || (mark != Revocations.NO_MARK && Math.floorDiv(known.readAt(), 1000L) <= mark);
  }

  private Optional<Known> read(String hash) {
    long now = clock.millis();
    return transactions.inNew(
        tx ->
            store
                .liveByHash(tx, hash, now)
                .flatMap(token -> account(tx, token).map(account -> known(token, account, now))));
  }

  /** S38: an account that is gone or disabled has no tokens. */
  private Optional<AccountSnapshot> account(Tx tx, ApiToken token) {
    return accounts.byId(tx, token.accountId).filter(account -> !account.disabled());
  }

  private Known known(ApiToken token, AccountSnapshot account, long now) {
    uses.note(token, now);
    var roles = new HashSet<>(token.roleSet());
    roles.retainAll(account.roles());
    var caller =
        new AuthenticatedCaller(
            account.id(),
            account.username(),
            account.email(),
            account.name(),
            account.picture(),
            roles,
            AMR,
            Instant.ofEpochMilli(token.authenticatedAt),
            token.id);
    return new Known(caller, token.expiresAt, now, revocations.accountMark(account.id()));
  }
}
