package dev.portcullis.session;

import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SessionGrant;
import dev.portcullis.account.AccountAccess;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.apitoken.ApiTokenStore;
import dev.portcullis.config.SessionSettings;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Begins, renews and ends sessions, within the caller's transaction. A session is held by a
 * browser's cookie, or stands behind tokens: then its id is the refresh family's, and the family
 * lives as long as the session.
 *
 * <p>Ending one removes its row and revokes its id, so that access tokens and caches that still
 * know it are refused, here with the commit and on other nodes when they hear of it (S23).
 */
public final class Sessions implements AccountAccess {

  /** Longer than any node keeps a session in memory. */
  private static final Duration SECRET_MEMORY = Duration.ofMinutes(1);

  private final Transactions transactions;
  private final AccountDirectory accounts;
  private final Revocations revocations;
  private final SessionSettings settings;
  private final Duration accessTokenLife;
  private final Clock clock;
  private final RandomSource random;
  private final SessionStore store;
  private final ApiTokenStore apiTokens = new ApiTokenStore();

  /**
   * @param accessTokenLife how long an access token issued in a session may live
   */
  public Sessions(
      Transactions transactions,
      AccountDirectory accounts,
      Revocations revocations,
      SessionSettings settings,
      Duration accessTokenLife,
      Clock clock,
      RandomSource random) {
    this.transactions = transactions;
    this.accounts = accounts;
    this.revocations = revocations;
    this.settings = settings;
    this.accessTokenLife = accessTokenLife;
    this.clock = clock;
    this.random = random;
    this.store = new SessionStore(settings);
  }

  /**
   * Begins a browser session under a new id and secret (S19, S20). The oldest sessions of the
   * account end where there are more than allowed (S25).
   *
   * @param methods how the identity was proven, values of {@code amr}
   * @throws IllegalStateException if the account is gone or disabled: whoever logs somebody in
   *     makes sure of that in the same transaction, see {@link AccountDirectory#confirmLogin}
   */
  public SessionGrant openBrowserSession(
      Tx tx,
      AccountSnapshot account,
      Set<String> methods,
      Instant authenticatedAt,
      ClientInfo client) {
    var secret = OpaqueToken.create(OpaqueToken.Kind.SESSION, random);
    var session = newSession(account, methods, authenticatedAt, client);
    session.browser = true;
    session.secretHash = secret.hash();
    session.expiresAt = session.createdAt + settings.absolute().toMillis();
    open(tx, account, session, client);
    return new SessionGrant(session.id, secret.text(), Instant.ofEpochMilli(session.expiresAt));
  }

  /**
   * Begins a session behind tokens, under the same cap.
   *
   * @param absoluteEnd when the refresh family ends at the latest (S15)
   * @return its id
   * @throws IllegalStateException as {@link #openBrowserSession} does
   */
  public String openTokenSession(
      Tx tx,
      AccountSnapshot account,
      Set<String> methods,
      Instant authenticatedAt,
      ClientInfo client,
      Instant absoluteEnd) {
    var session = newSession(account, methods, authenticatedAt, client);
    session.browser = false;
    session.expiresAt = absoluteEnd.toEpochMilli();
    open(tx, account, session, client);
    return session.id;
  }

  private Session newSession(
      AccountSnapshot account, Set<String> methods, Instant authenticatedAt, ClientInfo client) {
    var session = new Session();
    session.id = random.id();
    session.accountId = account.id();
    session.amr = amr(methods);
    session.authenticatedAt = authenticatedAt.toEpochMilli();
    session.createdAt = clock.millis();
    session.lastSeenAt = session.createdAt;
    session.address = client.address();
    session.device = client.userAgent();
    return session;
  }

  private void open(Tx tx, AccountSnapshot account, Session session, ClientInfo client) {
    if (!accounts.hold(tx, account.id())) {
      throw new IllegalStateException("The account is gone or disabled");
    }
    makeRoom(tx, account, session, client);
    store.add(tx, session);
  }

