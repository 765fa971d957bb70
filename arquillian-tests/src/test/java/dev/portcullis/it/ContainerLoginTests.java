package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.testing.Proves;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;

/** The container's own ways to log in. */
public interface ContainerLoginTests extends OnServer {

  @Test
  @RunAsClient
  @Proves("S84")
  default void requestLoginLogsIn() {
    TestClient alice =
        client().with("X-Username", "alice").with("X-Password", TestApplication.ALICE);
    Answer answer = alice.get("/probe/login");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.text("remote_user")).isEqualTo("alice");
    assertThat(alice.get("/members/probe").text("remote_user")).isEqualTo("alice");
  }

  @Test
  @RunAsClient
  @Proves("S84")
  default void requestLoginRefusesAWrongPassword() {
    TestClient stranger =
        client().with("X-Username", "nobody").with("X-Password", "not-the-right-password");
    assertThat(stranger.get("/probe/login").status()).isEqualTo(500);
    assertThat(stranger.get("/members/probe").status()).isEqualTo(401);
  }

  @Test
  @RunAsClient
  @Proves("S84")
  default void authenticateChallengesTheAnonymous() {
    Answer program = client().get("/probe/authenticate");
    assertThat(program.status()).isEqualTo(401);
    Answer browser = client().likeBrowser().get("/probe/authenticate");
    assertThat(browser.status()).isIn(302, 303);
  }

  @Test
  @RunAsClient
  @Proves("S84")
  default void authenticateAcceptsWhoIsLoggedIn() {
    TestClient alice = client();
    alice.loginForSession("alice", TestApplication.ALICE);
    assertThat(alice.get("/probe/authenticate").text("remote_user")).isEqualTo("alice");
  }
}
