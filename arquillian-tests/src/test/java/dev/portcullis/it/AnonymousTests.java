package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.testing.Proves;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;

/** Requests that say nothing about who sends them. */
public interface AnonymousTests extends OnServer {

  @Test
  @RunAsClient
  default void anOpenPageIsOpen() {
    Answer answer = client().get("/");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("You are not logged in");
  }

  @Test
  @RunAsClient
  default void theContainerKnowsNobody() {
    Answer answer = client().get("/probe");
    assertThat(answer.text("remote_user")).isEmpty();
    assertThat(answer.text("principal")).isEmpty();
    assertThat(answer.json().get("caller_authenticated").asBoolean()).isFalse();
    assertThat(answer.text("ejb_for_users")).isEqualTo("refused");
    assertThat(answer.text("attribute_username")).isEmpty();
  }

  @Test
  @RunAsClient
  default void aBrowserIsSentToTheLoginPage() {
    Answer answer = client().likeBrowser().get("/members/");
    assertThat(answer.status()).isIn(302, 303);
    assertThat(answer.header("Location")).contains("/auth/login");
  }

  @Test
  @RunAsClient
  default void aProgramGetsAChallengeThatNamesNoError() {
    Answer answer = client().with("Accept", "application/json").get("/api/notes");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("error"))
        .isIn("authentication_required", "missing_authorization_header");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer").doesNotContain("error=");
  }

  @Test
  @RunAsClient
  default void aScriptInAPageIsNotRedirected() {
    Answer answer =
        client().likeBrowser().with("X-Requested-With", "XMLHttpRequest").get("/members/");
    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  @RunAsClient
  @Proves("S80")
  default void anotherSpellingOfThePathDoesNotStepAroundARule() {
    for (String path :
        new String[] {
          "/members;x=1/",
          "/members%3Bx/",
          "//members/",
          "/open/../members/",
          "/open/%2e%2e/members/",
          "/members%2F",
          "/members/;jsessionid=1",
          "/./members/",
          "/open/..;/members/",
          "/%6dembers/",
          "/members/probe;a=b",
          "/api;x/notes",
          "/api//notes",
          "/api/notes/"
        }) {
      Answer answer = client().get(path);
      assertThat(answer.status()).as(path).isIn(302, 303, 400, 401, 403, 404);
      assertThat(answer.body()).as(path).doesNotContain("Your notes", "remote_user", "\"notes\"");
    }
  }
}
