package dev.portcullis.ejb;

import static dev.portcullis.ejb.LegacyApplication.BETTER_SHA_1;
import static dev.portcullis.ejb.LegacyApplication.CLIENT;
import static dev.portcullis.ejb.LegacyApplication.PASSWORD;
import static dev.portcullis.ejb.LegacyApplication.SHA_1;
import static dev.portcullis.ejb.LegacyApplication.caller;
import static dev.portcullis.ejb.LegacyApplication.granted;
import static dev.portcullis.ejb.LegacyApplication.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AccountOutcome;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.RejectionReason;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of whoever is signed in when the application's tables change or are away. */
class UserSourceRecheckTest {

  private final LegacyApplication app = new LegacyApplication();

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  @Proves("S74")
  void aSourceThatIsAwayIsNeverAYes() {
    var session = granted(app.login("alice", PASSWORD));
    app.sql("ALTER TABLE users RENAME TO elsewhere");

    assertThatThrownBy(() -> app.login("alice", PASSWORD))
        .isInstanceOf(TemporarilyUnavailableException.class);
    app.later(Duration.ofMinutes(16));
    assertThat(app.isLive(session)).isTrue();
    app.later(Duration.ofMinutes(15));
    assertThatThrownBy(() -> app.isLive(session))
        .isInstanceOf(TemporarilyUnavailableException.class);

    app.sql("ALTER TABLE elsewhere RENAME TO users");
    app.server().clock().advance(Duration.ofMinutes(2));
    assertThat(app.isLive(session)).isTrue();
  }

  @Test
  @Proves({"S24", "S38"})
  void whoeverIsRemovedAtTheSourceLosesAccessAtTheNextCheck() {
    var session = granted(app.login("alice", PASSWORD));
    var tokens = app.issue().refreshToken();
    app.sql("DELETE FROM users");
    app.server().clock().advance(Duration.ofMinutes(14));
    assertThat(app.isLive(session)).isTrue();
    app.server().clock().advance(Duration.ofMinutes(1));
    app.server().scheduler().runAll();

    assertThat(app.isLive(session)).isFalse();
    assertThat(app.domain().tokens().refresh(tokens, null, CLIENT)).isInstanceOf(Rejected.class);
    app.sql("INSERT INTO users VALUES (1, 'alice', '" + SHA_1 + "')");
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
  }

  @Test
  @Proves({"S24", "S38"})
  void anApiTokenOfWhoeverIsRemovedAtTheSourceIsRefusedWithoutASession() {
    var token = app.apiToken();
    app.sql("DELETE FROM users");
    app.server().clock().advance(Duration.ofMinutes(14));
    assertThat(app.verdict(token)).isEqualTo("valid");
    app.server().clock().advance(Duration.ofMinutes(1));
    assertThat(app.verdict(token)).isEqualTo("invalid");
  }

  @Test
  @Proves({"S24", "S38"})
  void theSourceIsAskedInTheBackgroundOfThoseWhoHaveOnlyApiTokens() {
    var token = app.apiToken();
    app.sql("DELETE FROM auth_session");
    app.sql("DELETE FROM users");
    app.later(Duration.ofMinutes(15));
    app.sql("INSERT INTO users VALUES (1, 'alice', '" + SHA_1 + "')");
    assertThat(app.verdict(token)).isEqualTo("invalid");
  }

  @Test
  @Proves("S74")
  void anApiTokenIsNotTakenWhileTheSourceIsAwayForLong() {
    var token = app.apiToken();
    app.sql("ALTER TABLE users RENAME TO elsewhere");
    app.server().clock().advance(Duration.ofMinutes(30));
    assertThat(app.verdict(token)).isEqualTo("valid");
    app.server().clock().advance(Duration.ofMinutes(2));
    assertThat(app.verdict(token)).isEqualTo("unavailable");
  }