  /** S25: whoever comes here holds the account's row, so the count stays true until the commit. */
  private void makeRoom(Tx tx, AccountSnapshot account, Session coming, ClientInfo client) {
    var live =
        store.holdOfAccount(tx, account.id()).stream()
            .filter(s -> store.isLive(s, coming.createdAt))
            .toList();
    int surplus = live.size() + 1 - settings.maxPerUser();
    for (int i = 0; i < surplus && i < live.size(); i++) {
      end(tx, live.get(i).id);
      tx.raise(new SecurityEvent.SessionEnded(details(account, coming.id, client), live.get(i).id));
    }
  }

  private EventDetails details(AccountSnapshot account, String sessionId, ClientInfo client) {
    return new EventDetails(
        clock.instant(), account.id(), account.username(), sessionId, null, null, client);
  }

  /**
   * Gives a live browser session a new secret and a new proof of identity; the old secret is dead
   * (S19). Id and absolute end stay.
   *
   * @return empty if there is no such session any more, or somebody else renewed it at the same
   *     time: then the renewal failed, and what needed it fails
   */
  public Optional<SessionGrant> renewSecret(
      Tx tx, String sessionId, Set<String> methods, Instant authenticatedAt) {
    long now = clock.millis();
    var old = store.liveById(tx, sessionId, now).filter(s -> s.browser).orElse(null);
    if (old == null || old.secretHash == null) {
      return Optional.empty();
    }
    var secret = OpaqueToken.create(OpaqueToken.Kind.SESSION, random);
    if (!store.replaceSecret(
        tx, old, secret.hash(), amr(methods), authenticatedAt.toEpochMilli(), now)) {
      return Optional.empty();
    }
    revocations.revokeSecret(tx, secretId(old.secretHash), clock.instant().plus(SECRET_MEMORY));
    return Optional.of(
        new SessionGrant(sessionId, secret.text(), Instant.ofEpochMilli(old.expiresAt)));
  }

  /**
   * Replaces a live session behind tokens by a new one with a new proof of identity; the old one
   * ends, and with it every token in it (S19). The absolute end stays. Were it the same session,
   * whoever has stolen a refresh token of it would come by the new proof, too.
   *
   * @param account whose session it must be
   * @return the new session's id; empty if there is no such session any more
   */
  public Optional<String> replaceTokenSession(
      Tx tx,
      String sessionId,
      AccountSnapshot account,
      Set<String> methods,
      Instant authenticatedAt,
      ClientInfo client) {
    var row = tx.em().find(Session.class, sessionId);
    var old =
        byId(tx, sessionId)
            .filter(s -> !s.browser() && s.accountId().equals(account.id()))
            .orElse(null);
    if (old == null || !end(tx, sessionId)) {
      return Optional.empty();
    }
    var provider = row == null ? null : row.providerSession;
    var id = openTokenSession(tx, account, methods, authenticatedAt, client, old.expiresAt());
    belongsTo(tx, id, provider);
    tx.raise(new SecurityEvent.SessionEnded(details(account, id, client), sessionId));
    return Optional.of(id);
  }

  /**
   * Notes what a provider knows the session by, in the transaction that began it.
   *
   * @param providerSession at most 64 characters; null: nothing
   */
  public void belongsTo(Tx tx, String sessionId, @Nullable String providerSession) {
    var row = providerSession == null ? null : tx.em().find(Session.class, sessionId);
    if (row != null) {
      row.providerSession = providerSession;
    }
  }

  /**
   * Ends every session that a provider knows by that; raises an event for each.
   *
   * @return how many
   */
  public int endOfProvider(Tx tx, String providerSession, EventDetails details) {
    int ended = 0;
    for (var id : store.ofProviderSession(tx, providerSession)) {
      if (end(tx, id)) {
        tx.raise(new SecurityEvent.SessionEnded(details, id));
        ended++;
      }
    }
    return ended;
  }

