package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.TestUsers;
import dev.portcullis.it.server.RunningServer;
import dev.portcullis.testing.Proves;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;

/** The whole container knows the user, whatever the credential was. */
public interface IdentityTests extends OnServer {

  @Test
  @RunAsClient
  default void aServletThatRunsAsAnotherRoleKeepsItsCaller() {
    // Payara takes a principal for the role from a mapping, and the demo has none.
    assumeTrue(RunningServer.onWildFly());
    TestClient alice = client();
    alice.loginForSession("alice", TestApplication.ALICE);
    assertThat(alice.get("/members/run-as").body()).isEqualTo("alice editor");
  }

  @Test
  @RunAsClient
  default void everyPartOfTheContainerKnowsTheHolderOfASession() {
    TestClient bob = client();
    assertThat(bob.loginForSession("bob", TestApplication.BOB).status()).isEqualTo(200);
    assertKnown(bob.get("/probe"), "bob");
    assertKnown(bob.get("/members/probe"), "bob");
  }

  @Test
  @RunAsClient
  default void everyPartOfTheContainerKnowsTheHolderOfAToken() {
    String token = client().login("bob", TestApplication.BOB).text("access_token");
    assertKnown(client().withToken(token).get("/probe"), "bob");
    assertKnown(client().withToken(token).get("/members/probe"), "bob");
  }

  private static void assertKnown(Answer answer, String username) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    for (String who :
        new String[] {
          "remote_user",
          "principal",
          "security_context",
          "ejb_caller",
          "caller",
          "attribute_username",
          "ejb_for_users",
          "ejb_for_editors"
        }) {
      assertThat(answer.text(who)).as(who).isEqualTo(username);
    }
    for (String roles : new String[] {"servlet_roles", "security_context_roles", "ejb_roles"}) {
      assertThat(answer.texts(roles)).as(roles).containsExactlyInAnyOrder("user", "editor");
    }
    assertThat(answer.text("caller_email")).isEqualTo(username + "@example.org");
    assertThat(answer.text("attribute_email")).isEqualTo(username + "@example.org");
    assertThat(answer.text("attribute_user_id")).isNotEmpty();
    assertThat(answer.json().get("attribute_caller").asBoolean()).isTrue();
  }

  @Test
  @RunAsClient
  default void anEjbRefusesWhoLacksItsRole() {
    String token = client().login("alice", TestApplication.ALICE).text("access_token");
    Answer probe = client().withToken(token).get("/probe");
    assertThat(probe.text("ejb_for_users")).isEqualTo("alice");
    assertThat(probe.text("ejb_for_editors")).isEqualTo("refused");
    assertThat(client().withToken(token).delete("/api/notes").status()).isEqualTo(403);
  }

  @Test
  @RunAsClient
  default void aUserWithoutTheRoleOfARuleIsRefused() {
    String token = client().login("norole", TestUsers.PASSWORD).text("access_token");
    Answer answer = client().withToken(token).get("/api/notes");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("error")).isEqualTo("insufficient_permissions");
  }

  @Test
  @RunAsClient
  default void aSecurityConstraintOfWebXmlStillHolds() {
    TestClient alice = client().likeBrowser();
    alice.loginForSession("alice", TestApplication.ALICE);
    assertThat(alice.get("/admin/").status()).isEqualTo(403);
  }

  @Test
  @RunAsClient
  @Proves("S85")
  default void theFirstAdministratorComesFromTheLinkInTheLogWhichServesOnce() {
    TestClient root = FirstAdministrator.browser(base(), RunningServer.mainLog());
    Answer answer = root.get("/admin/");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("Only administrators see this page");
    String link = FirstAdministrator.link(RunningServer.mainLog());
    assertThat(client().likeBrowser().get("/auth/setup?link=" + link).status()).isEqualTo(404);
  }

  @Test
  @RunAsClient
  default void aConstraintOfWebXmlSendsABrowserToTheLoginPage() {
    Answer answer = client().likeBrowser().get("/admin/");
    assertThat(answer.status()).isIn(302, 303);
    assertThat(answer.header("Location")).contains("/auth/login");
  }

  @Test
  @RunAsClient
  default void theJspKnowsNameRolesAndEmail() {
    TestClient bob = client().likeBrowser();
    bob.loginForSession("bob", TestApplication.BOB);
    assertThat(bob.get("/members/").body())
        .contains("<dd id=\"caller\">bob</dd>", "<dd id=\"email\">bob@example.org</dd>")
        .containsPattern("id=\"roles\">\\s*user\\s+editor\\s*<");
  }

  @Test
  @RunAsClient
  default void theApplicationsOwnPersistenceUnitWorks() {
    String token = client().login("alice", TestApplication.ALICE).text("access_token");
    TestClient alice = client().withToken(token);
    String text = "note " + System.nanoTime();
    assertThat(alice.post("/api/notes", "application/json", "{\"text\":\"" + text + "\"}").status())
        .isEqualTo(201);
    assertThat(alice.get("/api/notes").texts("notes")).contains(text);
  }
}
