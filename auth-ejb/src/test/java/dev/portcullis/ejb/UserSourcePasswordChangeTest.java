package dev.portcullis.ejb;

import static dev.portcullis.ejb.LegacyApplication.BETTER;
import static dev.portcullis.ejb.LegacyApplication.BETTER_SHA_1;
import static dev.portcullis.ejb.LegacyApplication.CLIENT;
import static dev.portcullis.ejb.LegacyApplication.PASSWORD;
import static dev.portcullis.ejb.LegacyApplication.SHA_1;
import static dev.portcullis.ejb.LegacyApplication.UPDATE;
import static dev.portcullis.ejb.LegacyApplication.caller;
import static dev.portcullis.ejb.LegacyApplication.granted;
import static dev.portcullis.ejb.LegacyApplication.sha1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AccountOutcome;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.Confidential;
import dev.portcullis.testing.Proves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changing the password of a user of an application's own table. */
class UserSourcePasswordChangeTest {

  private final LegacyApplication app = new LegacyApplication();

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void passwordsOfASourceThatIsOnlyReadAreChangedThere() {
    var caller = caller(app.login("alice", PASSWORD));

    assertThat(app.domain().accounts().canChangePassword(caller.getId())).isFalse();
    assertThat(
            app.domain()
                .accounts()
                .changePassword(caller, Confidential.of(PASSWORD), Confidential.of(BETTER), CLIENT))
        .isEqualTo(new AccountOutcome.Conflict("password.kept_elsewhere"));
  }

  @Test
  @Proves("S34")
  void withUpdateSqlThePasswordIsChangedAtTheSourceInItsFormat() {
    app.start(UPDATE);
    var caller = caller(app.login("alice", PASSWORD));
    var elsewhere = granted(app.login("alice", PASSWORD));

    assertThat(app.change(caller, "wrong")).isInstanceOf(AccountOutcome.NotProven.class);
    assertThat(app.change(caller, PASSWORD)).isInstanceOf(AccountOutcome.Done.class);

    assertThat(app.text("SELECT password FROM users")).isEqualTo(BETTER_SHA_1);
    assertThat(app.isLive(elsewhere)).isFalse();
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Rejected.class);
    assertThat(app.login("alice", BETTER)).isInstanceOf(Authenticated.class);
  }

  /** The source has the new password, and then our own database fails. */
  @Test
  @Proves("S74")
  void aFailureBetweenTheTwoDatabasesLeavesTheNewPasswordAlone() {
    app.start(UPDATE);
    var caller = caller(app.login("alice", PASSWORD));
    app.sql(
        "ALTER TABLE auth_federated_identity ADD CONSTRAINT broken CHECK (credential_mark = '"
            + app.text("SELECT credential_mark FROM auth_federated_identity")
            + "')");

    assertThatThrownBy(() -> app.change(caller, PASSWORD)).isInstanceOf(RuntimeException.class);
    app.sql("ALTER TABLE auth_federated_identity DROP CONSTRAINT broken");

    assertThat(app.text("SELECT password FROM users")).isEqualTo(BETTER_SHA_1);
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Rejected.class);
    assertThat(app.login("alice", BETTER)).isInstanceOf(Authenticated.class);
  }

  /** Somebody else changed it, or the row, between our reading and our writing. */
  @Test
  @Proves("S74")
  void anUpdateThatFindsNoRowChangesNothingHereEither() {
    app.start(UPDATE.replace(":old_password", ":old_password AND 1 = 0"));
    var caller = caller(app.login("alice", PASSWORD));

    assertThat(app.change(caller, PASSWORD))
        .isEqualTo(new AccountOutcome.Conflict("account.changed"));
    assertThat(app.login("alice", BETTER)).isInstanceOf(Rejected.class);
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
  }

  @Test
  @Proves("S34")
  void aSaltInAColumnOfItsOwnIsReplacedWithThePassword() {
    app.sql("ALTER TABLE users ADD salt VARCHAR(40)");
    app.sql("UPDATE users SET salt = 'pepper', password = '" + sha1(PASSWORD + "pepper") + "'");
    app.start(
        "password_sql: SELECT username, password, salt FROM users WHERE username = ?",
        "salt_column: salt",
        "digest_salt: after",
        "update_sql: \"UPDATE users SET password = :password, salt = :salt WHERE username ="
            + " :username AND password = :old_password AND salt = :old_salt\"");
    var session = app.login("alice", PASSWORD);

    assertThat(app.change(caller(session), PASSWORD)).isInstanceOf(AccountOutcome.Done.class);

    var salt = app.text("SELECT salt FROM users");
    assertThat(salt).isNotEqualTo("pepper").isNotBlank();
    assertThat(app.text("SELECT password FROM users")).isEqualTo(sha1(BETTER + salt));
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Rejected.class);
    assertThat(app.login("alice", BETTER)).isInstanceOf(Authenticated.class);
    assertThat(app.isLive(granted(session))).as("nothing changed since").isTrue();
  }

  @Test
  @Proves({"S11", "S34"})
  void whoeverHasTheNameNowDoesNotProveTheirPredecessor() {
    app.start(UPDATE, "subject_column: id");
    var caller = caller(app.login("alice", PASSWORD));
    app.sql("UPDATE users SET id = 2");

    assertThat(app.change(caller, PASSWORD)).isInstanceOf(AccountOutcome.NotFound.class);
    assertThat(app.text("SELECT password FROM users")).isEqualTo(SHA_1);
  }
}
