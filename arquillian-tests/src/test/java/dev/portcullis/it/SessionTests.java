package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.testing.Proves;
import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Browser sessions: cookies, the list, ending one, forged requests. */
public interface SessionTests extends OnServer {

  @Test
  @RunAsClient
  default void aLoginForASessionGivesACookieAndNoToken() {
    Answer answer = client().loginForSession("alice", TestApplication.ALICE);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("user").get("username").asString()).isEqualTo("alice");
    assertThat(answer.body()).doesNotContain("access_token", "refresh_token");
  }

  @Test
  @RunAsClient
  @Proves({"S20", "S21"})
  default void theCookieIsOutOfReach() {
    Answer answer = client().loginForSession("alice", TestApplication.ALICE);
    String cookie =
        answer.headers().allValues("Set-Cookie").stream()
            .filter(c -> !c.startsWith("JSESSIONID"))
            .findFirst()
            .orElseThrow();
    assertThat(cookie)
        .containsIgnoringCase("; HttpOnly")
        .containsIgnoringCase("; SameSite=Lax")
        .containsIgnoringCase("; Path=/")
        .doesNotContainIgnoringCase("Domain");
    String value = cookie.split(";", 2)[0].split("=", 2)[1];
    assertThat(value.length()).isGreaterThanOrEqualTo(22);
    assertThat(answer.body()).doesNotContain(value);
  }

  @Test
  @RunAsClient
  @Proves("S25")
  default void aUserListsAndEndsASessionOfHers() {
    TestClient laptop = client().with("User-Agent", "Laptop");
    laptop.loginForSession("victim", dev.portcullis.it.probe.TestUsers.PASSWORD);
    TestClient phone = client().with("User-Agent", "Phone");
    phone.loginForSession("victim", dev.portcullis.it.probe.TestUsers.PASSWORD);
    Answer list = laptop.get("/auth/sessions");
    assertThat(list.status()).isEqualTo(200);
    JsonNode other =
        list.json()
            .get("items")
            .valueStream()
            .filter(s -> "Phone".equals(s.get("device").asString()))
            .findFirst()
            .orElseThrow();
    assertThat(other.get("current").asBoolean()).isFalse();
    phone.cookies().values().forEach(secret -> assertThat(list.body()).doesNotContain(secret));
    assertThat(laptop.delete("/auth/sessions/" + other.get("id").asString()).status())
        .isEqualTo(204);
    assertThat(phone.get("/members/probe").status()).isEqualTo(401);
    assertThat(laptop.get("/members/probe").status()).isEqualTo(200);
  }

  @Test
  @RunAsClient
  @Proves("S25")
  default void nobodyEndsASessionOfAnother() {
    TestClient alice = client();
    alice.loginForSession("alice", TestApplication.ALICE);
    String id = alice.get("/auth/sessions").json().get("items").get(0).get("id").asString();
    TestClient bob = client();
    bob.loginForSession("bob", TestApplication.BOB);
    assertThat(bob.delete("/auth/sessions/" + id).status()).isEqualTo(404);
    assertThat(alice.get("/members/probe").status()).isEqualTo(200);
  }

  @Test
  @RunAsClient
  @Proves("S76")
  default void aForgedRequestIsRefused() {
    TestClient alice = client();
    alice.loginForSession("alice", TestApplication.ALICE);
    TestClient forged = client().with("Origin", "https://evil.example");
    forged.cookies().putAll(alice.cookies());
    for (Answer answer :
        new Answer[] {
          forged.postJson("/auth/logout", Map.of()),
          forged.postForm("/auth/logout", Map.of()),
          forged.postForm("/auth/logout", Map.of("_csrf", "")),
          forged.postForm("/members/", Map.of("text", "forged")),
        }) {
      assertThat(answer.status()).isEqualTo(403);
    }
    assertThat(forged.postJson("/auth/logout", Map.of()).text("error")).isEqualTo("csrf_failed");
    assertThat(alice.get("/members/probe").status()).isEqualTo(200);
  }

  @Test
  @RunAsClient
  default void anUnknownCookieCountsAsNothingPresented() {
    TestClient alice = client();
    alice.loginForSession("alice", TestApplication.ALICE);
    alice.cookies().replaceAll((name, value) -> "A".repeat(value.length()));
    Answer answer = alice.get("/probe");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("remote_user")).isEmpty();
  }

  @Test
  @RunAsClient
  @Proves("S27")
  default void aForeignPageCannotLogAVisitorIn() {
    TestClient visitor = client().with("Origin", "https://evil.example");
    Answer form =
        visitor.postForm(
            "/auth/login", Map.of("username", "alice", "password", TestApplication.ALICE));
    assertThat(form.status()).isEqualTo(403);
    Answer json = visitor.loginForSession("alice", TestApplication.ALICE);
    assertThat(json.status()).isEqualTo(403);
    assertThat(visitor.get("/members/probe").status()).isEqualTo(401);
  }
}