  /** What the provider knows that session by; empty where none does. */
  public Optional<String> providerSessionOf(Tx tx, String sessionId) {
    return Optional.ofNullable(tx.em().find(Session.class, sessionId)).map(s -> s.providerSession);
  }

  /** The session of that id, if it is live. */
  public Optional<SessionSnapshot> byId(Tx tx, String sessionId) {
    return store.liveById(tx, sessionId, clock.millis()).map(Sessions::snapshot);
  }

  /** Whether there is such a session of that account, and live. */
  public boolean isLive(Tx tx, String sessionId, String accountId) {
    return byId(tx, sessionId).filter(s -> s.accountId().equals(accountId)).isPresent();
  }

  /** Notes that the session is in use; written once a minute at most. */
  public void seen(Tx tx, String sessionId) {
    long now = clock.millis();
    store.touch(tx, sessionId, now, now - noteInterval().toMillis());
  }

  /**
   * Ends a session, whatever became of it: its id is revoked even where its row is gone, since
   * tokens may outlive it. Raises no event.
   *
   * @return whether this call ended it; of several at the same time, one
   */
  public boolean end(Tx tx, String sessionId) {
    boolean ended = store.remove(tx, sessionId);
    revocations.revokeSession(tx, sessionId, clock.instant().plus(accessTokenLife));
    return ended;
  }

  /** Ends everything of an account, tokens of forgotten sessions included; raises one event. */
  @Override
  public void endAll(Tx tx, String accountId, EventDetails details) {
    // Held, so that no API token is being made meanwhile; of a disabled one none can be.
    boolean ignored = accounts.hold(tx, accountId);
    apiTokens.removeAll(tx, accountId);
    endSessions(tx, accountId, details);
  }

  /** The same, but API tokens go on. */
  @Override
  public void endSessions(Tx tx, String accountId, EventDetails details) {
    store.holdOfAccount(tx, accountId).forEach(s -> end(tx, s.id));
    revocations.revokeUser(tx, accountId, clock.instant());
    tx.raise(new SecurityEvent.AllSessionsEnded(details));
  }

  /** Ends all sessions of an account but one; raises an event for each. */
  @Override
  public void endAllExcept(Tx tx, String accountId, String keptSessionId, EventDetails details) {
    for (var session : store.holdOfAccount(tx, accountId)) {
      if (!session.id.equals(keptSessionId) && end(tx, session.id)) {
        tx.raise(new SecurityEvent.SessionEnded(details, session.id));
      }
    }
  }

  /** How many sessions are live, for the metrics. In a transaction of its own. */
  public long countLive() {
    return transactions.inNew(tx -> store.countLive(tx, clock.millis()));
  }

  /**
   * Removes the rows of sessions past a limit, in small transactions of their own. Any number of
   * nodes may do it at the same time.
   *
   * @return how many this call removed
   */
  public int cleanUp() {
    return CleanUp.run(transactions, tx -> store.removeExpired(tx, clock.millis()))
        + CleanUp.run(transactions, tx -> store.removeIdle(tx, clock.millis()));
  }

  /** Whether other applications check the same cookie, and end what it stands for. */
  boolean areShared() {
    return settings.ssoGroup() != null;
  }

  SessionStore store() {
    return store;
  }

  /** How often a use is noted: once a minute, or more often where the idle limit is short. */
  Duration noteInterval() {
    var tenth = settings.idle().dividedBy(10);
    var minute = Duration.ofMinutes(1);
    return tenth.compareTo(minute) < 0 ? tenth : minute;
  }

  /** What a former secret is revoked by: 128 bits of its hash. */
  static String secretId(String secretHash) {
    return secretHash.substring(0, 32);
  }

  static SessionSnapshot snapshot(Session session) {
    return new SessionSnapshot(
        session.id,
        session.accountId,
        session.browser,
        Set.of(session.amr.split(" ")),
        Instant.ofEpochMilli(session.authenticatedAt),
        Instant.ofEpochMilli(session.expiresAt));
  }

  private static String amr(Set<String> methods) {
    return String.join(" ", new TreeSet<>(methods));
  }
}
