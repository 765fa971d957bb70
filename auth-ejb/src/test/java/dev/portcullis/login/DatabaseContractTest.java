package dev.portcullis.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AccountInfo;
import dev.portcullis.AccountOutcome;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.PasswordLogin;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.RejectionReason;
import dev.portcullis.SessionCheck;
import dev.portcullis.TokenGrant;
import dev.portcullis.TokenVerification;
import dev.portcullis.account.Administrators;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.ejb.PortcullisRuntime;
import dev.portcullis.store.RepeatingTransactions;
import dev.portcullis.testing.Databases;
import dev.portcullis.testing.FreshDatabase;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import dev.portcullis.testing.TestPool;
import dev.portcullis.testing.TestServer;
import dev.portcullis.testing.TestSettings;
import jakarta.persistence.spi.PersistenceProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hibernate.jpa.HibernatePersistenceProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every store promises, on every supported database, under both persistence providers, through
 * the domain as a server runs it. Races are run by {@value #THREADS} threads.
 */
@ParameterizedClass
@EnumSource
class DatabaseContractTest {

  private static final int THREADS = 32;
  private static final int ROUNDS = Boolean.getBoolean("full") ? 1000 : 8;
  private static final int NODES = 4;
  private static final int CAP = 3;
  private static final int FREE_GUESSES = 5;
  private static final ClientInfo CLIENT = new ClientInfo("203.0.113.7", "a browser", "req-1");
  private static final Confidential PASSWORD = Confidential.of("ducks-waddle-over-the-icy-pond");
  private static final String SETTINGS =
      """
      auth:
        encryption_key: ${AUTH_ENCRYPTION_KEY}
        public_url: https://app.example
        bootstrap: {username: root}
        sessions: {max_per_user: %d}
        rate_limit: {address: 1000000/10m, prefix: 1000000/10m}
        providers: {jwt: {store_tokens: true}}
      """;

  /** A database as it may be found, under a provider. */
  enum Place {
    H2_ECLIPSELINK(Databases.H2, false, ""),
    H2_HIBERNATE(Databases.H2, true, ""),
    POSTGRESQL_ECLIPSELINK(Databases.POSTGRESQL, false, ""),
    POSTGRESQL_HIBERNATE(Databases.POSTGRESQL, true, ""),
    MARIADB_ECLIPSELINK(Databases.MARIADB, false, ""),
    MARIADB_HIBERNATE(Databases.MARIADB, true, ""),
    MARIADB_READ_COMMITTED(
        Databases.MARIADB, false, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"),
    /** The default from 11.6.2 on. */
    MARIADB_SNAPSHOT_ISOLATION(
        Databases.MARIADB, true, "SET SESSION innodb_snapshot_isolation = ON");

    private final Databases database;
    private final boolean hibernate;
    private final String first;

    Place(Databases database, boolean hibernate, String first) {
      this.database = database;
      this.hibernate = hibernate;
      this.first = first;
    }

    PersistenceProvider provider() {
      return hibernate
          ? new HibernatePersistenceProvider()
          : new org.eclipse.persistence.jpa.PersistenceProvider();
    }
  }

  private final FreshDatabase fresh;
  private final TestPool pool;
  private final TestServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private PortcullisDomain domain;

  DatabaseContractTest(Place place) {
    fresh = place.database.fresh();
    pool = fresh.pool(THREADS, place.first);
    server =
        new TestServer(
            new TestDatabase(pool, place.provider(), TestDatabase.UNRECORDED, pool::close));
    domain = start();
  }

  @BeforeEach
  void nothingIsLent() {
    assertThat(pool.lent()).isZero();
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    domain.close();
    assertThat(pool.lent()).isZero();
    server.close();
    fresh.close();
  }

  @Test
  void accountsSessionsTokensAndTheirEnds() {
    var ann = create("Ann", "user");
    assertThat(domain.accounts().create(newAccount("ANN"), CLIENT))
        .isEqualTo(new AccountOutcome.Conflict("username.taken"));
    assertThat(domain.accounts().findByUsername("aNN").orElseThrow().id()).isEqualTo(ann.id());
    assertThat(domain.accounts().findByUsername("ann ")).isEmpty();
    assertThat(domain.accounts().find(ann.id() + " ")).isEmpty();

    var session =
        granted(domain.authentication().openSession(login("Ann", PASSWORD), CLIENT)).grant();
    var tokens = issue("ann");
    var caller = ((TokenVerification.Valid) verify(tokens)).caller();
    assertThat(domain.sessions().list(ann.id())).hasSize(2);
    var next = granted(refresh(tokens)).grant();
    assertThat(verify(next)).isInstanceOf(TokenVerification.Valid.class);
    assertThat(domain.tokens().introspect(next.refreshToken(), "x", CLIENT))
        .containsEntry("active", true);
    assertThat(refusal(refresh(tokens))).isEqualTo(RejectionReason.REFRESH_TOKEN_REUSED);
    assertThat(verify(next)).isInstanceOf(TokenVerification.Invalid.class);
    assertThat(domain.sessions().list(ann.id())).hasSize(1);

    var renamed = domain.accounts().rename(ann.id(), "Ann \uD83E\uDD86 \u00C5ngstr\u00F6m", CLIENT);
    assertThat(((AccountOutcome.Done) renamed).account().name()).contains("\uD83E\uDD86");
    domain.sessions().logoutAll(caller, CLIENT);
    assertThat(domain.sessions().check(session.secret(), CLIENT))
        .isInstanceOf(SessionCheck.None.class);
    assertThat(count("auth_audit")).isGreaterThan(5);
  }

  @Test
  void rolesAndIdsAreTheSameOnlyIfTheyAreEqual() {
    var ann = create("ann", "user", "User", "us\u00E9r");
    assertThat(domain.accounts().find(ann.id()).orElseThrow().roles())
        .containsExactlyInAnyOrder("user", "User", "us\u00E9r");
    assertThat(domain.accounts().setRoles(ann.id(), Set.of("USER", "user"), CLIENT))
        .isInstanceOf(AccountOutcome.Done.class);
    assertThat(domain.accounts().find(ann.id()).orElseThrow().roles())
        .containsExactlyInAnyOrder("user", "USER");

    var tokens = issue("ann");
    var caller = ((TokenVerification.Valid) verify(tokens)).caller();
    var upper = caller.getSessionId().toUpperCase(java.util.Locale.ROOT) + " ";
    assertThat(domain.sessions().end(caller, upper, CLIENT)).isFalse();
    assertThat(verify(tokens)).isInstanceOf(TokenVerification.Valid.class);
  }

  @Test
  @Proves("S14")
  void aRefreshTokenIsExchangedOnce() throws Exception {
    create("ann", "user");
    for (int round = 0; round < ROUNDS; round++) {
      var tokens = issue("ann");
      var answers = together(() -> refresh(tokens));
      assertThat(answers.stream().filter(Authenticated.class::isInstance)).hasSize(1);
      assertThat(answers.stream().filter(AuthenticationResult.Rejected.class::isInstance))
          .allMatch(a -> refusal(a) == RejectionReason.REFRESH_TOKEN_REUSED);
      assertThat(verify(tokens)).isInstanceOf(TokenVerification.Invalid.class);
    }
  }

  @Test
  @Proves("S25")
  void parallelLoginsStayWithinTheCap() throws Exception {
    for (int round = 0; round < ROUNDS / 4; round++) {
      var account = create("ann" + round, "user");
      var answers =
          together(
              () ->
                  domain
                      .authentication()
                      .issueTokens(login(account.username(), PASSWORD), null, CLIENT));
      assertThat(domain.sessions().list(account.id())).hasSize(CAP);
      var live =
          answers.stream()
              .filter(Authenticated.class::isInstance)
              .map(a -> granted(a).grant())
              .filter(g -> verify(g) instanceof TokenVerification.Valid);
      assertThat(live).hasSize(CAP);
    }
  }

  @Test
  @Proves("S36")
  void noMoreGuessesAreMadeThanTheLimitLets() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      var account = create("ann" + round, "user");
      var wrong = Confidential.of("a-wrong-password-" + round);
      var answers =
          together(
              () -> domain.authentication().openSession(login(account.username(), wrong), CLIENT));
      assertThat(answers.stream().filter(a -> refusal(a) == RejectionReason.WRONG_PASSWORD))
          .hasSize(FREE_GUESSES);
      assertThat(answers.stream().filter(a -> refusal(a) == RejectionReason.LOCKED))
          .hasSize(THREADS - FREE_GUESSES);
    }
  }

  @Test
  @Proves({"S60", "S68"})
  void whatServesOnceIsUsedByOne() throws Exception {
    var transactions = new RepeatingTransactions(server.database());
    var links =
        new SetupLinks(
            transactions,
            new Administrators("auth-admin"),
            "root",
            server.random(),
            server.clock());
    for (int round = 0; round < ROUNDS; round++) {
      var link =
          OpaqueToken.parse(OpaqueToken.Kind.SETUP_LINK, links.issue().orElseThrow()).orElseThrow();
      var answers =
          together(
              () ->
                  transactions.<Boolean>inNew(tx -> links.isOpen(tx, link) && links.use(tx, link)));
      assertThat(answers.stream().filter(used -> used)).hasSize(1);
    }
  }

  @Test
  @Proves("S85")
  void nodesThatStartTogetherUseOneKey() throws Exception {
    for (int round = 0; round < Math.max(1, ROUNDS / 100); round++) {
      execute("DELETE FROM auth_signing_key");
      var sets = new ArrayList<String>();
      for (var other : together(NODES, this::start)) {
        sets.add(other.tokens().jwks());
        other.close();
      }
      assertThat(Set.copyOf(sets)).hasSize(1);
      assertThat(count("auth_signing_key")).isEqualTo(1);
    }
  }

  private PortcullisDomain start() {
    return PortcullisRuntime.start(TestSettings.of(SETTINGS.formatted(CAP)), server);
  }

  private <T> List<T> together(Callable<T> work) throws Exception {
    return together(THREADS, work);
  }

  private <T> List<T> together(int times, Callable<T> work) throws Exception {
    var answers = new ArrayList<T>();
    for (var answer : threads.invokeAll(Collections.nCopies(times, work))) {
      answers.add(answer.get());
    }
    return answers;
  }

  private AccountInfo create(String username, String... roles) {
    return ((AccountOutcome.Done) domain.accounts().create(newAccount(username, roles), CLIENT))
        .account();
  }

  private static NewAccount newAccount(String username, String... roles) {
    return new NewAccount(username, null, null, Set.of(roles), PASSWORD);
  }

  private static PasswordLogin login(String username, Confidential password) {
    return new PasswordLogin(username, password, null);
  }

  private TokenGrant issue(String username) {
    return granted(domain.authentication().issueTokens(login(username, PASSWORD), null, CLIENT))
        .grant();
  }

  private AuthenticationResult<TokenGrant> refresh(TokenGrant tokens) {
    return domain.tokens().refresh(tokens.refreshToken(), null, CLIENT);
  }

  private TokenVerification verify(TokenGrant tokens) {
    return domain.accessTokenVerifier().verify(tokens.accessToken().reveal());
  }

  private static <G> Authenticated<G> granted(AuthenticationResult<G> result) {
    return result.fold(
        authenticated -> authenticated,
        rejected -> {
          throw new AssertionError(rejected);
        });
  }

  private static RejectionReason refusal(AuthenticationResult<?> result) {
    return ((AuthenticationResult.Rejected<?>) result).reason();
  }

  private long count(String table) {
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

  private void execute(String sql) {
    int unused = server.database().inNew(tx -> tx.em().createNativeQuery(sql).executeUpdate());
  }
}
