package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.server.PayaraMicro;
import dev.portcullis.it.server.RunningServer;
import dev.portcullis.it.server.TestDatabases;
import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.Proves;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is left when a server ends, and what a second one knows. */
class SeparateServerIT {

  @Test
  @Proves({"S12", "S22"})
  void sessionsTokensAndRevocationsOutliveARestartAndReachEveryNode() {
    Visitors kept = new Visitors();
    Visitors ended = new Visitors();
    try (RunningServer server = start("before")) {
      kept.login(server);
      ended.login(server);
      ended.leave();
    }
    try (RunningServer first = start("after");
        RunningServer second = start("second")) {
      for (RunningServer server : List.of(first, second)) {
        assertThat(kept.sessionAt(server)).isEqualTo(200);
        assertThat(kept.tokenAt(server)).isEqualTo(200);
        assertThat(ended.sessionAt(server)).isEqualTo(401);
        assertThat(ended.tokenAt(server)).isEqualTo(401);
      }
      kept.moveTo(first);
      kept.leave();
      assertThat(kept.sessionAt(first)).isEqualTo(401);
      assertThat(kept.tokenAt(first)).isEqualTo(401);
      assertThat(within5s(() -> kept.sessionAt(second))).isEqualTo(401);
      assertThat(within5s(() -> kept.tokenAt(second))).isEqualTo(401);
    }
  }

  @Test
  @Proves({"S13", "S71"})
  void noSecretIsInALogOrInTheDatabase() throws Exception {
    Visitors visitors = new Visitors();
    String log;
    String link;
    try (RunningServer server =
        PayaraMicro.start(
            "talkative",
            RunningServer.door(),
            List.of("--logproperties", talkativeLogging()),
            TestApplication.war("demo", "test-auth.yaml"))) {
      visitors.login(server);
      visitors.refresh(server);
      assertThat(
              new TestClient(server.application("demo")).login("bob", "bob-canary-9f2c").status())
          .isEqualTo(401);
      visitors.leave();
      log = server.log();
      link = log.contains("/auth/setup?link=") ? FirstAdministrator.link(log) : "none";
    }
    String dump = TestDatabases.get().dump();
    assertThat(log).contains("token_generated");
    assertThat(dump).contains("INTO \"PUBLIC\".\"AUTH_ACCOUNT\"");
    for (String secret : visitors.secrets()) {
      assertThat(log).doesNotContain(secret);
      assertThat(dump).doesNotContain(secret);
    }
    for (String secret : List.of("bob-canary-9f2c", System.getenv("AUTH_ENCRYPTION_KEY"))) {
      assertThat(log).doesNotContain(secret);
      assertThat(dump).doesNotContain(secret);
    }
    assertThat(dump).doesNotContain(link);
  }

  private static String talkativeLogging() throws URISyntaxException {
    return Path.of(
            Objects.requireNonNull(
                    SeparateServerIT.class.getResource("/talkative-logging.properties"))
                .toURI())
        .toString();
  }

  private static int within5s(Supplier<Integer> status) {
    return Polling.until(Duration.ofSeconds(5), status, s -> s == 401);
  }

  private static RunningServer start(String name) {
    return RunningServer.start(
        name, RunningServer.door(), TestApplication.war("demo", "test-auth.yaml"));
  }

  /** One person with a browser and a program. */
  private static final class Visitors {

    private TestClient browser = new TestClient(URI.create("http://localhost"));
    private String token = "";
    private String refreshToken = "";
    private final List<String> secrets = new ArrayList<>(List.of(TestApplication.ALICE));

    void login(RunningServer server) {
      browser = new TestClient(server.application("demo"));
      assertThat(browser.loginForSession("alice", TestApplication.ALICE).status()).isEqualTo(200);
      Answer tokens =
          new TestClient(server.application("demo")).login("alice", TestApplication.ALICE);
      keep(tokens);
    }

    private void keep(Answer tokens) {
      token = tokens.text("access_token");
      refreshToken = tokens.text("refresh_token");
      secrets.add(token);
      secrets.add(token.substring(token.lastIndexOf('.') + 1));
      secrets.add(refreshToken);
      secrets.addAll(browser.cookies().values());
    }

    void refresh(RunningServer server) {
      keep(
          new TestClient(server.application("demo"))
              .postJson("/auth/token/refresh", Map.of("refresh_token", refreshToken)));
    }

    /** Everything that nobody else may ever read. */
    List<String> secrets() {
      return secrets;
    }

    void moveTo(RunningServer server) {
      var there = new TestClient(server.application("demo"));
      there.cookies().putAll(browser.cookies());
      browser = there;
    }

    /** Logs the browser out and revokes the program's token. */
    void leave() {
      assertThat(browser.postJson("/auth/logout", Map.of()).status()).isIn(200, 204);
      assertThat(browser.postForm("/auth/token/revoke", Map.of("token", token)).status())
          .isEqualTo(200);
    }

    int sessionAt(RunningServer server) {
      var there = new TestClient(server.application("demo"));
      there.cookies().putAll(browser.cookies());
      return there.get("/members/probe").status();
    }

    int tokenAt(RunningServer server) {
      return new TestClient(server.application("demo"))
          .withToken(token)
          .get("/members/probe")
          .status();
    }
  }
}
