package dev.portcullis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AccountInfo;
import dev.portcullis.AccountOutcome;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.PasswordLogin;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.RejectionReason;
import dev.portcullis.TokenGrant;
import dev.portcullis.TokenVerification;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.ejb.PortcullisRuntime;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.session.Sessions;
import dev.portcullis.token.SigningKeys;
import dev.portcullis.token.TokenIssuer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The domain as a server runs it, in a {@link Place}, with a pool that tells what was not given
 * back. The log of the audit is silent meanwhile.
 */
public final class PlaceServer implements AutoCloseable {

  public static final int THREADS = 32;
  public static final int CAP = 3;
  public static final ClientInfo CLIENT = new ClientInfo("203.0.113.7", "a browser", "req-1");
  public static final Confidential PASSWORD = Confidential.of("ducks-waddle-over-the-icy-pond");

  private static final Set<String> AMR = Set.of("pwd");

  private static final String SETTINGS =
      """
      auth:
        encryption_key: ${AUTH_ENCRYPTION_KEY}
        public_url: https://app.example
        bootstrap: {username: root}
        sessions: {max_per_user: %d}
        rate_limit: {address: 1000000/10m, prefix: 1000000/10m}
        providers: {jwt: {store_tokens: true}, two_factor: {enabled: true%s}}
      """;

  private final String factors;
  private final Logger audit = Logger.getLogger("dev.portcullis.audit");
  private final FreshDatabase fresh;
  private final TestPool pool;
  private final TestServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final AtomicInteger named = new AtomicInteger();
  private PortcullisDomain domain;

  /** With a connection for each of {@value #THREADS} threads. */
  public PlaceServer(Place place) {
    this(place, THREADS, UnaryOperator.identity());
  }

  /**
   * @param connections of the pool
   * @param wrap what stands between the pool and the domain
   */
  public PlaceServer(Place place, int connections, UnaryOperator<DataSource> wrap) {
    this(place, connections, wrap, "");
  }

  /**
   * @param factors more of {@code two_factor}, in YAML: a comma and what follows
   */
  public PlaceServer(Place place, int connections, UnaryOperator<DataSource> wrap, String factors) {
    this.factors = factors;
    audit.setLevel(Level.OFF);
    fresh = place.database().fresh();
    pool = fresh.pool(connections, place.first());
    server =
        new TestServer(
            new TestDatabase(
                wrap.apply(pool), place.provider(), TestDatabase.UNRECORDED, pool::close));
    domain = start();
  }

  /** Another node on the same database; the caller closes it. */
  public PortcullisDomain start() {
    return PortcullisRuntime.start(TestSettings.of(SETTINGS.formatted(CAP, factors)), server);
  }

  /** A new node in the place of this one. */
  public void restart() {
    domain.close();
    domain = start();
  }

  public PortcullisDomain domain() {
    return domain;
  }

  public TestServer server() {
    return server;
  }

  public FreshDatabase fresh() {
    return fresh;
  }

  public TestPool pool() {
    return pool;
  }

  /** Runs the work on all threads at once; what one throws is thrown. */
  public <T> List<T> together(Callable<T> work) throws Exception {
    return together(THREADS, work);
  }

  /** Runs the work so many times at once. */
  public <T> List<T> together(int times, Callable<T> work) throws Exception {
    var answers = new ArrayList<T>();
    for (var answer : threads.invokeAll(Collections.nCopies(times, work))) {
      answers.add(answer.get());
    }
    return answers;
  }

  /** An account of a name that no other has. */
  public AccountInfo create(String... roles) {
    var account =
        new NewAccount("Ann" + named.incrementAndGet(), null, null, Set.of(roles), PASSWORD);
    return ((AccountOutcome.Done) domain.accounts().create(account, CLIENT)).account();
  }

  public static PasswordLogin login(AccountInfo account, Confidential password) {
    return new PasswordLogin(account.username(), password, null);
  }

  /** Tokens by a login. */
  public TokenGrant issue(AccountInfo account) {
    return granted(domain.authentication().issueTokens(login(account, PASSWORD), null, CLIENT));
  }

  /**
   * Tokens without a password: hashing one takes longer than a race does.
   *
   * @param account one without a second factor
   */
  public TokenGrant issueAtOnce(AccountInfo account) {
    var clock = server.clock();
    var settings = TestSettings.of(SETTINGS.formatted(CAP, factors));
    var database = server.database();
    var accounts = new AccountDirectory();
    var jwt = settings.jwt();
    var sessions =
        new Sessions(
            database,
            accounts,
            new Revocations(database, clock, server.random()),
            settings.sessions(),
            jwt.expiration(),
            clock,
            server.random());
    var keys = SigningKeys.start(jwt, database, settings.encryption(server.random()), clock);
    var issuer = new TokenIssuer(jwt, keys, sessions, server.random(), clock);
    return database.<TokenGrant>inNew(
        tx -> {
          var now = clock.instant();
          var found = accounts.byId(tx, account.id()).orElseThrow();
          var session = sessions.openTokenSession(tx, found, AMR, now, CLIENT, issuer.familyEnd());
          return issuer.issue(tx, found, session, null, AMR, now, CLIENT);
        });
  }

  public AuthenticationResult<TokenGrant> refresh(TokenGrant tokens) {
    return domain.tokens().refresh(tokens.refreshToken(), null, CLIENT);
  }

  public TokenVerification verify(TokenGrant tokens) {
    return domain.accessTokenVerifier().verify(tokens.accessToken().reveal());
  }

  /** Whose tokens they are. */
  public Caller caller(TokenGrant tokens) {
    return ((TokenVerification.Valid) verify(tokens)).caller();
  }

  public static <G> G granted(AuthenticationResult<G> result) {
    return ((Authenticated<G>) result).grant();
  }

  public static RejectionReason refusal(AuthenticationResult<?> result) {
    return ((AuthenticationResult.Rejected<?>) result).reason();
  }

  public long count(String table) {
    return server
        .database()
        .<Long>inNew(
            tx ->
                ((Number)
                        tx.em()
                            .createNativeQuery("SELECT COUNT(*) FROM " + table)
                            .getSingleResult())
                    .longValue());
  }

  public void execute(String sql) {
    int unused = server.database().inNew(tx -> tx.em().createNativeQuery(sql).executeUpdate());
  }

  @Override
  public void close() {
    threads.shutdownNow();
    domain.close();
    assertThat(pool.lent()).as("connections that were not given back").isZero();
    server.close();
    fresh.close();
    audit.setLevel(null);
  }
}
