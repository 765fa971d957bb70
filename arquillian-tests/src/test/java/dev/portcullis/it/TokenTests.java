package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.TestUsers;
import dev.portcullis.testing.Proves;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;

/** Tokens from the login to their end. */
public interface TokenTests extends OnServer {

  @Test
  @RunAsClient
  default void aLoginGivesTokens() {
    Answer answer = client().login("bob", TestApplication.BOB);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("token_type")).isEqualTo("Bearer");
    assertThat(answer.json().get("expires_in").asInt()).isEqualTo(900);
    assertThat(answer.text("refresh_token")).isNotEmpty();
    assertThat(answer.json().get("refresh_expires_in").asInt()).isPositive();
    assertThat(answer.json().get("user").get("username").asString()).isEqualTo("bob");
    assertThat(answer.json().get("user").get("roles").valueStream().map(r -> r.asString()))
        .containsExactlyInAnyOrder("user", "editor");
    assertThat(answer.header("Cache-Control")).contains("no-store");
  }

  @Test
  @RunAsClient
  @Proves("S32")
  default void wrongAndUnknownLookAlike() {
    Answer wrong = client().login("victim", "wrong-password-entirely");
    Answer unknown = client().login("no-such-person", "wrong-password-entirely");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.text("error")).isEqualTo("invalid_credentials");
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.body()).isEqualTo(wrong.body());
    assertThat(wrong.header("WWW-Authenticate")).startsWith("Bearer");
  }

  @Test
  @RunAsClient
  @Proves({"S1", "S2"})
  default void aTokenThatWasTamperedWithIsRefused() {
    String token = client().login("alice", TestApplication.ALICE).text("access_token");
    String[] parts = token.split("\\.", -1);
    for (String bad :
        new String[] {
          parts[0] + "." + parts[1] + ".",
          parts[0] + "." + parts[1],
          "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0." + parts[1] + ".",
          parts[0] + "." + flipFirst(parts[1]) + "." + parts[2],
          parts[0] + "." + parts[1] + "." + flipFirst(parts[2]),
          token + "=",
          "x" + token,
          "garbage"
        }) {
      Answer answer = client().withToken(bad).get("/api/ping");
      assertThat(answer.status()).as(bad).isEqualTo(401);
      assertThat(answer.text("error")).isEqualTo("invalid_token");
      assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    }
  }

  private static String flipFirst(String part) {
    return (part.charAt(0) == 'A' ? 'B' : 'A') + part.substring(1);
  }

  @Test
  @RunAsClient
  @Proves("S10")
  default void aRefreshTokenIsNoAccessToken() {
    Answer tokens = client().login("alice", TestApplication.ALICE);
    Answer answer = client().withToken(tokens.text("refresh_token")).get("/api/ping");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(refresh(tokens.text("access_token")).status()).isEqualTo(401);
  }

  @Test
  @RunAsClient
  @Proves("S14")
  default void ofThirtyTwoRefreshesAtATimeOneWins() throws Exception {
    String token = client().login("racer", TestUsers.PASSWORD).text("refresh_token");
    var start = new CountDownLatch(1);
    var pool = Executors.newFixedThreadPool(32);
    try {
      Callable<Answer> attempt =
          () -> {
            start.await();
            return refresh(token);
          };
      List<Future<Answer>> attempts =
          IntStream.range(0, 32).mapToObj(i -> pool.submit(attempt)).toList();
      start.countDown();
      long won = 0;
      for (Future<Answer> future : attempts) {
        int status = answerOf(future).status();
        assertThat(status).isIn(200, 401);
        won += status == 200 ? 1 : 0;
      }
      assertThat(won).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Answer answerOf(Future<Answer> future)
      throws ExecutionException, InterruptedException {
    return future.get();
  }

  @Test
  @RunAsClient
  @Proves("S15")
  default void reuseOfARefreshTokenKillsTheFamily() {
    Answer first = client().login("racer", TestUsers.PASSWORD);
    Answer second = refresh(first.text("refresh_token"));
    assertThat(second.status()).isEqualTo(200);
    String live = second.text("access_token");
    assertThat(client().withToken(live).get("/api/ping").status()).isEqualTo(200);
    Answer reuse = refresh(first.text("refresh_token"));
    assertThat(reuse.status()).isEqualTo(401);
    assertThat(reuse.text("error")).isEqualTo("refresh_token_reused");
    assertThat(refresh(second.text("refresh_token")).status()).isEqualTo(401);
    assertThat(client().withToken(live).get("/api/ping").status()).isEqualTo(401);
  }

  @Test
  @RunAsClient
  @Proves({"S12", "S16"})
  default void aRevokedTokenIsRefusedAtOnce() {
    Answer tokens = client().login("alice", TestApplication.ALICE);
    TestClient alice = client().withToken(tokens.text("access_token"));
    assertThat(alice.get("/api/ping").status()).isEqualTo(200);
    assertThat(
            client()
                .postForm("/auth/token/revoke", Map.of("token", tokens.text("access_token")))
                .status())
        .isEqualTo(200);
    Answer answer = alice.get("/api/ping");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("error")).isEqualTo("invalid_token");
    assertThat(client().postForm("/auth/token/revoke", Map.of("token", "unknown")).status())
        .isEqualTo(200);
  }

  private Answer refresh(String token) {
    return client().postJson("/auth/token/refresh", Map.of("refresh_token", token));
  }
}
