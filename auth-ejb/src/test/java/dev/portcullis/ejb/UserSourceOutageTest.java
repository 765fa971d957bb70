package dev.portcullis.ejb;

import static dev.portcullis.ejb.LegacyApplication.BETTER;
import static dev.portcullis.ejb.LegacyApplication.CLIENT;
import static dev.portcullis.ejb.LegacyApplication.PASSWORD;
import static dev.portcullis.ejb.LegacyApplication.SHA_1;
import static dev.portcullis.ejb.LegacyApplication.UPDATE;
import static dev.portcullis.ejb.LegacyApplication.caller;
import static dev.portcullis.ejb.LegacyApplication.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.AccountOutcome;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.Databases;
import dev.portcullis.testing.FreshDatabase;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import dev.portcullis.testing.TestServer;
import java.sql.Connection;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * While the application's table does not answer, or not in time: another connection holds it, as a
 * long migration or a backup does.
 */
@Tag("database")
@ParameterizedClass
@EnumSource(names = {"POSTGRESQL_ECLIPSELINK", "MARIADB_HIBERNATE"})
class UserSourceOutageTest {

  @Parameter
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Place place;

  @SuppressWarnings("NullAway.Init") // set before any test
  private FreshDatabase fresh;

  @SuppressWarnings("NullAway.Init") // set before any test
  private LegacyApplication app;

  @BeforeEach
  void open() {
    fresh = place.database().fresh();
    var pool = fresh.pool(8);
    app =
        new LegacyApplication(
            new TestServer(
                new TestDatabase(pool, place.provider(), TestDatabase.UNRECORDED, pool::close)));
    app.sql("CREATE TABLE users (username VARCHAR(80), password VARCHAR(200))");
    app.sql("INSERT INTO users VALUES ('alice', '" + SHA_1 + "')");
    app.start(
        "password_sql: SELECT username, password FROM users WHERE username = ?",
        "roles_sql:",
        UPDATE,
        "timeout: 1s");
    var root = new NewAccount("root", null, null, Set.of("user"), Confidential.of(BETTER));
    assertThat(app.domain().accounts().create(root, CLIENT))
        .isInstanceOf(AccountOutcome.Done.class);
  }

  @AfterEach
  void close() {
    app.close();
    fresh.close();
  }

  /** Closing the connection lets go of the table. */
  private Connection holding() throws Exception {
    var connection = fresh.getConnection();
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      boolean unused =
          statement.execute(
              place.database() == Databases.POSTGRESQL
                  ? "LOCK TABLE users IN ACCESS EXCLUSIVE MODE"
                  : "LOCK TABLES users WRITE");
    }
    return connection;
  }

  @Test
  @Timeout(30)
  @Proves("S74")
  void aTableThatDoesNotAnswerInTimeIsGivenUp() throws Exception {
    var alice = caller(app.login("alice", PASSWORD));
    var session = granted(app.login("alice", PASSWORD));
    try (var held = holding()) {
      assertThat(held.isClosed()).isFalse();
      var refused = refusedFor(() -> app.login("alice", PASSWORD));
      assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(5));
      refused = refusedFor(() -> app.login("nobody", PASSWORD));
      assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(5));
      assertThat(refusedFor(() -> app.change(alice, PASSWORD))).isNotNull();
      assertThat(app.isLive(session)).isTrue();
    }

    assertThat(app.login("alice", PASSWORD))
        .as("no guess was counted")
        .isInstanceOf(Authenticated.class);
  }

  @Test
  @Timeout(30)
  @Proves("S74")
  void accountsThatAreKeptHereSignInMeanwhile() throws Exception {
    try (var held = holding()) {
      assertThat(held.isClosed()).isFalse();
      long before = System.nanoTime();
      assertThat(app.login("root", BETTER)).isInstanceOf(Authenticated.class);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .as("the table is not asked")
          .isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  @Proves("S74")
  void aTableThatIsGoneIsSaidToBeAwayAndServesAgainOnceItIsBack() {
    app.sql("ALTER TABLE users RENAME TO elsewhere");
    for (int i = 0; i < 8; i++) {
      assertThat(refusedFor(() -> app.login("alice", PASSWORD))).isNotNull();
    }
    assertThat(app.login("root", BETTER)).isInstanceOf(Authenticated.class);

    app.sql("ALTER TABLE elsewhere RENAME TO users");
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
  }

  private static TemporarilyUnavailableException refusedFor(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable login) {
    return catchThrowableOfType(TemporarilyUnavailableException.class, login);
  }
}
