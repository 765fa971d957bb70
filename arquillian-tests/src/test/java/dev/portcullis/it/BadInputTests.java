package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.testing.Proves;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;

/** Requests that no honest client sends get the answers of the contract, and nothing more. */
public interface BadInputTests extends OnServer {

  @Test
  @RunAsClient
  default void whatIsNotJsonIsRefused() {
    for (String body : new String[] {"", "{", "[]", "null", "{\"username\":1,\"password\":{}}"}) {
      assertError(client().post("/auth/login", "application/json", body), 400, "invalid_request");
    }
  }

  @Test
  @RunAsClient
  default void anUnknownMemberIsRefused() {
    assertError(
        client()
            .post(
                "/auth/login",
                "application/json",
                "{\"username\":\"alice\",\"password\":\"x\",\"admin\":true}"),
        400,
        "unknown_field");
  }

  @Test
  @RunAsClient
  default void anotherContentTypeIsRefused() {
    assertError(
        client().post("/auth/login", "text/plain", "{\"username\":\"alice\"}"),
        415,
        "unsupported_media_type");
    assertError(
        client().post("/auth/token/refresh", "application/xml", "<a/>"),
        415,
        "unsupported_media_type");
  }

  @Test
  @RunAsClient
  default void anotherMethodIsRefused() {
    assertError(
        client().method("PUT", "/auth/login", "application/json", "{}"), 405, "method_not_allowed");
    assertError(client().get("/auth/token/refresh"), 405, "method_not_allowed");
  }

  @Test
  @RunAsClient
  default void anUnknownOperationIsNotFound() {
    assertError(client().get("/auth/no-such-operation"), 404, "not_found");
  }

  @Test
  @RunAsClient
  @Proves("S78")
  default void aBodyThatIsTooLargeIsRefused() {
    assertError(
        client()
            .post(
                "/auth/login",
                "application/json",
                "{\"username\":\"" + "a".repeat(70_000) + "\",\"password\":\"x\"}"),
        413,
        "payload_too_large");
  }

  @Test
  @RunAsClient
  @Proves("S78")
  default void anAuthorizationHeaderThatIsTooLargeIsRefused() {
    Answer answer = client().withToken("a".repeat(9_000)).get("/api/notes");
    assertThat(answer.status()).isIn(400, 401, 413, 431);
    assertThat(answer.body()).doesNotContain("\"notes\"");
  }

  @Test
  @RunAsClient
  @Proves("S17")
  default void twoBearerCarriersAreRefused() {
    String token = client().login("alice", TestApplication.ALICE).text("access_token");
    assertError(
        client().withToken(token).get("/api/notes?access_token=" + token), 400, "invalid_request");
  }

  @Test
  @RunAsClient
  @Proves("S17")
  default void aTokenInTheAddressIsNoCredential() {
    String token = client().login("alice", TestApplication.ALICE).text("access_token");
    Answer answer = client().get("/api/notes?access_token=" + token);
    assertThat(answer.status()).isIn(400, 401);
    assertThat(answer.body()).doesNotContain(token, "\"notes\"");
  }

  @Test
  @RunAsClient
  default void theTokenDecidesBesideACookie() {
    TestClient both = client();
    both.loginForSession("alice", TestApplication.ALICE);
    both.withToken(client().login("bob", TestApplication.BOB).text("access_token"));
    assertThat(both.get("/probe").text("remote_user")).isEqualTo("bob");
    both.withToken("garbage");
    assertThat(both.get("/api/notes").status()).isEqualTo(401);
  }

  @Test
  @RunAsClient
  default void anotherSchemeIsNotOurs() {
    Answer answer = client().with("Authorization", "Basic YWxpY2U6eA==").get("/api/notes");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).doesNotContain("error=");
  }

  @Test
  @RunAsClient
  @Proves("S75")
  default void noAnswerShowsTheInside() {
    for (Answer answer :
        new Answer[] {
          client().post("/auth/login", "application/json", "{\"username\":"),
          client().post("/auth/login", "application/json; charset=nonsense", "{}"),
          client().get("/auth/%00"),
          client().get("/auth/sessions?limit=-1&cursor=%ff"),
          client().withToken("....").get("/api/notes")
        }) {
      assertThat(answer.status()).isLessThan(500);
      assertThat(answer.body())
          .doesNotContain("Exception", "\tat ", "dev.portcullis", "org.glassfish", "SQL");
    }
  }

  @Test
  @RunAsClient
  @Proves("S77")
  default void answersCarryTheHeaders() {
    for (String path : new String[] {"/auth/login", "/auth/me"}) {
      Answer answer = client().likeBrowser().get(path);
      assertThat(answer.header("Cache-Control")).as(path).contains("no-store");
      assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
      assertThat(answer.header("Referrer-Policy")).as(path).isNotEmpty();
      assertThat(answer.header("Access-Control-Allow-Origin")).as(path).isEmpty();
    }
    assertThat(client().likeBrowser().get("/auth/login").header("Content-Security-Policy"))
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe-inline");
  }

  private static void assertError(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.text("error")).isEqualTo(code);
    assertThat(answer.text("error_description")).isNotEmpty();
  }
}
