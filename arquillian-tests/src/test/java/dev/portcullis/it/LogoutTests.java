package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.testing.Proves;
import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;

/** The end of a session, by our operation and by the container's, and what ends with it. */
public interface LogoutTests extends OnServer {

  @Test
  @RunAsClient
  @Proves("S23")
  default void logoutEndsTheSession() {
    TestClient alice = loggedIn();
    Map<String, String> before = Map.copyOf(alice.cookies());
    Answer answer = alice.postJson("/auth/logout", Map.of());
    assertThat(answer.status()).isIn(200, 204);
    assertThat(alice.get("/members/probe").status()).isEqualTo(401);
    assertDead(before);
  }

  @Test
  @RunAsClient
  @Proves("S23")
  default void logoutWithATokenEndsTheFamily() {
    Answer tokens = client().login("alice", TestApplication.ALICE);
    TestClient alice = client().withToken(tokens.text("access_token"));
    assertThat(alice.postJson("/auth/logout", Map.of()).status()).isIn(200, 204);
    assertThat(alice.get("/api/notes").status()).isEqualTo(401);
    Answer refresh =
        client()
            .postJson("/auth/token/refresh", Map.of("refresh_token", tokens.text("refresh_token")));
    assertThat(refresh.status()).isEqualTo(401);
  }

  @Test
  @RunAsClient
  @Proves("S23")
  default void logoutEverywhereEndsSessionsAndTokens() {
    TestClient here = client();
    here.loginForSession("leaver", dev.portcullis.it.probe.TestUsers.PASSWORD);
    TestClient there = client();
    there.loginForSession("leaver", dev.portcullis.it.probe.TestUsers.PASSWORD);
    Answer tokens = client().login("leaver", dev.portcullis.it.probe.TestUsers.PASSWORD);
    assertThat(here.postJson("/auth/logout/all", Map.of()).status()).isIn(200, 204);
    assertThat(there.get("/members/probe").status()).isEqualTo(401);
    assertThat(client().withToken(tokens.text("access_token")).get("/api/notes").status())
        .isEqualTo(401);
  }

  @Test
  @RunAsClient
  @Proves("S84")
  default void requestLogoutEndsTheSession() {
    TestClient alice = loggedIn();
    Map<String, String> before = Map.copyOf(alice.cookies());
    Answer answer = alice.get("/probe/logout");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("remote_user")).isEmpty();
    assertThat(alice.get("/members/probe").status()).isEqualTo(401);
    assertDead(before);
  }

  @Test
  @RunAsClient
  @Proves("S84")
  default void invalidatingTheHttpSessionEndsOurs() {
    TestClient alice = loggedIn();
    alice.get("/members/probe/remember");
    Map<String, String> before = Map.copyOf(alice.cookies());
    alice.get("/probe/invalidate");
    assertThat(alice.get("/members/probe").status()).isEqualTo(401);
    assertDead(before);
  }

  @Test
  @RunAsClient
  @Proves("S84")
  default void theHttpSessionEndsWithOurs() {
    TestClient alice = loggedIn();
    assertThat(alice.get("/members/probe/remember").text("remembered")).isEqualTo("yes");
    assertThat(alice.get("/members/probe").text("remembered")).isEqualTo("yes");
    Map<String, String> container = Map.copyOf(alice.cookies());
    alice.postJson("/auth/logout", Map.of());
    TestClient thief = client();
    thief.cookies().putAll(container);
    assertThat(thief.get("/probe").text("remembered")).isEmpty();
  }

  @Test
  @RunAsClient
  @Proves("S84")
  default void anotherCallerDoesNotInheritTheHttpSession() {
    TestClient browser = loggedIn();
    browser.get("/members/probe/remember");
    browser.loginForSession("bob", TestApplication.BOB);
    Answer answer = browser.get("/members/probe");
    assertThat(answer.text("remote_user")).isEqualTo("bob");
    assertThat(answer.text("remembered")).isEmpty();
  }

  private TestClient loggedIn() {
    TestClient alice = client();
    assertThat(alice.loginForSession("alice", TestApplication.ALICE).status()).isEqualTo(200);
    assertThat(alice.get("/members/probe").status()).isEqualTo(200);
    return alice;
  }

  /** The cookies of before serve nobody any more. */
  private void assertDead(Map<String, String> cookies) {
    TestClient thief = client();
    thief.cookies().putAll(cookies);
    assertThat(thief.get("/members/probe").status()).isEqualTo(401);
  }
}
