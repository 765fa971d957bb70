package dev.portcullis.ejb;

import static dev.portcullis.ejb.LegacyApplication.BETTER;
import static dev.portcullis.ejb.LegacyApplication.BETTER_SHA_1;
import static dev.portcullis.ejb.LegacyApplication.PASSWORD;
import static dev.portcullis.ejb.LegacyApplication.SHA_1;
import static dev.portcullis.ejb.LegacyApplication.UPDATE;
import static dev.portcullis.ejb.LegacyApplication.caller;
import static dev.portcullis.ejb.LegacyApplication.granted;
import static dev.portcullis.ejb.LegacyApplication.reason;
import static dev.portcullis.ejb.LegacyApplication.roles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AccountOutcome;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.RejectionReason;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.Databases;
import dev.portcullis.testing.FreshDatabase;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import dev.portcullis.testing.TestServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application's own tables on every supported database, with the types that old schemas have.
 */
@Tag("database")
@ParameterizedClass
@EnumSource(names = {"H2_ECLIPSELINK", "POSTGRESQL_HIBERNATE", "MARIADB_ECLIPSELINK"})
class UserSourceDatabasesTest {

  @SuppressWarnings("NullAway.Init")
  private static FreshDatabase fresh;

  @SuppressWarnings("NullAway.Init")
  private static LegacyApplication app;

  @Parameter
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Place place;

  @BeforeParameterizedClassInvocation
  static void open(Place place) {
    fresh = place.database().fresh();
    var pool = fresh.pool(8);
    app =
        new LegacyApplication(
            new TestServer(
                new TestDatabase(pool, place.provider(), TestDatabase.UNRECORDED, pool::close)));
  }

  @AfterParameterizedClassInvocation
  static void close() {
    app.close();
    fresh.close();
  }

  @BeforeEach
  void forgetWhoeverSignedIn() {
    for (var table :
        new String[] {"session", "attempt", "federated_identity", "account_role", "account"}) {
      app.sql("DELETE FROM auth_" + table);
    }
  }

  @AfterEach
  void dropTheTables() {
    app.sql("DROP TABLE users");
    app.sql("DROP TABLE user_roles");
  }

  /** The tables, with alice in them. */
  private void tables(String nameType, String passwordType, String password) {
    app.sql("CREATE TABLE users (username " + nameType + ", password " + passwordType + ")");
    app.sql("CREATE TABLE user_roles (username " + nameType + ", role_name CHAR(30))");
    app.sql("INSERT INTO users VALUES ('alice', " + literal(passwordType, password) + ")");
    app.sql("INSERT INTO user_roles VALUES ('alice', 'editor'), ('alice', 'auth-admin')");
  }

  private String literal(String type, String text) {
    return place.database() == Databases.H2 && type.contains("BINARY")
        ? "STRINGTOUTF8('" + text + "')"
        : "'" + text + "'";
  }

  private String binary(String type) {
    return place.database() == Databases.POSTGRESQL ? "BYTEA" : type;
  }

  private static String sql() {
    return "password_sql: SELECT username, password FROM users WHERE username = ?";
  }

