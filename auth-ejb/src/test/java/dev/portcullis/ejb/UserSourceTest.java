package dev.portcullis.ejb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AccountOutcome;
import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.NewApiToken;
import dev.portcullis.PasswordLogin;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.RejectionReason;
import dev.portcullis.SessionCheck;
import dev.portcullis.SessionGrant;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestServer;
import dev.portcullis.testing.TestSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole domain over an application's own tables. */
class UserSourceTest {

  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", "test", "c0ffee");
  private static final String PASSWORD = "seven lazy herons";
  private static final String SHA_1 = "d44809000208be5b4eff50ec3b756acb7a064f70";
  private static final String BETTER = "nine green herons amuse him";
  private static final String BETTER_SHA_1 = sha1(BETTER);

  private final TestServer server = new TestServer();
  private PortcullisDomain domain;

  @BeforeEach
  void makeTheTables() {
    sql("CREATE TABLE users (id INT, username VARCHAR_IGNORECASE(80), password VARCHAR(200))");
    sql("CREATE TABLE user_roles (username VARCHAR(80), role_name VARCHAR(80))");
    sql("INSERT INTO users VALUES (1, 'alice', '" + SHA_1 + "')");
    sql("INSERT INTO user_roles VALUES ('alice', 'editor'), ('alice', 'auth-admin')");
    domain = start("");
  }

  @AfterEach
  void close() {
    domain.close();
    server.close();
  }