  /** No session and no API token: the background knows nothing of such callers. */
  @Test
  @Proves({"S24", "S38"})
  void aPasswordThatComesWithEveryRequestFollowsTheSourceToo() {
    app.startWith("sessions: {recheck_source: 10s}");
    assertThat(app.asksWith(PASSWORD)).isTrue();
    app.sql("DELETE FROM user_roles WHERE role_name = 'editor'");
    app.server().clock().advance(Duration.ofSeconds(10));
    assertThat(caller(app.ask(PASSWORD)).getRoles()).doesNotContain("editor");

    app.sql("UPDATE users SET password = '" + BETTER_SHA_1 + "'");
    app.server().clock().advance(Duration.ofSeconds(10));
    assertThat(app.asksWith(PASSWORD)).isFalse();
    assertThat(app.asksWith(LegacyApplication.BETTER)).isTrue();

    app.sql("DELETE FROM users");
    app.server().clock().advance(Duration.ofSeconds(9));
    assertThat(app.asksWith(LegacyApplication.BETTER)).isTrue();
    // What was read is believed for five seconds.
    app.server().clock().advance(Duration.ofSeconds(5));
    assertThat(app.asksWith(LegacyApplication.BETTER)).isFalse();
  }

  @Test
  @Proves("S74")
  void aPasswordThatComesWithEveryRequestIsNotTakenWhileTheSourceIsAwayForLong() {
    app.startWith("sessions: {recheck_source: 10s, recheck_grace: 20s}");
    assertThat(app.asksWith(PASSWORD)).isTrue();
    app.sql("ALTER TABLE users RENAME TO elsewhere");
    app.server().clock().advance(Duration.ofSeconds(29));
    assertThat(app.asksWith(PASSWORD)).isTrue();
    app.server().clock().advance(Duration.ofSeconds(5));
    assertThatThrownBy(() -> app.asksWith(PASSWORD))
        .isInstanceOf(TemporarilyUnavailableException.class);
  }

  @Test
  @Proves("S24")
  void anAdministratorsNoOutlivesAnAbsenceAtTheSource() {
    var alice = caller(app.login("alice", PASSWORD));
    app.sql("DELETE FROM users");
    app.later(Duration.ofMinutes(15));
    assertThat(app.domain().accounts().find(alice.getId()).orElseThrow().disabled()).isTrue();
    assertThat(app.domain().accounts().setDisabled(alice.getId(), true, CLIENT))
        .isInstanceOf(AccountOutcome.Done.class);
    app.sql("INSERT INTO users VALUES (1, 'alice', '" + SHA_1 + "')");
    assertThat(reason(app.login("alice", PASSWORD))).isEqualTo(RejectionReason.DISABLED);
    assertThat(app.domain().accounts().setDisabled(alice.getId(), false, CLIENT))
        .isInstanceOf(AccountOutcome.Done.class);
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
  }

  @Test
  @Proves("S38")
  void refreshAsksTheSourceAnew() {
    var tokens = app.issue();
    app.sql("DELETE FROM users");
    app.server().clock().advance(Duration.ofMinutes(1));

    assertThat(app.domain().tokens().refresh(tokens.refreshToken(), null, CLIENT))
        .isInstanceOf(Rejected.class);
  }

  @Test
  @Proves("S19")
  void otherRolesOrAnotherPasswordEndTheSessionAtTheNextCheck() {
    var first = granted(app.login("alice", PASSWORD));
    app.sql("DELETE FROM user_roles WHERE role_name = 'editor'");
    app.later(Duration.ofMinutes(15));
    assertThat(app.isLive(first)).isFalse();

    var second = granted(app.login("alice", PASSWORD));
    app.sql("UPDATE users SET password = '" + BETTER_SHA_1 + "'");
    app.later(Duration.ofMinutes(15));
    assertThat(app.isLive(second)).isFalse();
  }

  @Test
  @Proves({"S11", "S24"})
  void whoeverHasTheNameNowDoesNotKeepTheSessionOfTheirPredecessor() {
    app.start("subject_column: id");
    var session = granted(app.login("alice", PASSWORD));
    app.sql("UPDATE users SET id = 2");
    app.later(Duration.ofMinutes(15));
    assertThat(app.isLive(session)).isFalse();
  }
}
