package dev.portcullis.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.TestUsers;
import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What was revoked on one node is refused by the other within five seconds. */
interface ClusterRevocationTests extends OnCluster {

  /** The most that S12 allows. */
  Duration LIMIT = Duration.ofSeconds(5);

  /** What needs a login each is measured less often: its hashing is what takes the time. */
  int MANY = 28;

  int FEWER = 12;
  int FEW = 10;

  /** Something that is revoked on one node, while the other is asked. */
  record Revocation(String kind, Supplier<Answer> revoke, Supplier<Answer> elsewhere) {

    /** Milliseconds from the answer to the revocation until the other node refuses. */
    long measure() {
      assertThat(elsewhere.get().status()).as(kind).isEqualTo(200);
      Answer revoked = revoke.get();
      assertThat(revoked.status()).as(kind + " " + revoked.body()).isBetween(200, 204);
      long start = System.nanoTime();
      long limit = LIMIT.multipliedBy(3).toNanos();
      int status = elsewhere.get().status();
      while (status != 401 && System.nanoTime() - start < limit) {
        assertThat(status).as(kind).isEqualTo(200);
        // Not faster: on two cores the questions would keep the node from its work.
        Polling.pause();
        status = elsewhere.get().status();
      }
      assertThat(status).as(kind).isEqualTo(401);
      return (System.nanoTime() - start) / 1_000_000;
    }
  }

  @Test
  @Proves("S12")
  default void everyRevocationReachesTheOtherNodeWithinFiveSeconds() throws Exception {
    var revocations = new ArrayList<Revocation>();
    tokensRevoked(revocations);
    apiTokensDeleted(revocations);
    loggedOut(revocations);
    sessionsEnded(revocations);
    accountsChanged(revocations, "account disabled", "disable");
    accountsChanged(revocations, "roles changed", "promote");
    Collections.shuffle(revocations, new java.util.Random(7));
    Map<String, List<Long>> times = measured(revocations);
    var all = new ArrayList<Long>();
    times.forEach(
        (kind, values) -> {
          OnCluster.report("revocation, " + kind + ": " + summary(values));
          all.addAll(values);
        });
    OnCluster.report("revocation, all: " + summary(all));
    assertThat(all).hasSizeGreaterThanOrEqualTo(100);
    assertThat(Collections.max(all)).isLessThan(LIMIT.toMillis());
  }

  private static Map<String, List<Long>> measured(List<Revocation> revocations) throws Exception {
    var pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Long>> measures = revocations.stream().map(r -> pool.submit(r::measure)).toList();
      var times = new TreeMap<String, List<Long>>();
      for (int i = 0; i < measures.size(); i++) {
        times
            .computeIfAbsent(revocations.get(i).kind(), k -> new ArrayList<>())
            .add(measures.get(i).get());
      }
      return times;
    } finally {
      pool.shutdownNow();
    }
  }

  private static String summary(List<Long> values) {
    var sorted = values.stream().sorted().toList();
    return "%d, p50 %d ms, p99 %d ms, longest %d ms"
        .formatted(
            sorted.size(),
            sorted.get(sorted.size() / 2),
            sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1),
            sorted.get(sorted.size() - 1));
  }

  private ClusterNode node(int i) {
    return cluster().nodes().get(i % 2);
  }

  private Answer newAccount(String username) {
    cluster().account(username);
    return cluster().tokens(username);
  }

  private Supplier<Answer> ping(ClusterNode node, String token) {
    TestClient client = cluster().at(node).withToken(token);
    return () -> client.get("/api/ping");
  }

  private void tokensRevoked(List<Revocation> revocations) {
    Answer tokens = newAccount("revoker");
    for (int i = 0; i < MANY; i++) {
      tokens = Cluster.refresh(cluster().client(), tokens.text("refresh_token"));
      TestClient here = cluster().at(node(i));
      String token = tokens.text("access_token");
      revocations.add(
          new Revocation(
              "token revoked",
              () -> here.postForm("/auth/token/revoke", Map.of("token", token)),
              ping(node(i + 1), token)));
    }
  }

  private void apiTokensDeleted(List<Revocation> revocations) {
    String token = newAccount("api-owner").text("access_token");
    for (int i = 0; i < MANY; i++) {
      TestClient owner = cluster().at(node(i)).withToken(token);
      Answer made = owner.postJson("/auth/tokens", Map.of("name", "t" + i, "expires_in", 3600));
      revocations.add(
          new Revocation(
              "API token deleted",
              () -> owner.delete("/auth/tokens/" + made.text("id")),
              ping(node(i + 1), made.text("token"))));
    }
  }

  private void loggedOut(List<Revocation> revocations) {
    cluster().account("goer");
    for (int i = 0; i < FEWER; i++) {
      TestClient browser = cluster().at(node(i));
      browser.loginForSession("goer", TestUsers.PASSWORD);
      TestClient elsewhere = cluster().at(node(i + 1), browser);
      revocations.add(
          new Revocation(
              "logged out",
              () -> browser.postJson("/auth/logout", Map.of()),
              () -> again(elsewhere)));
    }
  }

  /** An answer may take the cookie away; it comes again with the next request. */
  private static Answer again(TestClient elsewhere) {
    var kept = Map.copyOf(elsewhere.cookies());
    Answer answer = elsewhere.get("/members/probe");
    elsewhere.cookies().putAll(kept);
    return answer;
  }

  private void sessionsEnded(List<Revocation> revocations) {
    String owners = newAccount("ender").text("access_token");
    for (int i = 0; i < FEWER; i++) {
      TestClient owner = cluster().at(node(i)).withToken(owners);
      String token = cluster().tokens("ender").text("access_token");
      String id = sessionOf(token);
      revocations.add(
          new Revocation(
              "session ended",
              () -> owner.delete("/auth/sessions/" + id),
              ping(node(i + 1), token)));
    }
  }

  private String sessionOf(String token) {
    return cluster()
        .client()
        .withToken(token)
        .get("/auth/sessions")
        .json()
        .get("items")
        .valueStream()
        .filter(item -> item.get("current").asBoolean())
        .findFirst()
        .orElseThrow()
        .get("id")
        .asString();
  }

  private void accountsChanged(List<Revocation> revocations, String kind, String operation) {
    for (int i = 0; i < FEW; i++) {
      TestClient here = cluster().at(node(i));
      var change = Map.of("operation", operation, "username", operation + i);
      String token = newAccount(operation + i).text("access_token");
      revocations.add(
          new Revocation(
              kind, () -> here.postForm("/probe-accounts", change), ping(node(i + 1), token)));
    }
  }
}
