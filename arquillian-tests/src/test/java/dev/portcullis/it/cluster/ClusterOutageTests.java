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
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The database is away for twenty seconds: stopped, or hanging. */
interface ClusterOutageTests extends OnCluster {

  Duration OUTAGE = Duration.ofSeconds(20);

  /** What a node may take for {@code max_staleness}, and to notice, seconds. */
  int STALENESS = 5;

  /** The longest that anybody waits for an answer, seconds. */
  int LONGEST_WAIT = 20;

  /** After which both nodes are as before, seconds. */
  int RECOVERY = 15;

  @Test
  @Proves({"S12", "S74"})
  default void aDatabaseThatRefusesIsAnswered503AndEverythingIsThereAfterwards() throws Exception {
    new Outage(cluster(), "refused", cluster().gate()::refuse).run();
  }

  @Test
  @Proves({"S12", "S74"})
  default void aDatabaseThatHangsIsAnswered503AndEverythingIsThereAfterwards() throws Exception {
    new Outage(cluster(), "frozen", cluster().gate()::freeze).run();
  }

  /** The application took every connection of one node: its users wait for none of them. */
  @Test
  @Proves("S74")
  default void aNodeWithoutAConnectionLeftAnswers503AndGoesOnOnceItHasOne() {
    Cluster cluster = cluster();
    cluster.account("crowded");
    Answer tokens = cluster.tokens("crowded");
    TestClient node = cluster.at(cluster.first());
    Answer taken = node.postForm("/probe-pool", Map.of("operation", "take"));
    try {
      assertThat(taken.body()).as("as many as datasource.asadmin gives it").isEqualTo("32");
      double wait = 0;
      for (Supplier<Answer> question :
          List.<Supplier<Answer>>of(
              () -> node.login("crowded", TestUsers.PASSWORD),
              () -> Cluster.refresh(node, tokens.text("refresh_token")))) {
        long asked = System.nanoTime();
        Answer answer = question.get();
        wait = Math.max(wait, (System.nanoTime() - asked) / 1e9);
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.text("error")).isEqualTo("temporarily_unavailable");
        assertThat(answer.header("Retry-After")).matches("[0-9]+");
      }
      // One wait for a connection, 5 s, and a machine that is slow.
      assertThat(wait).isLessThan(LONGEST_WAIT / 2.0);
      OnCluster.report("no connection left: longest wait %.1f s".formatted(wait));
      assertThat(cluster.at(cluster.second()).login("crowded", TestUsers.PASSWORD).status())
          .as("the other node")
          .isEqualTo(200);
    } finally {
      assertThat(node.postForm("/probe-pool", Map.of("operation", "give")).body()).isEqualTo("32");
    }
    Answer back =
        Polling.until(
            Duration.ofSeconds(RECOVERY),
            () -> node.login("crowded", TestUsers.PASSWORD),
            answer -> answer.status() == 200);
    assertThat(back.status()).isEqualTo(200);
    assertThat(Cluster.refresh(node, tokens.text("refresh_token")).status()).isEqualTo(200);
  }

  /** An answer, with seconds since the outage began. */
  record Seen(String what, double asked, double answered, Answer answer) {

    double took() {
      return answered - asked;
    }

    @Override
    public String toString() {
      return "%s asked %.1f, answered %.1f: %d %s"
          .formatted(what, asked, answered, answer.status(), answer.body());
    }
  }

  /** One outage from end to end. */
  final class Outage {

    private final Cluster cluster;
    private final String name;
    private final Runnable begin;
    private final AtomicBoolean stop = new AtomicBoolean();
    private long start;

    private Outage(Cluster cluster, String name, Runnable begin) {
      this.cluster = cluster;
      this.name = name;
      this.begin = begin;
    }

    private void run() throws Exception {
      String user = "outage-" + name;
      cluster.account(user);
      Answer kept = cluster.tokens(user);
      TestClient browser = cluster.client();
      assertThat(browser.loginForSession(user, TestUsers.PASSWORD).status()).isEqualTo(200);
      var refreshTokens = new ArrayList<String>();
      for (int i = 0; i < cluster.nodes().size(); i++) {
        refreshTokens.add(cluster.tokens(user).text("refresh_token"));
      }
      String revoked = cluster.tokens(user).text("access_token");

      var pool = Executors.newCachedThreadPool();
      try {
        // The last thing that the database takes: one node knows, the other has not heard of it.
        assertThat(
                cluster
                    .at(cluster.first())
                    .postForm("/auth/token/revoke", Map.of("token", revoked))
                    .status())
            .isEqualTo(200);
        start = System.nanoTime();
        begin.run();
        List<Future<List<Seen>>> asked = new ArrayList<>();
        for (int i = 0; i < cluster.nodes().size(); i++) {
          ClusterNode node = cluster.nodes().get(i);
          String refreshToken = refreshTokens.get(i);
          TestClient session = cluster.at(node, browser);
          asked.add(pool.submit(asking("token", () -> ping(node, kept.text("access_token")))));
          asked.add(pool.submit(asking("revoked", () -> ping(node, revoked))));
          asked.add(pool.submit(asking("session", () -> session.get("/members/probe"))));
          asked.add(
              pool.submit(asking("login", () -> cluster.at(node).login(user, TestUsers.PASSWORD))));
          asked.add(
              pool.submit(
                  asking("refresh", () -> Cluster.refresh(cluster.at(node), refreshToken))));
        }
        Polling.until(OUTAGE, this::seconds, now -> now >= OUTAGE.toSeconds());
        cluster.gate().open();
        double opened = seconds();
        Polling.until(
            Duration.ofSeconds(RECOVERY), () -> allWell(kept, browser), recovered -> recovered);
        double recovered = seconds() - opened;
        stop.set(true);
        var seen = new ArrayList<Seen>();
        for (Future<List<Seen>> each : asked) {
          seen.addAll(each.get());
        }
        report(seen, opened, recovered);
        assertThat(allWell(kept, browser)).as("recovered").isTrue();
        assertOnlyUnavailable(seen, opened);
        assertTheRevokedOneStayedOut(seen);
      } finally {
        stop.set(true);
        cluster.gate().open();
        pool.shutdownNow();
      }
    }

    private Answer ping(ClusterNode node, String token) {
      return cluster.at(node).withToken(token).get("/api/ping");
    }

    private boolean allWell(Answer kept, TestClient browser) {
      for (ClusterNode node : cluster.nodes()) {
        if (ping(node, kept.text("access_token")).status() != 200
            || cluster.at(node, browser).get("/members/probe").status() != 200
            || cluster.at(node).get("/auth/health").status() != 200) {
          return false;
        }
      }
      return true;
    }

    /** Asks again and again; a refresh that went through is not repeated, it would be reuse. */
    private Callable<List<Seen>> asking(String what, Callable<Answer> question) {
      return () -> {
        var seen = new ArrayList<Seen>();
        while (!stop.get()) {
          double asked = seconds();
          Answer answer = question.call();
          seen.add(new Seen(what, asked, seconds(), answer));
          if ((what.equals("refresh") || what.equals("login")) && answer.status() != 503) {
            return seen;
          }
          Polling.pause();
        }
        return seen;
      };
    }

    private double seconds() {
      return (System.nanoTime() - start) / 1e9;
    }

    private void assertOnlyUnavailable(List<Seen> seen, double opened) {
      for (Seen one : seen) {
        assertThat(one.took()).as(one.toString()).isLessThan(LONGEST_WAIT);
        int status = one.answer().status();
        if (!one.what().equals("revoked")) {
          assertThat(status).as(one.toString()).isIn(200, 503);
        }
        if (status == 503) {
          assertThat(one.answer().text("error")).isEqualTo("temporarily_unavailable");
          assertThat(one.answer().header("Retry-After")).matches("[0-9]+");
        }
        boolean during = one.asked() > STALENESS + 1 && one.answered() < opened;
        if (during && !one.what().equals("revoked")) {
          assertThat(status).as(one.toString()).isEqualTo(503);
        }
      }
      for (String what : List.of("login", "refresh")) {
        assertThat(seen.stream().filter(s -> s.what().equals(what) && s.answer().status() == 200))
            .as(what + " on both nodes in the end")
            .hasSize(2);
      }
    }

    private static void assertTheRevokedOneStayedOut(List<Seen> seen) {
      assertThat(
              seen.stream()
                  .filter(s -> s.what().equals("revoked") && s.asked() > STALENESS)
                  .filter(s -> s.answer().status() == 200))
          .isEmpty();
    }

    private void report(List<Seen> seen, double opened, double recovered) {
      for (String what : List.of("token", "session", "login", "refresh")) {
        var of = seen.stream().filter(s -> s.what().equals(what)).toList();
        OnCluster.report(
            "database %s, %s: %d answers; last 200 before it came back asked at %.1f s; longest wait %.1f s"
                .formatted(
                    name,
                    what,
                    of.size(),
                    of.stream()
                        .filter(s -> s.answer().status() == 200 && s.answered() < opened)
                        .mapToDouble(Seen::asked)
                        .max()
                        .orElse(0),
                    of.stream().mapToDouble(Seen::took).max().orElse(0)));
      }
      OnCluster.report("database %s: recovered after %.1f s".formatted(name, recovered));
    }
  }
}