  @ParameterizedTest
  @CsvSource({"VARCHAR(80), VARCHAR(200)", "CHAR(30), CHAR(60)", "VARCHAR(80), CHAR(60)"})
  @Proves({"S30", "S83", "S85"})
  void whoIsInATextColumnSignsInAndChangesThePassword(String nameType, String passwordType) {
    tables(nameType, passwordType, SHA_1);
    app.start(sql(), UPDATE);

    var alice = caller(app.login("alice", PASSWORD));
    assertThat(alice.getUsername()).isEqualTo("alice");
    assertThat(alice.getRoles()).containsExactly("editor");
    assertThat(reason(app.login("alice", "wrong"))).isEqualTo(RejectionReason.WRONG_PASSWORD);

    var elsewhere = granted(app.login("alice", PASSWORD));
    assertThat(app.change(alice, PASSWORD)).isInstanceOf(AccountOutcome.Done.class);
    assertThat(String.valueOf(app.text("SELECT password FROM users")).strip())
        .isEqualTo(BETTER_SHA_1);
    assertThat(app.isLive(elsewhere)).isFalse();
    assertThat(app.login("alice", BETTER)).isInstanceOf(Authenticated.class);
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Rejected.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"VARBINARY(200)", "BINARY(60)"})
  @Proves("S30")
  void aPasswordInAColumnOfBytesIsReadAsText(String type) {
    tables("VARCHAR(80)", binary(type), SHA_1);
    app.start(sql());

    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
    assertThat(app.login("alice", "wrong")).isInstanceOf(Rejected.class);
  }

  @Test
  void aPlainPasswordInAPaddedColumnIsTheOneWithoutThePadding() {
    tables("CHAR(30)", "CHAR(60)", PASSWORD);
    app.start(sql(), "hash: plain", "digest_algorithm:", "allow_plain_text: true");

    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
    assertThat(app.login("alice", PASSWORD + " ")).isInstanceOf(Rejected.class);
  }

  @Test
  void labelsOfColumnsAreFoundWhateverTheirCase() {
    tables("VARCHAR(80)", "VARCHAR(200)", SHA_1);
    app.start(
        "password_sql: 'SELECT username AS \"LOGIN\", password AS \"Pw\" FROM users"
            + " WHERE username = ?'",
        "username_column: login",
        "password_column: PW");

    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
  }

  /** Databases find the row: MariaDB by its collation, the others where the SQL says so. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Alice",
        "ALICE",
        "alic\u00E9",
        "\uFF41lice",
        "alice ",
        "\u00E0lice",
        "alice\u0000"
      })
  @Proves({"S11", "S83"})
  void anotherSpellingIsNobody(String typed) {
    tables("VARCHAR(80)", "VARCHAR(200)", SHA_1);
    app.start(
        "password_sql: SELECT username, password FROM users WHERE LOWER(username) = LOWER(?)");

    assertThat(reason(app.login(typed, PASSWORD))).isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
    assertThat(app.count("auth_account")).isZero();
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
  }

  @Test
  @Proves({"S11", "S83"})
  void whereCaseIsIgnoredAccentsAreNot() {
    tables("VARCHAR(80)", "VARCHAR(200)", SHA_1);
    app.start(
        "password_sql: SELECT username, password FROM users WHERE LOWER(username) = LOWER(?)",
        "ignore_case: true");

    assertThat(caller(app.login("ALICE", PASSWORD)).getUsername()).isEqualTo("alice");
    assertThat(reason(app.login("Alic\u00E9", PASSWORD)))
        .isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
    assertThat(app.count("auth_account")).isEqualTo(1);
  }

  @Test
  @Proves("S36")
  void spellingsThatTheDatabaseTakesForOneAreGuessesAtNobody() {
    tables("VARCHAR(80)", "VARCHAR(200)", SHA_1);
    app.start(sql());
    for (int i = 0; i < 20; i++) {
      assertThat(app.login("ALICE", "guess")).isInstanceOf(Rejected.class);
    }

    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
  }

  @Test
  @Proves("S74")
  void anUpdateThatChangesTwoPeopleChangesNobody() {
    tables("VARCHAR(80)", "VARCHAR(200)", SHA_1);
    app.sql("INSERT INTO users VALUES ('bob', '" + SHA_1 + "')");
    app.start(
        sql(),
        "update_sql: \"UPDATE users SET password = :password WHERE password = :old_password"
            + " AND username <> CONCAT(:username, 'x')\"");
    var alice = caller(app.login("alice", PASSWORD));

    assertThatThrownBy(() -> app.change(alice, PASSWORD))
        .isInstanceOf(TemporarilyUnavailableException.class);
    assertThat(app.count("users WHERE password = '" + SHA_1 + "'")).isEqualTo(2);
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
  }

  @Test
  @Proves({"S24", "S38", "S19"})
  void whatTheTableNoLongerGrantsEndsAtTheNextCheck() {
    tables("CHAR(30)", "CHAR(60)", SHA_1);
    app.start(sql());
    var session = granted(app.login("alice", PASSWORD));
    app.later(Duration.ofMinutes(15));
    assertThat(app.isLive(session)).as("nothing changed").isTrue();

    app.sql("UPDATE user_roles SET role_name = 'reader' WHERE role_name = 'editor'");
    app.later(Duration.ofMinutes(15));
    assertThat(app.isLive(session)).isFalse();

    var second = granted(app.login("alice", PASSWORD));
    assertThat(roles(app.login("alice", PASSWORD))).containsExactly("reader");
    app.sql("DELETE FROM users");
    app.later(Duration.ofMinutes(15));
    assertThat(app.isLive(second)).isFalse();
  }

  /** Its column here is shorter, and the user is not to be kept out by it. */
  @Test
  void aRoleThatIsTooLongIsLeftOut() {
    app.sql("CREATE TABLE users (username VARCHAR(80), password VARCHAR(200))");
    app.sql("CREATE TABLE user_roles (username VARCHAR(80), role_name VARCHAR(400))");
    app.sql("INSERT INTO users VALUES ('alice', '" + SHA_1 + "')");
    app.sql(
        "INSERT INTO user_roles VALUES ('alice', 'editor'), ('alice', '" + "x".repeat(256) + "')");
    app.start(sql());

    assertThat(roles(app.login("alice", PASSWORD))).containsExactly("editor");
  }
}
