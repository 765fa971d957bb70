package dev.portcullis.ejb;

import dev.portcullis.AccountOutcome;
import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewApiToken;
import dev.portcullis.PasswordLogin;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.RejectionReason;
import dev.portcullis.RequestProof;
import dev.portcullis.SessionCheck;
import dev.portcullis.SessionGrant;
import dev.portcullis.TokenGrant;
import dev.portcullis.testing.TestServer;
import dev.portcullis.testing.TestSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * An application with tables {@code users} and {@code user_roles} of its own, and the whole domain
 * over them, in one database. Passwords are there in SHA-1.
 */
final class LegacyApplication implements AutoCloseable {

  static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", "test", "c0ffee");
  static final String PASSWORD = "seven lazy herons";
  static final String SHA_1 = sha1(PASSWORD);
  static final String BETTER = "nine green herons amuse him";
  static final String BETTER_SHA_1 = sha1(BETTER);

  /** Changes passwords in the table. */
  static final String UPDATE =
      "update_sql: \"UPDATE users SET password = :password WHERE username = :username"
          + " AND password = :old_password\"";

  private final TestServer server;
  private @Nullable PortcullisDomain domain;

  /** On H2, which finds a name whatever its case, with a user {@code alice}; it runs. */
  LegacyApplication() {
    this(new TestServer());
    sql("CREATE TABLE users (id INT, username VARCHAR_IGNORECASE(80), password VARCHAR(200))");
    sql("CREATE TABLE user_roles (username VARCHAR(80), role_name VARCHAR(80))");
    sql("INSERT INTO users VALUES (1, 'alice', '" + SHA_1 + "')");
    sql("INSERT INTO user_roles VALUES ('alice', 'editor'), ('alice', 'auth-admin')");
    start();
  }

  /**
   * Without tables, and not started yet.
   *
   * @param server closed with this
   */
  LegacyApplication(TestServer server) {
    this.server = server;
  }

  TestServer server() {
    return server;
  }

  PortcullisDomain domain() {
    if (domain == null) {
      throw new IllegalStateException("Not started");
    }
    return domain;
  }

  /**
   * Starts it, anew if it runs.
   *
   * @param changed lines of {@code user_source} in the place of those of the same key, or more; one
   *     without a value takes its key away
   */
  void start(String... changed) {
    start("", changed);
  }

  /** Starts it anew, with a section of settings more. */
  void startWith(String section) {
    start(section, new String[0]);
  }

  private void start(String section, String[] changed) {
    stop();
    var keys =
        new ArrayList<>(
            List.of(
                "datasource: jdbc/app",
                "password_sql: SELECT id, username, password FROM users WHERE username = ?",
                "roles_sql: SELECT role_name FROM user_roles WHERE username = ?",
                "hash: digest",
                "digest_algorithm: sha-1"));
    for (var key : changed) {
      keys.removeIf(k -> k.startsWith(key.substring(0, key.indexOf(':') + 1)));
      if (!key.endsWith(":")) {
        keys.add(key);
      }
    }
    domain =
        PortcullisRuntime.start(
            TestSettings.of(
                """
                auth:
                  encryption_key: ${AUTH_ENCRYPTION_KEY}
                  %s
                  providers:
                    jwt: {issuer: test, audience: test}
                    local:
                      hash_queue: 256
                      user_source:
                        %s
                """
                    .formatted(section, String.join("\n        ", keys))),
            server);
  }

  AuthenticationResult<SessionGrant> login(String username, String password) {
    return domain()
        .authentication()
        .openSession(new PasswordLogin(username, Confidential.of(password), null), CLIENT);
  }

  /** A request of alice's that brings her name and this password. */
  AuthenticationResult<RequestProof> ask(String password) {
    return domain()
        .requestCredentials()
        .password(new PasswordLogin("alice", Confidential.of(password), null), CLIENT);
  }

  boolean asksWith(String password) {
    return ask(password) instanceof Authenticated;
  }

  /** Alice's. */
  TokenGrant issue() {
    return granted(
        domain()
            .authentication()
            .issueTokens(
                new PasswordLogin("alice", Confidential.of(PASSWORD), null), null, CLIENT));
  }

  /** A personal one of alice's. */
  Confidential apiToken() {
    var made =
        domain()
            .apiTokens()
            .create(
                caller(login("alice", PASSWORD)),
                new NewApiToken("sync", Duration.ofDays(9), null),
                CLIENT);
    return ((ApiTokenOutcome.Created) made).secret();
  }

  String verdict(Confidential token) {
    return domain()
        .accessTokenVerifier()
        .verify(token.reveal())
        .fold(valid -> "valid", invalid -> "invalid", () -> "unavailable");
  }

  /** To {@link #BETTER}. */
  AccountOutcome change(Caller caller, String current) {
    return domain()
        .accounts()
        .changePassword(caller, Confidential.of(current), Confidential.of(BETTER), CLIENT);
  }

  /** That time passes, and what is due in the background is done. */
  void later(Duration time) {
    server.clock().advance(time);
    server.scheduler().runAll();
  }

  boolean isLive(SessionGrant session) {
    return domain().sessions().check(session.secret(), CLIENT) instanceof SessionCheck.Live;
  }

  static <G> G granted(AuthenticationResult<G> result) {
    return ((Authenticated<G>) result).grant();
  }

  static Caller caller(AuthenticationResult<?> result) {
    return ((Authenticated<?>) result).caller();
  }

  static Set<String> roles(AuthenticationResult<?> result) {
    return caller(result).getRoles();
  }

  static RejectionReason reason(AuthenticationResult<?> result) {
    return ((Rejected<?>) result).reason();
  }

  int count(String table) {
    return Integer.parseInt(String.valueOf(text("SELECT COUNT(*) FROM " + table)));
  }

  void sql(String statement) {
    try (var connection = server.database().dataSource().getConnection();
        var executed = connection.createStatement()) {
      boolean unused = executed.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(statement, e);
    }
  }

  /** The first column of the first row; null where there is none. */
  @Nullable String text(String query) {
    try (var connection = server.database().dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
  }

  static String sha1(String text) {
    return DigestUtils.sha1Hex(text);
  }

  private void stop() {
    if (domain != null) {
      domain.close();
      domain = null;
    }
  }

  @Override
  public void close() {
    stop();
    server.close();
  }
}
