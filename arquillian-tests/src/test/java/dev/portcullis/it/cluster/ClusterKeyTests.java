package dev.portcullis.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.KeyTests;
import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Signing keys that both nodes share, while requests go to either. */
interface ClusterKeyTests extends OnCluster {

  @Test
  @Order(ClusterIT.KEYS)
  @Proves("S18")
  default void keysRotateUnderLoadThroughTheProxyAndARetiredOneIsRefusedByBothNodes()
      throws Exception {
    TestClient root = cluster().administrator();
    cluster().account("key-user");
    String old = cluster().tokens("key-user").text("access_token");

    var stop = new AtomicBoolean();
    var refused = ConcurrentHashMap.<String>newKeySet();
    var kids = ConcurrentHashMap.<String>newKeySet();
    var asked = new AtomicInteger();
    var pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> load = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        load.add(pool.submit(() -> use(stop, refused, kids, asked)));
      }
      Answer rotated =
          Polling.until(
              Duration.ofMinutes(3),
              () -> root.postJson("/auth/admin/keys", Map.of()),
              a -> a.status() != 201 || kids.size() > 1);
      assertThat(rotated.status()).as(rotated.body()).isEqualTo(201);
      int then = asked.get();
      Polling.until(Duration.ofSeconds(30), asked::get, now -> now > then + 100);
      stop.set(true);
      for (Future<?> each : load) {
        each.get();
      }
    } finally {
      stop.set(true);
      pool.shutdownNow();
    }
    assertThat(refused).isEmpty();
    assertThat(kids).hasSize(2);

    retire(root, old);
  }

  private void retire(TestClient root, String token) {
    String kid = KeyTests.kid(token);
    for (ClusterNode node : cluster().nodes()) {
      assertThat(ping(node, token)).isEqualTo(200);
    }
    Answer retired = root.postJson("/auth/admin/keys/" + kid + "/retire", Map.of());
    assertThat(retired.status()).as(retired.body()).isEqualTo(200);
    long start = System.nanoTime();
    for (ClusterNode node : cluster().nodes()) {
      assertThat(Polling.until(Duration.ofSeconds(5), () -> ping(node, token), s -> s == 401))
          .isEqualTo(401);
    }
    OnCluster.report(
        "retired key refused by both nodes after %d ms"
            .formatted((System.nanoTime() - start) / 1_000_000));
    for (ClusterNode node : cluster().nodes()) {
      String fresh = cluster().tokens("key-user").text("access_token");
      assertThat(ping(node, fresh)).isEqualTo(200);
    }
  }

  private int ping(ClusterNode node, String token) {
    return cluster().at(node).withToken(token).get("/api/ping").status();
  }

  /** One client behind the proxy that refreshes, and uses its first token as well as the newest. */
  private void use(AtomicBoolean stop, Set<String> refused, Set<String> kids, AtomicInteger asked) {
    Answer tokens = cluster().tokens("key-user");
    String first = tokens.text("access_token");
    while (!stop.get()) {
      for (String token : List.of(first, tokens.text("access_token"))) {
        kids.add(KeyTests.kid(token));
        Answer answer = cluster().client().withToken(token).get("/api/ping");
        asked.incrementAndGet();
        if (answer.status() != 200) {
          refused.add(KeyTests.kid(token) + ": " + answer.status() + " " + answer.body());
        }
      }
      Answer fresh = Cluster.refresh(cluster().client(), tokens.text("refresh_token"));
      if (fresh.status() != 200) {
        refused.add("refresh: " + fresh.status() + " " + fresh.body());
        return;
      }
      tokens = fresh;
    }
  }
}
