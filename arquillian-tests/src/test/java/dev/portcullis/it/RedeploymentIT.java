package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.server.WildFly;
import dev.portcullis.it.support.Polling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An application that goes and comes back on a server that stays. */
class RedeploymentIT {

  /**
   * What a running Portcullis consists of. Not every class: the JDK's own caches of method handles
   * keep the class loader of whoever used a record last, and with it what is static. Nor cancelled
   * tasks, emptied, whose time in the server's executor is not over.
   */
  private static final Pattern LIVING =
      Pattern.compile(
          " dev\\.portcullis\\.(web\\.request\\.(Room|RequestState|WebContext)"
              + "|web\\.RoomHolder\\$Open|ejb\\.RunningDomain"
              + "|revocation\\.RevocationReplica|session\\.Sessions)$");

  @Test
  void nothingIsLeftOfAnApplicationThatWentAndItComesBack() {
    try (WildFly server = WildFly.start("redeployment", "auto")) {
      for (int round = 0; round < 2; round++) {
        assertThat(server.deploy(TestApplication.war("demo", "test-auth.yaml"))).isTrue();
        TestClient alice = new TestClient(server.application("demo"));
        assertThat(alice.loginForSession("alice", TestApplication.ALICE).status()).isEqualTo(200);
        assertThat(alice.get("/members/probe").text("ejb_for_users")).isEqualTo("alice");
        assertThat(objects(server.processId())).isNotEmpty();
        server.undeploy("demo.war");
        assertThat(new TestClient(server.application("demo")).get("/open/ping").status())
            .isEqualTo(404);
      }
      // The histogram counts what is reachable: a thread or a registration of ours would be found.
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
      return text.lines().filter(LIVING.asPredicate()).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