  @Test
  @Proves({"S30", "S71"})
  void aPasswordOfOldSignsInAndABetterHashIsKept() {
    assertThat(login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
    assertThat(login("alice", "another one")).isInstanceOf(Rejected.class);

    assertThat(text("SELECT password_hash FROM auth_federated_identity"))
        .startsWith("$argon2id$v=19$m=256,t=1,p=1$");
    assertThat(text("SELECT credential_mark FROM auth_federated_identity")).doesNotContain(SHA_1);
    assertThat(text("SELECT password_hash FROM auth_account")).isNull();
    assertThat(text("SELECT password FROM users")).isEqualTo(SHA_1);
    assertThat(login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
  }

  @Test
  @Proves("S30")
  void aPasswordChangedAtTheSourceTakesThePlaceOfTheKeptOne() {
    var before = session(login("alice", PASSWORD));
    sql("UPDATE users SET password = '" + BETTER_SHA_1 + "'");

    assertThat(login("alice", PASSWORD)).isInstanceOf(Rejected.class);
    assertThat(login("alice", BETTER)).isInstanceOf(Authenticated.class);
    assertThat(isLive(before)).isFalse();
  }

  @Test
  @Proves("S85")
  void theRolesAreTheSourcesExceptTheAdministrators() {
    assertThat(roles(login("alice", PASSWORD))).containsExactly("editor");
    sql("INSERT INTO users VALUES (2, 'bob', '" + SHA_1 + "')");
    assertThat(roles(login("bob", PASSWORD))).containsExactly("user");
  }

  @Test
  @Proves("S85")
  void theAdministratorsRoleIsGivenWhereItIsMapped() {
    restart("role_mapping: {auth-admin: auth-admin, editor: writer}");

    assertThat(roles(login("alice", PASSWORD))).containsExactlyInAnyOrder("auth-admin", "writer");
  }

  @Test
  @Proves("S32")
  void unknownAndKnownAreRefusedAlike() {
    sql("INSERT INTO users VALUES (2, 'bob', 'no hash of any form')");
    login("alice", "wrong");
    login("bob", "wrong");
    var wrong = cost("alice", RejectionReason.WRONG_PASSWORD);
    assertThat(cost("nobody", RejectionReason.UNKNOWN_ACCOUNT)).isEqualTo(wrong);
    assertThat(cost("bob", RejectionReason.WRONG_PASSWORD)).isEqualTo(wrong);
    for (int i = 0; i < 5; i++) {
      login("alice", "wrong");
    }
    assertThat(cost("alice", RejectionReason.LOCKED)).isEqualTo(wrong);
    assertThat(wrong).containsEntry("argon2id", 1).containsEntry("user_roles", 1);
  }

  /** What a refused login cost: hashes of passwords, and statements in both databases. */
  private Map<String, Integer> cost(String username, RejectionReason expected) {
    sql("SET QUERY_STATISTICS TRUE");
    int hashes = hashes();
    assertThat(reason(login(username, "wrong"))).isEqualTo(expected);
    var cost =
        Map.of(
            "argon2id",
            hashes() - hashes,
            "users",
            statements("SELECT id, username, password FROM users%"),
            "user_roles",
            statements("SELECT role_name FROM user_roles%"),
            "reads",
            statements("SELECT%"));
    sql("SET QUERY_STATISTICS FALSE");
    return cost;
  }

  private int statements(String like) {
    var sum =
        text(
            "SELECT SUM(execution_count) FROM information_schema.query_statistics"
                + " WHERE sql_statement LIKE '"
                + like
                + "' AND sql_statement NOT LIKE '%query_statistics%'");
    return sum == null ? 0 : Integer.parseInt(sum);
  }

  private int hashes() {
    return domain
        .metrics()
        .scrape()
        .lines()
        .filter(line -> line.startsWith("auth_password_hash_seconds_count"))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }

  @Test
  @Proves("S36")
  void guessesAreCountedBeforeTheFirstLogin() {
    for (int i = 0; i < 5; i++) {
      assertThat(reason(login("alice", "guess"))).isEqualTo(RejectionReason.WRONG_PASSWORD);
    }
    assertThat(reason(login("alice", PASSWORD))).isEqualTo(RejectionReason.LOCKED);
  }

  /** H2's VARCHAR_IGNORECASE finds the row for all of the first. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALICE",
        "Alice",
        "alice ",
        " alice",
        "alice\u0000",
        "alice\t",
        "\uff41lice",
        "ali\u00adce",
        "' OR '1'='1",
        "alice' --",
        "alice\ud800",
        "",
      })
  @Proves({"S11", "S83"})
  void anotherSpellingIsNobody(String typed) {
    assertThat(reason(login(typed, PASSWORD))).isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
    assertThat(count("auth_account")).isZero();
  }

  @Test
  @Proves("S83")
  void whereCaseIsIgnoredThePrincipalHasTheNameOfTheRow() {
    restart("ignore_case: true");

    assertThat(((Authenticated<?>) login("ALICE", PASSWORD)).caller().getUsername())
        .isEqualTo("alice");
    assertThat(reason(login("alice ", PASSWORD))).isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
  }

  @Test
  void twoRowsOfANameAreNobody() {
    sql("INSERT INTO users VALUES (2, 'ALICE', '" + SHA_1 + "')");

    assertThat(reason(login("alice", PASSWORD))).isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
  }

  @Test
  @Proves("S83")
  void aNameThatIsTakenHereIsNeverAnothersAccount() {
    domain
        .accounts()
        .create(
            new NewAccount("alice", null, null, Set.of("local"), Confidential.of(BETTER)), CLIENT);

    assertThat(roles(login("alice", BETTER))).containsExactly("local");
    assertThat(login("alice", PASSWORD)).isInstanceOf(Rejected.class);
  }

  @Test
  @Proves({"S11", "S83"})
  void whoeverIsRenamedAtTheSourceStaysWhoTheyAre() {
    restart("subject_column: id");
    var alice = ((Authenticated<?>) login("alice", PASSWORD)).caller();
    sql("UPDATE users SET username = 'admin'");
    var renamed = ((Authenticated<?>) login("admin", PASSWORD)).caller();
    sql("INSERT INTO users VALUES (2, 'alice', '" + SHA_1 + "')");
    var other = ((Authenticated<?>) login("alice", PASSWORD)).caller();

    assertThat(renamed.getId()).isEqualTo(alice.getId());
    assertThat(renamed.getUsername()).isEqualTo("alice");
    assertThat(other.getId()).isNotEqualTo(alice.getId());
    assertThat(other.getUsername()).isEqualTo("user_source:2");
  }

  @Test
  @Proves("S74")
  void aSourceThatIsAwayIsNeverAYes() {
    var session = session(login("alice", PASSWORD));
    sql("ALTER TABLE users RENAME TO elsewhere");

    assertThatThrownBy(() -> login("alice", PASSWORD))
        .isInstanceOf(TemporarilyUnavailableException.class);
    later(Duration.ofMinutes(16));
    assertThat(isLive(session)).isTrue();
    later(Duration.ofMinutes(15));
    assertThatThrownBy(() -> isLive(session)).isInstanceOf(TemporarilyUnavailableException.class);

    sql("ALTER TABLE elsewhere RENAME TO users");
    server.clock().advance(Duration.ofMinutes(2));
    assertThat(isLive(session)).isTrue();
  }

  @Test
  @Proves({"S24", "S38"})
  void whoeverIsRemovedAtTheSourceLosesAccessAtTheNextCheck() {
    var session = session(login("alice", PASSWORD));
    var tokens = tokens();
    sql("DELETE FROM users");
    server.clock().advance(Duration.ofMinutes(14));
    assertThat(isLive(session)).isTrue();
    server.clock().advance(Duration.ofMinutes(1));
    server.scheduler().runAll();

    assertThat(isLive(session)).isFalse();
    assertThat(domain.tokens().refresh(tokens, null, CLIENT)).isInstanceOf(Rejected.class);
    sql("INSERT INTO users VALUES (1, 'alice', '" + SHA_1 + "')");
    assertThat(login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
  }

  @Test
  @Proves({"S24", "S38"})
  void anApiTokenOfWhoeverIsRemovedAtTheSourceIsRefusedWithoutASession() {
    var token = apiToken();
    sql("DELETE FROM users");
    server.clock().advance(Duration.ofMinutes(14));
    assertThat(verdict(token)).isEqualTo("valid");
    server.clock().advance(Duration.ofMinutes(1));
    assertThat(verdict(token)).isEqualTo("invalid");
  }

  @Test
  @Proves({"S24", "S38"})
  void theSourceIsAskedInTheBackgroundOfThoseWhoHaveOnlyApiTokens() {
    var token = apiToken();
    sql("DELETE FROM auth_session");
    sql("DELETE FROM users");
    later(Duration.ofMinutes(15));
    sql("INSERT INTO users VALUES (1, 'alice', '" + SHA_1 + "')");
    assertThat(verdict(token)).isEqualTo("invalid");
  }

  @Test
  @Proves("S74")
  void anApiTokenIsNotTakenWhileTheSourceIsAwayForLong() {
    var token = apiToken();
    sql("ALTER TABLE users RENAME TO elsewhere");
    server.clock().advance(Duration.ofMinutes(30));
    assertThat(verdict(token)).isEqualTo("valid");
    server.clock().advance(Duration.ofMinutes(2));
    assertThat(verdict(token)).isEqualTo("unavailable");
  }

  @Test
  @Proves("S24")
  void anAdministratorsNoOutlivesAnAbsenceAtTheSource() {
    var alice = ((Authenticated<?>) login("alice", PASSWORD)).caller();
    sql("DELETE FROM users");
    later(Duration.ofMinutes(15));
    assertThat(domain.accounts().find(alice.getId()).orElseThrow().disabled()).isTrue();
    assertThat(domain.accounts().setDisabled(alice.getId(), true, CLIENT))
        .isInstanceOf(AccountOutcome.Done.class);
    sql("INSERT INTO users VALUES (1, 'alice', '" + SHA_1 + "')");
    assertThat(reason(login("alice", PASSWORD))).isEqualTo(RejectionReason.DISABLED);
    assertThat(domain.accounts().setDisabled(alice.getId(), false, CLIENT))
        .isInstanceOf(AccountOutcome.Done.class);
    assertThat(login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
  }

  @Test
  @Proves("S38")
  void refreshAsksTheSourceAnew() {
    var tokens = ((Authenticated<dev.portcullis.TokenGrant>) issue()).grant();
    sql("DELETE FROM users");
    server.clock().advance(Duration.ofMinutes(1));

    assertThat(domain.tokens().refresh(tokens.refreshToken(), null, CLIENT))
        .isInstanceOf(Rejected.class);
  }

  @Test
  @Proves("S19")
  void otherRolesOrAnotherPasswordEndTheSessionAtTheNextCheck() {
    var first = session(login("alice", PASSWORD));
    sql("DELETE FROM user_roles WHERE role_name = 'editor'");
    later(Duration.ofMinutes(15));
    assertThat(isLive(first)).isFalse();

    var second = session(login("alice", PASSWORD));
    sql("UPDATE users SET password = '" + BETTER_SHA_1 + "'");
    later(Duration.ofMinutes(15));
    assertThat(isLive(second)).isFalse();
  }

  @Test
  void passwordsOfASourceThatIsOnlyReadAreChangedThere() {
    var caller = ((Authenticated<?>) login("alice", PASSWORD)).caller();

    assertThat(domain.accounts().canChangePassword(caller.getId())).isFalse();
    assertThat(
            domain
                .accounts()
                .changePassword(caller, Confidential.of(PASSWORD), Confidential.of(BETTER), CLIENT))
        .isEqualTo(new AccountOutcome.Conflict("password.kept_elsewhere"));
  }

  @Test
  @Proves("S34")
  void withUpdateSqlThePasswordIsChangedAtTheSourceInItsFormat() {
    restart(UPDATE);
    var caller = ((Authenticated<?>) login("alice", PASSWORD)).caller();
    var elsewhere = session(login("alice", PASSWORD));

    assertThat(change(caller, "wrong")).isInstanceOf(AccountOutcome.NotProven.class);
    assertThat(change(caller, PASSWORD)).isInstanceOf(AccountOutcome.Done.class);

    assertThat(text("SELECT password FROM users")).isEqualTo(BETTER_SHA_1);
    assertThat(isLive(elsewhere)).isFalse();
    assertThat(login("alice", PASSWORD)).isInstanceOf(Rejected.class);
    assertThat(login("alice", BETTER)).isInstanceOf(Authenticated.class);
  }

  /** The source has the new password, and then our own database fails. */
  @Test
  @Proves("S74")
  void aFailureBetweenTheTwoDatabasesLeavesTheNewPasswordAlone() {
    restart(UPDATE);
    var caller = ((Authenticated<?>) login("alice", PASSWORD)).caller();
    sql(
        "ALTER TABLE auth_federated_identity ADD CONSTRAINT broken CHECK (credential_mark = '"
            + text("SELECT credential_mark FROM auth_federated_identity")
            + "')");

    assertThatThrownBy(() -> change(caller, PASSWORD)).isInstanceOf(RuntimeException.class);
    sql("ALTER TABLE auth_federated_identity DROP CONSTRAINT broken");

    assertThat(text("SELECT password FROM users")).isEqualTo(BETTER_SHA_1);
    assertThat(login("alice", PASSWORD)).isInstanceOf(Rejected.class);
    assertThat(login("alice", BETTER)).isInstanceOf(Authenticated.class);
  }

  @Test
  @Proves("S83")
  void manyFirstLoginsAtOnceMakeOneAccount() throws Exception {
    sql("UPDATE users SET username = 'carol'");
    var barrier = new CyclicBarrier(32);
    var pool = Executors.newFixedThreadPool(32);
    try {
      var logins = new ArrayList<Callable<String>>();
      for (int i = 0; i < 32; i++) {
        logins.add(
            () -> {
              barrier.await();
              try {
                return login("carol", PASSWORD).getClass().getSimpleName();
              } catch (TemporarilyUnavailableException busy) {
                return "busy";
              }
            });
      }
      for (var future : pool.invokeAll(logins)) {
        assertThat(future.get()).isEqualTo("Authenticated");
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(count("auth_account")).isEqualTo(1);
    assertThat(count("auth_federated_identity")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password_sql: SELECT username, password FROM nowhere WHERE username = ?",
        "username_column: login",
        "roles_sql: SELECT nothing FROM user_roles WHERE username = ?",
        "update_sql: \"UPDATE users SET password = :password WHERE username = :username"
            + " OR password <> :old_password\"",
      })
  @Proves("S86")
  void sqlThatDoesNotRunStopsTheStart(String key) {
    domain.close();
    assertThatThrownBy(() -> start(key)).hasMessageContaining("auth.providers.local.user_source.");
    domain = start("");
    assertThat(text("SELECT password FROM users")).isEqualTo(SHA_1);
  }

  private static final String UPDATE =
      "update_sql: \"UPDATE users SET password = :password WHERE username = :username"
          + " AND password = :old_password\"";

  private void restart(String key) {
    domain.close();
    domain = start(key);
  }

  private PortcullisDomain start(String key) {
    var keys =
        new ArrayList<>(
            List.of(
                "datasource: jdbc/app",
                "password_sql: SELECT id, username, password FROM users WHERE username = ?",
                "roles_sql: SELECT role_name FROM user_roles WHERE username = ?",
                "hash: digest",
                "digest_algorithm: sha-1"));
    if (!key.isEmpty()) {
      keys.removeIf(k -> k.startsWith(key.substring(0, key.indexOf(':') + 1)));
      keys.add(key);
    }
    return PortcullisRuntime.start(
        TestSettings.of(
            """
            auth:
              encryption_key: ${AUTH_ENCRYPTION_KEY}
              providers:
                jwt: {issuer: test, audience: test}
                local:
                  hash_queue: 256
                  user_source:
                    %s
            """
                .formatted(String.join("\n        ", keys))),
        server);
  }

  private AuthenticationResult<SessionGrant> login(String username, String password) {
    return domain
        .authentication()
        .openSession(new PasswordLogin(username, Confidential.of(password), null), CLIENT);
  }

  private AuthenticationResult<dev.portcullis.TokenGrant> issue() {
    return domain
        .authentication()
        .issueTokens(new PasswordLogin("alice", Confidential.of(PASSWORD), null), null, CLIENT);
  }

  private Confidential tokens() {
    return ((Authenticated<dev.portcullis.TokenGrant>) issue()).grant().refreshToken();
  }

  private Confidential apiToken() {
    var caller = ((Authenticated<?>) login("alice", PASSWORD)).caller();
    var made =
        domain
            .apiTokens()
            .create(caller, new NewApiToken("sync", Duration.ofDays(9), null), CLIENT);
    return ((ApiTokenOutcome.Created) made).secret();
  }

  private String verdict(Confidential token) {
    return domain
        .accessTokenVerifier()
        .verify(token.reveal())
        .fold(valid -> "valid", invalid -> "invalid", () -> "unavailable");
  }

  private AccountOutcome change(dev.portcullis.Caller caller, String current) {
    return domain
        .accounts()
        .changePassword(caller, Confidential.of(current), Confidential.of(BETTER), CLIENT);
  }

  private void later(Duration time) {
    server.clock().advance(time);
    server.scheduler().runAll();
  }

  private boolean isLive(SessionGrant session) {
    return domain.sessions().check(session.secret(), CLIENT) instanceof SessionCheck.Live;
  }

  private static SessionGrant session(AuthenticationResult<SessionGrant> result) {
    return ((Authenticated<SessionGrant>) result).grant();
  }

  private static Set<String> roles(AuthenticationResult<?> result) {
    return ((Authenticated<?>) result).caller().getRoles();
  }

  private static RejectionReason reason(AuthenticationResult<?> result) {
    return ((Rejected<?>) result).reason();
  }

  private int count(String table) {
    return Integer.parseInt(text("SELECT COUNT(*) FROM " + table));
  }

  private void sql(String statement) {
    try (var connection = server.database().dataSource().getConnection();
        var executed = connection.createStatement()) {
      executed.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(statement, e);
    }
  }

  private @org.jspecify.annotations.Nullable String text(String query) {
    try (var connection = server.database().dataSource().getConnection();
        var rows = connection.createStatement().executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
  }

  private static String sha1(String text) {
    return org.apache.commons.codec.digest.DigestUtils.sha1Hex(text);
  }
}
