package dev.portcullis.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SessionCheck;
import dev.portcullis.SessionInfo;
import dev.portcullis.SessionService;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.SourceRecheck;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of sessions after they began.
 *
 * <p>A check is answered from memory for at most five seconds after the session was read. What this
 * node hears of in between, that the session ended or got another secret, is looked up in the
 * revocations at every check rather than pushed into the cache: so a read that was under way when
 * the session ended cannot bring it back.
 */
public final class SessionServiceImpl implements SessionService {

  private static final Duration CACHED_FOR = Duration.ofSeconds(5);
  private static final int CACHED_AT_MOST = 20_000;

  private final Transactions transactions;
  private final Sessions sessions;
  private final AccountDirectory accounts;
  private final Revocations revocations;
  private final SourceRecheck recheck;
  private final Clock clock;

  /** By the secret's hash. Unknown secrets are not kept. */
  private final Cache<String, Known> cache;

  /** A session as it was read. */
  private record Known(
      Caller caller, @Nullable String providerSession, long expiresAt, long readAt) {

    boolean isCurrent(long now) {
      // A clock that was set back tells nothing about age.
      return now < expiresAt && now >= readAt && now - readAt < CACHED_FOR.toMillis();
    }
  }

  public SessionServiceImpl(
      Transactions transactions,
      Sessions sessions,
      AccountDirectory accounts,
      Revocations revocations,
      SourceRecheck recheck,
      Clock clock) {
    this(transactions, sessions, accounts, revocations, recheck, clock, CACHED_AT_MOST);
  }

  SessionServiceImpl(
      Transactions transactions,
      Sessions sessions,
      AccountDirectory accounts,
      Revocations revocations,
      SourceRecheck recheck,
      Clock clock,
      int cachedAtMost) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.accounts = accounts;
    this.revocations = revocations;
    this.recheck = recheck;
    this.clock = clock;
    this.cache =
        Caffeine.newBuilder().maximumSize(cachedAtMost).expireAfterWrite(CACHED_FOR).build();
  }

  @Override
  public SessionCheck check(Confidential secret, ClientInfo client) {
    return OpaqueToken.parse(OpaqueToken.Kind.SESSION, secret)
        .map(OpaqueToken::hash)
        .flatMap(this::lookUp)
        .<SessionCheck>map(known -> new SessionCheck.Live(known.caller()))
        .orElseGet(SessionCheck.None::new);
  }

  private Optional<Known> lookUp(String hash) {
    var known = cache.getIfPresent(hash);
    if (known != null && known.isCurrent(clock.millis()) && isKeptInMemory()) {
      return isRevoked(known, hash) ? Optional.empty() : Optional.of(known);
    }
    var read = transactions.inNew(tx -> read(tx, hash));
    if (read.isPresent() && isAskedAgain(read.get())) {
      read = transactions.inNew(tx -> read(tx, hash));
    }
    read.ifPresentOrElse(fresh -> cache.put(hash, fresh), () -> cache.invalidate(hash));
    return read;
  }

  private boolean isAskedAgain(Known known) {
    boolean account = recheck.ensure(known.caller().getId());
    return recheck.ensureSession(known.providerSession()) || account;
  }

  /**
   * Not in a group: another application of the same server has a memory of its own, and would hear
   * of a logout only with its next poll (S23).
   */
  private boolean isKeptInMemory() {
    return !revocations.isStrict() && !sessions.areShared();
  }

  private boolean isRevoked(Known known, String hash) {
    return revocations.isKnownRevoked(known.caller().getSessionId())
        || revocations.isKnownRevoked(Sessions.secretId(hash));
  }

  /** Account, state and roles are read anew each time (S24). */
  private Optional<Known> read(Tx tx, String hash) {
    long now = clock.millis();
    var session = sessions.store().liveBySecret(tx, hash, now).orElse(null);
    if (session == null) {
      return Optional.empty();
    }
    var account = accounts.byId(tx, session.accountId).orElse(null);
    if (account == null || account.disabled()) {
      return Optional.empty();
    }
    if (now - session.lastSeenAt >= sessions.noteInterval().toMillis()) {
      sessions.seen(tx, session.id);
    }
    var snapshot = Sessions.snapshot(session);
    var caller = account.toCaller(snapshot.methods(), snapshot.authenticatedAt(), snapshot.id());
    return Optional.of(new Known(caller, session.providerSession, session.expiresAt, now));
  }

  @Override
  public List<SessionInfo> list(String accountId) {
    long now = clock.millis();
    return transactions.inNew(
        tx ->
            sessions.store().ofAccount(tx, accountId).stream()
                .filter(s -> sessions.store().isLive(s, now))
                .map(SessionServiceImpl::info)
                .sorted(Comparator.comparing(SessionInfo::createdAt).reversed())
                .toList());
  }

  @Override
  public boolean end(Caller caller, String sessionId, ClientInfo client) {
    return transactions.inNew(
        tx -> {
          boolean own =
              sessions
                  .byId(tx, sessionId)
                  .filter(s -> s.accountId().equals(caller.getId()))
                  .isPresent();
          if (!own || !sessions.end(tx, sessionId)) {
            return false;
          }
          tx.raise(new SecurityEvent.SessionEnded(details(caller, client), sessionId));
          return true;
        });
  }

  @Override
  public void logout(Caller caller, ClientInfo client) {
    if (caller.isApiToken()) {
      // It has no session, and ends by being deleted.
      return;
    }
    transactions.inNew(
        tx -> {
          boolean ended = sessions.end(tx, caller.getSessionId());
          tx.raise(new SecurityEvent.LoggedOut(details(caller, client)));
          return ended;
        });
  }

  @Override
  public void logoutAll(Caller caller, ClientInfo client) {
    transactions.inNew(
        tx -> {
          // Of another issuer there is no row, and its token may be of this very second.
          if (sessions.byId(tx, caller.getSessionId()).isEmpty()) {
            boolean ignored = sessions.end(tx, caller.getSessionId());
          }
          // Logins that wait, and devices that are trusted, count for no more.
          accounts.voidProofs(tx, caller.getId());
          sessions.endAll(tx, caller.getId(), details(caller, client));
          return true;
        });
  }

  /** How many sessions are kept in memory just now. */
  long cachedCount() {
    cache.cleanUp();
    return cache.estimatedSize();
  }

  private EventDetails details(Caller caller, ClientInfo client) {
    return EventDetails.of(clock.instant(), caller, client);
  }

  private static SessionInfo info(Session session) {
    return new SessionInfo(
        session.id,
        session.browser,
        session.device,
        session.address,
        Instant.ofEpochMilli(session.createdAt),
        Instant.ofEpochMilli(session.lastSeenAt),
        Instant.ofEpochMilli(session.expiresAt));
  }
}
