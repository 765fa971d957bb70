package dev.portcullis.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.TestUsers;
import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The second node's clock is half a minute off, as it is in all the other groups too. */
interface ClusterClockTests extends OnCluster {

  @Test
  @Order(0)
  @Proves("S12")
  default void aNodeWhoseClockIsAheadAgreesWithTheOther() {
    agreeWith(Cluster.CLOCK_OFFSET);
  }

  @Test
  @Order(ClusterIT.CLOCKS)
  @Proves("S12")
  default void aNodeWhoseClockIsBehindAgreesWithTheOther() {
    agreeWith(-Cluster.CLOCK_OFFSET);
  }

  private void agreeWith(int offset) {
    Assumptions.assumeTrue(ClusterNode.canLieAboutTime(), "libfaketime is not installed");
    cluster().requireClock(offset);
    assertThat(measuredBySecond()).isCloseTo(offset, within(10.0));
    String user = "clock" + offset;
    cluster().account(user);
    for (ClusterNode here : cluster().nodes()) {
      tokensCountAtOnce(user, here);
      whoLoggedOutEverywhereLogsInAgain(user, here);
    }
    assertThat(cluster().count("SELECT count(*) FROM auth_signing_key WHERE phase='SIGNING'"))
        .isEqualTo(1);
  }

  /** What it tells administrators of the distance of its clock from the database's, seconds. */
  private double measuredBySecond() {
    TestClient root = cluster().at(cluster().second()).withToken(cluster().administratorsToken());
    Answer health = root.get("/auth/health");
    assertThat(health.body()).contains("clock_skew_seconds");
    return health.json().get("checks").get("clock_skew_seconds").asDouble();
  }

  /** What one node issues counts on the other with the next request. */
  private void tokensCountAtOnce(String user, ClusterNode here) {
    ClusterNode there = cluster().other(here);
    Answer tokens = cluster().at(here).login(user, TestUsers.PASSWORD);
    assertThat(ping(there, tokens)).isEqualTo(200);
    Answer fresh = Cluster.refresh(cluster().at(there), tokens.text("refresh_token"));
    assertThat(fresh.status()).as(fresh.body()).isEqualTo(200);
    assertThat(ping(here, fresh)).isEqualTo(200);
    TestClient browser = cluster().at(here);
    assertThat(browser.loginForSession(user, TestUsers.PASSWORD).status()).isEqualTo(200);
    assertThat(cluster().at(there, browser).get("/members/probe").status()).isEqualTo(200);
    assertThat(cluster().at(here, browser).get("/members/probe").status()).isEqualTo(200);
  }

  /** What was there before ends everywhere; what comes after goes on. */
  private void whoLoggedOutEverywhereLogsInAgain(String user, ClusterNode here) {
    ClusterNode there = cluster().other(here);
    Answer old = cluster().at(there).login(user, TestUsers.PASSWORD);
    TestClient owner =
        cluster()
            .at(here)
            .withToken(cluster().at(here).login(user, TestUsers.PASSWORD).text("access_token"));
    assertThat(owner.postJson("/auth/logout/all", Map.of()).status()).isIn(200, 204);
    for (ClusterNode node : cluster().nodes()) {
      assertThat(Polling.until(Duration.ofSeconds(5), () -> ping(node, old), s -> s == 401))
          .isEqualTo(401);
    }
    for (ClusterNode issuer : cluster().nodes()) {
      Answer fresh = cluster().at(issuer).login(user, TestUsers.PASSWORD);
      for (ClusterNode node : cluster().nodes()) {
        assertThat(ping(node, fresh))
            .as(
                "issued by %s, used at %s, after a logout at %s",
                issuer.name(), node.name(), here.name())
            .isEqualTo(200);
      }
    }
  }

  private int ping(ClusterNode node, Answer tokens) {
    return cluster().at(node).withToken(tokens.text("access_token")).get("/api/ping").status();
  }
}
