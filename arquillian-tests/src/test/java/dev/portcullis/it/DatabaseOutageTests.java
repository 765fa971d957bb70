package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.server.TestDatabases;
import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;

/** The database of Portcullis goes away and comes back. */
public interface DatabaseOutageTests extends OnServer {

  @Test
  @RunAsClient
  @Proves("S74")
  default void withoutItsDatabaseNobodyGetsInAndAfterwardsEverythingIsThere() {
    Answer tokens = client().login("alice", TestApplication.ALICE);
    TestClient alice = client();
    alice.loginForSession("alice", TestApplication.ALICE);
    TestDatabases.get().takeAway();
    try {
      assertUnavailable(client().login("bob", TestApplication.BOB));
      assertUnavailable(refresh(tokens));
      Answer session =
          Polling.until(
              Duration.ofSeconds(15),
              () -> alice.get("/members/probe"),
              answer -> answer.status() != 200);
      assertUnavailable(session);
    } finally {
      TestDatabases.get().giveBack();
    }
    Answer back =
        Polling.until(
            Duration.ofSeconds(30),
            () -> client().login("bob", TestApplication.BOB),
            answer -> answer.status() == 200);
    assertThat(back.status()).isEqualTo(200);
    assertThat(alice.get("/members/probe").status()).isEqualTo(200);
    assertThat(refresh(tokens).status()).isEqualTo(200);
  }

  private Answer refresh(Answer tokens) {
    return client()
        .postJson("/auth/token/refresh", Map.of("refresh_token", tokens.text("refresh_token")));
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(answer.text("error")).isEqualTo("temporarily_unavailable");
    assertThat(answer.header("Retry-After")).matches("[0-9]+");
  }
}
