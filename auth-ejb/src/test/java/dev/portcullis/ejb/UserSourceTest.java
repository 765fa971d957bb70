package dev.portcullis.ejb;

import static dev.portcullis.ejb.LegacyApplication.BETTER;
import static dev.portcullis.ejb.LegacyApplication.BETTER_SHA_1;
import static dev.portcullis.ejb.LegacyApplication.PASSWORD;
import static dev.portcullis.ejb.LegacyApplication.SHA_1;
import static dev.portcullis.ejb.LegacyApplication.granted;
import static dev.portcullis.ejb.LegacyApplication.reason;
import static dev.portcullis.ejb.LegacyApplication.roles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.RejectionReason;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.Proves;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in the users of an application's own tables. */
class UserSourceTest {

  private final LegacyApplication app = new LegacyApplication();

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  @Proves({"S30", "S71"})
  void aPasswordOfOldSignsInAndABetterHashIsKept() {
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
    assertThat(app.login("alice", "another one")).isInstanceOf(Rejected.class);

    assertThat(app.text("SELECT password_hash FROM auth_federated_identity"))
        .startsWith("$argon2id$v=19$m=256,t=1,p=1$");
    assertThat(app.text("SELECT credential_mark FROM auth_federated_identity"))
        .doesNotContain(SHA_1);
    assertThat(app.text("SELECT password_hash FROM auth_account")).isNull();
    assertThat(app.text("SELECT password FROM users")).isEqualTo(SHA_1);
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
  }

  @Test
  @Proves("S30")
  void aPasswordChangedAtTheSourceTakesThePlaceOfTheKeptOne() {
    var before = granted(app.login("alice", PASSWORD));
    app.sql("UPDATE users SET password = '" + BETTER_SHA_1 + "'");

    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Rejected.class);
    assertThat(app.login("alice", BETTER)).isInstanceOf(Authenticated.class);
    assertThat(app.isLive(before)).isFalse();
  }

  @Test
  @Proves("S85")
  void theRolesAreTheSourcesExceptTheAdministrators() {
    assertThat(roles(app.login("alice", PASSWORD))).containsExactly("editor");
    app.sql("INSERT INTO users VALUES (2, 'bob', '" + SHA_1 + "')");
    assertThat(roles(app.login("bob", PASSWORD))).containsExactly("user");
  }

  @Test
  @Proves("S85")
  void theAdministratorsRoleIsGivenWhereItIsMapped() {
    app.start("role_mapping: {auth-admin: auth-admin, editor: [writer, reader]}");

    assertThat(roles(app.login("alice", PASSWORD)))
        .containsExactlyInAnyOrder("auth-admin", "writer", "reader");
  }

  @Test
  @Proves("S32")
  void unknownAndKnownAreRefusedAlike() {
    app.sql("INSERT INTO users VALUES (2, 'bob', 'no hash of any form')");
    app.login("alice", "wrong");
    app.login("bob", "wrong");
    var wrong = cost("alice", RejectionReason.WRONG_PASSWORD);
    assertThat(cost("nobody", RejectionReason.UNKNOWN_ACCOUNT)).isEqualTo(wrong);
    assertThat(cost("bob", RejectionReason.WRONG_PASSWORD)).isEqualTo(wrong);
    for (int i = 0; i < 5; i++) {
      app.login("alice", "wrong");
    }
    assertThat(cost("alice", RejectionReason.LOCKED)).isEqualTo(wrong);
    assertThat(wrong).containsEntry("argon2id", 1).containsEntry("user_roles", 1);
  }

  /** What a refused login cost: hashes of passwords, and statements in both databases. */
  private Map<String, Integer> cost(String username, RejectionReason expected) {
    app.sql("SET QUERY_STATISTICS TRUE");
    int hashes = hashes();
    assertThat(reason(app.login(username, "wrong"))).isEqualTo(expected);
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
    app.sql("SET QUERY_STATISTICS FALSE");
    return cost;
  }

  private int statements(String like) {
    var sum =
        app.text(
            "SELECT SUM(execution_count) FROM information_schema.query_statistics"
                + " WHERE sql_statement LIKE '"
                + like
                + "' AND sql_statement NOT LIKE '%query_statistics%'");
    return sum == null ? 0 : Integer.parseInt(sum);
  }

  private int hashes() {
    return app.domain()
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
      assertThat(reason(app.login("alice", "guess"))).isEqualTo(RejectionReason.WRONG_PASSWORD);
    }
    assertThat(reason(app.login("alice", PASSWORD))).isEqualTo(RejectionReason.LOCKED);
  }

  @Test
  @Proves("S83")
  void manyFirstLoginsAtOnceMakeOneAccount() throws Exception {
    app.sql("UPDATE users SET username = 'carol'");
    var barrier = new CyclicBarrier(32);
    var pool = Executors.newFixedThreadPool(32);
    try {
      var logins = new ArrayList<Callable<String>>();
      for (int i = 0; i < 32; i++) {
        logins.add(
            () -> {
              barrier.await();
              try {
                return app.login("carol", PASSWORD).getClass().getSimpleName();
              } catch (TemporarilyUnavailableException busy) {
                return "busy";
              }
            });
      }
      var answers = new HashSet<String>();
      for (var future : pool.invokeAll(logins)) {
        answers.add(future.get());
      }
      assertThat(answers).contains("Authenticated").isSubsetOf("Authenticated", "busy");
    } finally {
      pool.shutdownNow();
    }
    assertThat(app.count("auth_account")).isEqualTo(1);
    assertThat(app.count("auth_federated_identity")).isEqualTo(1);
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
    assertThatThrownBy(() -> app.start(key))
        .hasMessageContaining("auth.providers.local.user_source.");
    app.start();
    assertThat(app.text("SELECT password FROM users")).isEqualTo(SHA_1);
  }

  @Test
  @Proves("S85")
  void theAdministratorsRoleIsNoDefault() {
    app.sql("DELETE FROM user_roles");
    app.start("default_roles: [user, auth-admin]");

    assertThat(roles(app.login("alice", PASSWORD))).containsExactly("user");
  }

  @Test
  @Proves("S29")
  void spacesAtTheEndOfAPlainPasswordAreOfIt() {
    app.sql("UPDATE users SET password = '" + PASSWORD + "  '");
    app.start("hash: plain", "digest_algorithm:", "allow_plain_text: true");

    assertThat(app.login("alice", PASSWORD + "  ")).isInstanceOf(Authenticated.class);
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Rejected.class);
  }
}
