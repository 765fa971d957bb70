package dev.portcullis.it.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.TestApplication;
import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.testing.Proves;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An unchanged application with BASIC: {@code src/test/legacy/stock}. */
interface LegacyBasicTests {

  /** The address of an application, without a trailing slash. */
  URI legacy(String application);

  private TestClient program() {
    return new TestClient(legacy("stock"));
  }

  private TestClient sending(String username, String password) {
    var text = username + ":" + password;
    return program()
        .with(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  default void thePasswordComesWithEveryRequestAndEjbsKnowTheCaller() {
    TestClient alice = sending("alice", TestApplication.ALICE);
    for (int i = 0; i < 3; i++) {
      Answer answer = alice.get("/parts/stock");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body())
          .contains("user=alice", "role=true", "count=alice", "refused")
          .doesNotContain("ordered");
      assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
    }
    assertThat(alice.get("/chief/stock").status()).isEqualTo(403);
    assertThat(alice.get("/open/stock").body()).contains("user=alice");
    assertThat(program().get("/open/stock").body()).contains("user=null", "refused");
  }

  @Test
  default void whoeverSendsNoneOrAWrongOneIsAsked() {
    for (TestClient client :
        new TestClient[] {
          program(), program().likeBrowser(), sending("alice", "wrong"), sending("nobody", "wrong")
        }) {
      Answer answer = client.get("/parts/stock");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.headers().allValues("WWW-Authenticate"))
          .containsExactly(
              "Basic realm=\"Stock\", charset=\"UTF-8\"", "Bearer realm=\"portcullis\"");
    }
    Answer tokens = program().login("alice", TestApplication.ALICE);
    assertThat(program().withToken(tokens.text("access_token")).get("/parts/stock").body())
        .contains("count=alice");
  }

  @Test
  @Proves("S76")
  default void anotherSiteCannotUseAPasswordThatTheBrowserRemembers() {
    Answer answer =
        sending("alice", TestApplication.ALICE)
            .with("Origin", "https://evil.example")
            .postForm("/parts/stock", Map.of("a", "b"));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(
            sending("alice", TestApplication.ALICE)
                .postForm("/parts/stock", Map.of("a", "b"))
                .status())
        .isEqualTo(200);
  }

  @Test
  default void theApplicationsOwnCallsWorkBesideBasic() {
    Answer asked = program().with("X-Authenticate", "yes").get("/open/stock");
    assertThat(asked.status()).isEqualTo(401);
    assertThat(asked.headers().allValues("WWW-Authenticate")).anyMatch(c -> c.contains("Stock"));
    Answer in = program().with("X-Login", TestApplication.ALICE).get("/open/stock");
    assertThat(in.status()).isEqualTo(200);
    assertThat(in.body()).contains("user=alice", "count=alice");
  }
}
