package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.server.RunningServer;
import dev.portcullis.testing.Proves;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the filter alone can give: identity in servlets and pages, none in EJBs. */
public interface FilterIdentityTests extends OnServer {

  /** What the server has logged. */
  default String log() {
    return RunningServer.mainLog();
  }

  @Test
  default void servletsKnowTheHolderOfASession() {
    Answer answer = bob().get("/members/probe");
    for (String who : new String[] {"remote_user", "principal", "caller", "attribute_username"}) {
      assertThat(answer.text(who)).as(who).isEqualTo("bob");
    }
    assertThat(answer.texts("servlet_roles")).containsExactlyInAnyOrder("user", "editor");
  }

  @Test
  default void ejbsStayClosed() {
    assertThat(bob().get("/members/probe").text("ejb_for_users")).isEqualTo("refused");
  }

  @Test
  default void theStartSaysWhatTheFilterDoesNotReach() {
    assertThat(log())
        .contains(
            "auth.door: filter",
            "Callers of Portcullis do not meet",
            "/admin/*",
            "dev.portcullis.it.probe.ProbeBean");
  }

  @ParameterizedTest
  @ValueSource(strings = {"forward", "include", "async", "thread"})
  default void whoeverIsHandedTheRequestKnowsTheCaller(String how) {
    Answer answer = bob().get("/members/dispatch/" + how);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("remote_user")).isEqualTo("bob");
  }

  @Test
  @Proves("S80")
  default void anErrorPageDoesNotOpenWhatARuleGuards() {
    assertThat(client().get("/members/dispatch/missing").status()).isEqualTo(401);
    assertThat(bob().get("/members/dispatch/missing").status()).isEqualTo(404);
  }

  @Test
  @Proves("S84")
  default void theRequestsOwnLoginAndLogoutAreOurs() {
    TestClient bob = client().with("X-Username", "bob").with("X-Password", TestApplication.BOB);
    assertThat(bob.get("/probe/login").text("remote_user")).isEqualTo("bob");
    assertThat(bob.get("/members/probe").status()).isEqualTo(200);
    assertThat(bob.get("/probe/logout").text("remote_user")).isEmpty();
    assertThat(bob.get("/members/probe").status()).isEqualTo(401);
  }

  @Test
  default void aWebSocketKnowsWhoShookHands() throws Exception {
    TestClient bob = bob();
    assertThat(handshake(bob)).isEqualTo("bob");
    assertThatThrownBy(() -> handshake(client())).hasMessageContaining("WebSocketHandshake");
  }

  private TestClient bob() {
    TestClient bob = client();
    bob.loginForSession("bob", TestApplication.BOB);
    return bob;
  }

  private String handshake(TestClient client) throws Exception {
    var said = new CompletableFuture<String>();
    var cookies = new StringBuilder();
    client.cookies().forEach((name, value) -> cookies.append(name + "=" + value + "; "));
    var builder =
        HttpClient.newHttpClient().newWebSocketBuilder().header("Origin", client.origin());
    if (!cookies.isEmpty()) {
      builder.header("Cookie", cookies.toString());
    }
    WebSocket socket =
        builder
            .buildAsync(
                URI.create(base().toString().replaceFirst("http", "ws") + "/members/socket"),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean end) {
                    said.complete(text.toString());
                    return CompletableFuture.completedStage(text);
                  }
                })
            .get(30, TimeUnit.SECONDS);
    // Text is not handed over before it was asked for; the listener's default asks at the opening.
    socket.sendText("who", true).get(30, TimeUnit.SECONDS);
    try {
      return said.get(30, TimeUnit.SECONDS);
    } finally {
      socket.abort();
    }
  }
}
