package dev.portcullis.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.TestUsers;
import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Nodes die with {@code kill -9} while tokens are refreshed through both. */
interface ClusterKillTests extends OnCluster {

  int KILLS = 5;
  int CLIENTS = 8;

  /** Of the sessions of the clients below. */
  String OF_THE_CLIENTS =
      " FROM auth_refresh_token t JOIN auth_account a ON a.id = t.account_id"
          + " WHERE a.username LIKE 'killed-%'";

  @Test
  @Order(ClusterIT.KILLS)
  @Proves({"S14", "S74"})
  default void aNodeThatIsKilledInTheMiddleOfARefreshLosesAndDoublesNothing() throws Exception {
    var stop = new AtomicBoolean();
    var refreshed = new AtomicInteger();
    var clients = new ArrayList<RefreshingClient>();
    for (int i = 0; i < CLIENTS; i++) {
      cluster().account("killed-" + i);
      clients.add(new RefreshingClient(cluster(), "killed-" + i, stop, refreshed));
    }
    cluster().account("witness");
    // Which moments they are is drawn anew each time, and can be repeated.
    long seed = System.nanoTime();
    OnCluster.report("kills, seed " + seed);
    var random = new Random(seed);
    var pool = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<CompletableFuture<Void>> running =
          clients.stream().map(c -> CompletableFuture.runAsync(c, pool)).toList();
      for (int kill = 0; kill < KILLS; kill++) {
        awaitMore(running, refreshed, 40 + random.nextInt(60));
        killAndRestart(cluster().nodes().get(kill % 2), refreshed);
      }
      awaitMore(running, refreshed, 40);
      stop.set(true);
      for (CompletableFuture<Void> each : running) {
        each.get();
      }
    } finally {
      stop.set(true);
      pool.shutdownNow();
    }
    assertNothingIsLostOrDoubled();
    clients.forEach(RefreshingClient::useWhatItHas);
    int unanswered = clients.stream().mapToInt(RefreshingClient::unanswered).sum();
    assertThat(unanswered).as("kills in the middle of a refresh").isPositive();
    OnCluster.report(
        "%d kills, %d refreshed, %d without an answer, of which %d had been done"
            .formatted(
                KILLS,
                refreshed.get(),
                unanswered,
                clients.stream().mapToInt(RefreshingClient::signedInAnew).sum()));
  }

  /** The second node comes back with its clock off to the other side. */
  private void killAndRestart(ClusterNode node, AtomicInteger refreshed) {
    node.kill();
    assertThat(
            Polling.until(
                Duration.ofSeconds(10),
                () ->
                    cluster()
                        .count(
                            "SELECT count(*) FROM pg_stat_activity WHERE application_name='node-"
                                + node.name()
                                + "'"),
                left -> left == 0))
        .as("connections, and with them locks, of the node that was killed")
        .isZero();
    int offset = node.clockOffset() == 0 ? 0 : -Cluster.CLOCK_OFFSET;
    var restart = CompletableFuture.runAsync(() -> cluster().restart(node, offset));
    TestClient survivor = cluster().at(cluster().other(node));
    int before = refreshed.get();
    Answer login = survivor.login("witness", TestUsers.PASSWORD);
    assertThat(login.status()).as(login.body()).isEqualTo(200);
    while (!restart.isDone()) {
      assertThat(survivor.get("/auth/health").status()).isEqualTo(200);
      Polling.pause();
    }
    restart.join();
    assertThat(refreshed.get()).as("refreshed meanwhile").isGreaterThan(before);
  }

  /** Waits for so many refreshes; the limit is for a machine that does much else. */
  private static void awaitMore(
      List<CompletableFuture<Void>> running, AtomicInteger refreshed, int more) throws Exception {
    int goal = refreshed.get() + more;
    Polling.until(
        Duration.ofMinutes(3),
        () -> refreshed.get() >= goal || running.stream().anyMatch(CompletableFuture::isDone),
        enough -> enough);
    for (CompletableFuture<Void> each : running) {
      if (each.isDone()) {
        // Throws what it has found.
        each.get();
      }
    }
    assertThat(refreshed.get()).as("refreshed").isGreaterThanOrEqualTo(goal);
  }

  private void assertNothingIsLostOrDoubled() {
    assertThat(
            cluster()
                .count(
                    "SELECT count(*) FROM (SELECT t.session_id"
                        + OF_THE_CLIENTS
                        + " AND t.used_at IS NULL GROUP BY t.session_id HAVING count(*) > 1) x"))
        .as("families with two ends")
        .isZero();
    String successors =
        "(SELECT count(*) FROM auth_refresh_token n WHERE n.predecessor_hash = t.token_hash)";
    assertThat(
            cluster()
                .count(
                    "SELECT count(*)"
                        + OF_THE_CLIENTS
                        + " AND CASE WHEN t.used_at IS NULL THEN 0 ELSE 1 END <> "
                        + successors))
        .as("tokens that were used and have not one successor")
        .isZero();
    assertThat(
            cluster()
                .count(
                    "SELECT count(*) FROM auth_audit WHERE action_name = 'token_refreshed'"
                        + " AND outcome = 'success' AND username LIKE 'killed-%'"))
        .as("one record for each exchange")
        .isEqualTo(
            cluster().count("SELECT count(*)" + OF_THE_CLIENTS + " AND t.used_at IS NOT NULL"));
  }
}
