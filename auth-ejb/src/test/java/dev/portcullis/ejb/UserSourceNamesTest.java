package dev.portcullis.ejb;

import static dev.portcullis.ejb.LegacyApplication.BETTER;
import static dev.portcullis.ejb.LegacyApplication.CLIENT;
import static dev.portcullis.ejb.LegacyApplication.PASSWORD;
import static dev.portcullis.ejb.LegacyApplication.SHA_1;
import static dev.portcullis.ejb.LegacyApplication.caller;
import static dev.portcullis.ejb.LegacyApplication.reason;
import static dev.portcullis.ejb.LegacyApplication.roles;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.RejectionReason;
import dev.portcullis.testing.Proves;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose name it is that was typed, and whose account. */
class UserSourceNamesTest {

  private final LegacyApplication app = new LegacyApplication();

  @AfterEach
  void close() {
    app.close();
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
    assertThat(reason(app.login(typed, PASSWORD))).isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
    assertThat(app.count("auth_account")).isZero();
  }

  @Test
  @Proves("S83")
  void whereCaseIsIgnoredThePrincipalHasTheNameOfTheRow() {
    app.start("ignore_case: true");

    assertThat(caller(app.login("ALICE", PASSWORD)).getUsername()).isEqualTo("alice");
    assertThat(reason(app.login("alice ", PASSWORD))).isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
  }

  @Test
  void twoRowsOfANameAreNobody() {
    app.sql("INSERT INTO users VALUES (2, 'ALICE', '" + SHA_1 + "')");

    assertThat(reason(app.login("alice", PASSWORD))).isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
  }

  @Test
  @Proves("S83")
  void aNameThatIsTakenHereIsNeverAnothersAccount() {
    app.domain()
        .accounts()
        .create(
            new NewAccount("alice", null, null, Set.of("local"), Confidential.of(BETTER)), CLIENT);

    assertThat(roles(app.login("alice", BETTER))).containsExactly("local");
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Rejected.class);
  }

  @Test
  @Proves({"S11", "S83"})
  void whoeverIsRenamedAtTheSourceStaysWhoTheyAre() {
    app.start("subject_column: id");
    var alice = caller(app.login("alice", PASSWORD));
    app.sql("UPDATE users SET username = 'admin'");
    var renamed = caller(app.login("admin", PASSWORD));
    app.sql("INSERT INTO users VALUES (2, 'alice', '" + SHA_1 + "')");
    var other = caller(app.login("alice", PASSWORD));

    assertThat(renamed.getId()).isEqualTo(alice.getId());
    assertThat(renamed.getUsername()).isEqualTo("alice");
    assertThat(other.getId()).isNotEqualTo(alice.getId());
    assertThat(other.getUsername()).isEqualTo("user_source:2");
  }
}
