package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An application that goes and comes back on a server that stays. */
class RedeploymentIT {

  @Test
  void nothingIsLeftOfAnApplicationThatWentAndItComesBack() {
    try (WildFly server = WildFly.start("redeployment", "auto")) {
      for (int round = 0; round < 2; round++) {
        assertThat(server.deploy(TestApplication.war("demo", "test-auth.yaml"))).isTrue();
        TestClient alice = new TestClient(server.application("demo"));
        assertThat(alice.loginForSession("alice", TestApplication.ALICE).status()).isEqualTo(200);
        assertThat(alice.get("/members/probe").text("ejb_for_users")).isEqualTo("alice");
        server.undeploy("demo.war");
        assertThat(new TestClient(server.application("demo")).get("/open/ping").status())
            .isEqualTo(404);
      }
      // The histogram counts what is reachable; a thread of ours would hold objects of ours.
      List<String> left =
          Polling.until(Duration.ofSeconds(20), () -> objects(server.processId()), List::isEmpty);
      assertThat(left).isEmpty();
    }
  }

  private static List<String> objects(long processId) {
    try {
      Process histogram =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  "" + processId,
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      var text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text).contains("java.lang.String");
      return text.lines().filter(line -> line.contains(" dev.portcullis.")).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
