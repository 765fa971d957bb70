package dev.portcullis.session;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.SessionCheck;
import dev.portcullis.SessionGrant;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.config.SessionSettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.store.Tx;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.TestDatabase;
import dev.portcullis.testing.TestSources;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** One or more nodes on one database, with accounts to log in. */
final class SessionFixture implements AutoCloseable {

  static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", "Browser/1.0", "c0ffee");
  static final Duration ACCESS_TOKEN_LIFE = Duration.ofMinutes(15);

  /** What one server of a cluster holds in memory. */
  record Node(Revocations revocations, Sessions sessions, SessionServiceImpl service) {

    boolean accepts(SessionGrant grant) {
      return caller(grant).isPresent();
    }

    Optional<Caller> caller(SessionGrant grant) {
      SessionCheck check = service.check(grant.secret(), CLIENT);
      return check.fold(live -> Optional.of(live.caller()), Optional::empty);
    }
  }

  final TestDatabase database = new TestDatabase();
  final MutableClock clock = new MutableClock();
  final RandomSource random = RandomSource.secure();
  final AccountDirectory accounts = new AccountDirectory();
  final SessionSettings settings;
  final Node node;

  SessionFixture() {
    this(Duration.ofMinutes(30), 10);
  }

  SessionFixture(Duration idle, int maxPerUser) {
    this(new SessionSettings(idle, Duration.ofHours(12), maxPerUser, Duration.ofMinutes(15), null));
  }

  SessionFixture(SessionSettings settings) {
    this.settings = settings;
    node = newNode();
  }

  Node newNode() {
    var revocations = new Revocations(database, clock, random);
    revocations.feed().poll();
    var sessions =
        new Sessions(database, accounts, revocations, settings, ACCESS_TOKEN_LIFE, clock, random);
    return new Node(
        revocations,
        sessions,
        new SessionServiceImpl(
            database,
            sessions,
            accounts,
            revocations,
            TestSources.none(database, sessions, clock),
            clock));
  }

  AccountSnapshot newAccount(String name) {
    var id = random.id();
    in(
        tx -> {
          sql(
              tx,
              "INSERT INTO auth_account (id, username, username_key, security_version, disabled,"
                  + " created_at, changed_at) VALUES (?, ?, ?, 0, FALSE, 0, 0)",
              id,
              name,
              id);
          sql(
              tx,
              "INSERT INTO auth_account_role (account_id, role_name) VALUES (?, ?)",
              id,
              "user");
        });
    return account(id);
  }

  AccountSnapshot account(String id) {
    return database.<AccountSnapshot>inNew(tx -> accounts.byId(tx, id).orElseThrow());
  }

  void disable(String accountId) {
    in(tx -> sql(tx, "UPDATE auth_account SET disabled = TRUE WHERE id = ?", accountId));
  }

  SessionGrant logIn(AccountSnapshot account) {
    return database.<SessionGrant>inNew(
        tx ->
            node.sessions.openBrowserSession(tx, account, Set.of("pwd"), clock.instant(), CLIENT));
  }

  String openTokens(AccountSnapshot account, Duration life) {
    return database.<String>inNew(
        tx ->
            node.sessions.openTokenSession(
                tx, account, Set.of("pwd"), clock.instant(), CLIENT, clock.instant().plus(life)));
  }

  Caller callerOf(SessionGrant grant) {
    return node.caller(grant).orElseThrow();
  }

  Revocations.Status checkToken(Node at, AccountSnapshot account, String sessionId) {
    return at.revocations.check(random.id(), sessionId, account.id(), clock.instant());
  }

  EventDetails details(AccountSnapshot account) {
    return new EventDetails(
        clock.instant(), account.id(), account.username(), null, null, null, CLIENT);
  }

  <T> T get(Function<Tx, T> work) {
    return database.inNew(work);
  }

  void in(Consumer<Tx> work) {
    Boolean done =
        database.inNew(
            tx -> {
              work.accept(tx);
              return Boolean.TRUE;
            });
    if (!done) {
      throw new AssertionError();
    }
  }

  static void sql(Tx tx, String statement, Object... parameters) {
    var query = tx.em().createNativeQuery(statement);
    for (int i = 0; i < parameters.length; i++) {
      query.setParameter(i + 1, parameters[i]);
    }
    if (query.executeUpdate() != 1) {
      throw new AssertionError("Not one row: " + statement);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
