package dev.portcullis.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.TestUsers;
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

  int OF_EACH_KIND = 18;

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
        status = elsewhere.get().status();
      }
      assertThat(status).as(kind).isEqualTo(401);
      return (System.nanoTime() - start) / 1_000_000;
    }
  }

  @Test
  default void everyRevocationReachesTheOtherNodeWithinFiveSeconds() throws Exception {
    var revocations = new ArrayList<Revocation>();
    for (int i = 0; i < OF_EACH_KIND; i++) {
      ClusterNode here = cluster().nodes().get(i % 2);
      revocations.add(tokenRevoked(here));
      revocations.add(apiTokenDeleted(here, i));
      revocations.add(loggedOut(here, i));
      revocations.add(sessionEnded(here, i));
      revocations.add(accountChanged(here, "disable", i));
      revocations.add(accountChanged(here, "promote", i));
    }
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

  private Answer newAccount(String username) {
    cluster().account(username);
    return cluster().tokens(username);
  }

  private Supplier<Answer> ping(ClusterNode node, String token) {
    TestClient client = cluster().at(node).withToken(token);
    return () -> client.get("/api/ping");
  }

  private Revocation tokenRevoked(ClusterNode here) {
    String username = "revoker";
    if (cluster().count("SELECT count(*) FROM auth_account WHERE username='revoker'") == 0) {
      cluster().account(username);
    }
    Answer tokens = cluster().tokens(username);
    String token = tokens.text("access_token");
    return new Revocation(
        "token revoked",
        () -> cluster().at(here).postForm("/auth/token/revoke", Map.of("token", token)),
        ping(cluster().other(here), token));
  }

  private Revocation apiTokenDeleted(ClusterNode here, int i) {
    Answer tokens = newAccount("api" + i);
    TestClient owner = cluster().at(here).withToken(tokens.text("access_token"));
    Answer made = owner.postJson("/auth/tokens", Map.of("name", "t", "expires_in", 3600));
    return new Revocation(
        "API token deleted",
        () -> owner.delete("/auth/tokens/" + made.text("id")),
        ping(cluster().other(here), made.text("token")));
  }

  private Revocation loggedOut(ClusterNode here, int i) {
    cluster().account("out" + i);
    TestClient browser = cluster().at(here);
    browser.loginForSession("out" + i, TestUsers.PASSWORD);
    TestClient elsewhere = cluster().at(cluster().other(here), browser);
    return new Revocation(
        "logged out", () -> browser.postJson("/auth/logout", Map.of()), () -> again(elsewhere));
  }

  /** An answer may take the cookie away; it comes again with the next request. */
  private static Answer again(TestClient elsewhere) {
    var kept = Map.copyOf(elsewhere.cookies());
    Answer answer = elsewhere.get("/members/probe");
    elsewhere.cookies().putAll(kept);
    return answer;
  }

  private Revocation sessionEnded(ClusterNode here, int i) {
    Answer first = newAccount("ended" + i);
    TestClient owner =
        cluster().at(here).withToken(cluster().tokens("ended" + i).text("access_token"));
    String id =
        owner
            .get("/auth/sessions")
            .json()
            .get("items")
            .valueStream()
            .filter(item -> !item.get("current").asBoolean())
            .findFirst()
            .orElseThrow()
            .get("id")
            .asString();
    return new Revocation(
        "session ended",
        () -> owner.delete("/auth/sessions/" + id),
        ping(cluster().other(here), first.text("access_token")));
  }

  private Revocation accountChanged(ClusterNode here, String operation, int i) {
    String username = operation + i;
    Answer tokens = newAccount(username);
    return new Revocation(
        operation.equals("disable") ? "account disabled" : "roles changed",
        () ->
            cluster()
                .at(here)
                .postForm("/probe-accounts", Map.of("operation", operation, "username", username)),
        ping(cluster().other(here), tokens.text("access_token")));
  }
}
