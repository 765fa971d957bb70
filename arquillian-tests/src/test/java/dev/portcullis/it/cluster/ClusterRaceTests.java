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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Both nodes are asked for what only one may give. */
interface ClusterRaceTests extends OnCluster {

  int THREADS = 32;
  int ROUNDS = Boolean.getBoolean("full") ? 200 : 25;
  int CAP = 15;
  int FREE_FAILURES = 5;

  /** Runs the same on all threads, half of them at each node. */
  private List<Answer> race(ExecutorService pool, IntFunction<Callable<Answer>> request)
      throws Exception {
    var ready = new CountDownLatch(THREADS);
    var answers = new ArrayList<Future<Answer>>();
    for (int i = 0; i < THREADS; i++) {
      Callable<Answer> call = request.apply(i);
      answers.add(
          pool.submit(
              () -> {
                ready.countDown();
                ready.await();
                return call.call();
              }));
    }
    var done = new ArrayList<Answer>();
    for (Future<Answer> answer : answers) {
      done.add(answer.get());
    }
    return done;
  }

  private TestClient alternate(int i) {
    return cluster().at(cluster().nodes().get(i % 2));
  }

  @Test
  @Proves({"S14", "S15"})
  default void ofManyRefreshesOfOneTokenOneWinsAndTheOthersEndTheFamily() throws Exception {
    cluster().account("racer-of-nodes");
    var pool = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        String token = cluster().tokens("racer-of-nodes").text("refresh_token");
        List<Answer> answers = race(pool, i -> () -> Cluster.refresh(alternate(i), token));
        var won = answers.stream().filter(a -> a.status() == 200).toList();
        assertThat(won).as("round " + round).hasSize(1);
        assertThat(answers.stream().filter(a -> a.status() != 200).map(a -> a.text("error")))
            .containsOnly("refresh_token_reused");
        // The losers' tokens were used before: the whole family ends, the winner's tokens too.
        assertThat(Cluster.refresh(alternate(round), won.get(0).text("refresh_token")).status())
            .isEqualTo(401);
        if (round % 10 == 0) {
          assertRefusedSoon(won.get(0).text("access_token"));
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private void assertRefusedSoon(String accessToken) {
    for (ClusterNode node : cluster().nodes()) {
      TestClient client = cluster().at(node).withToken(accessToken);
      assertThat(
              Polling.until(
                  Duration.ofSeconds(5), () -> client.get("/api/ping").status(), s -> s == 401))
          .isEqualTo(401);
    }
  }

  @Test
  @Proves("S25")
  default void manyLoginsAtBothNodesKeepToTheCap() throws Exception {
    cluster().account("crowd");
    for (int i = 0; i < CAP; i++) {
      assertThat(alternate(i).login("crowd", TestUsers.PASSWORD).status()).isEqualTo(200);
    }
    var pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Answer> answers =
          race(
              pool,
              i ->
                  () ->
                      i % 4 < 2
                          ? alternate(i).login("crowd", TestUsers.PASSWORD)
                          : alternate(i).loginForSession("crowd", TestUsers.PASSWORD));
      // More at a time than failures are free may be refused for a moment: each node sees its own.
      assertThat(answers).extracting(Answer::status).contains(200).containsOnly(200, 401);
    } finally {
      pool.shutdownNow();
    }
    assertThat(
            cluster()
                .count(
                    "SELECT count(*) FROM auth_session s JOIN auth_account a ON a.id=s.account_id"
                        + " WHERE a.username='crowd'"))
        .isEqualTo(CAP);
  }

  @Test
  @Proves("S36")
  default void manyGuessesAtBothNodesAreVerifiedNoMoreThanAllowed() throws Exception {
    cluster().account("guessed");
    long start = System.nanoTime();
    long refused;
    var pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Answer> answers =
          race(pool, i -> () -> alternate(i).login("guessed", "wrong-password-number-" + i));
      // A machine that is too busy for one more hash says so, and has then not looked at it.
      assertThat(answers).extracting(Answer::status).contains(401).isSubsetOf(401, 503);
      refused = answers.stream().filter(answer -> answer.status() == 401).count();
    } finally {
      pool.shutdownNow();
    }
    String attempts =
        "SELECT count(*) FROM auth_audit WHERE username='guessed' AND action_name='login'";
    assertThat(cluster().count(attempts)).isBetween(refused, (long) THREADS);
    // The delays are 1 s, 2 s, 4 s and so on; a node that is ahead finds one of them over already.
    double seconds = (System.nanoTime() - start) / 1e9;
    long delaysPassed = (long) (Math.log(seconds + 1) / Math.log(2));
    assertThat(cluster().count(attempts + " AND failure='WRONG_PASSWORD'"))
        .isBetween((long) FREE_FAILURES, FREE_FAILURES + 1 + delaysPassed);
  }
}
