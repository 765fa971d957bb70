package dev.portcullis.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.probe.TestUsers;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program that refreshes its tokens all the time, behind the proxy, and keeps account of what
 * became of it. Where it got no answer it does what RFC 9700 leaves it: tries the token it has once
 * more, and signs in anew if that was used.
 */
final class RefreshingClient implements Runnable {

  private final Cluster cluster;
  private final String username;
  private final AtomicBoolean stop;
  private final AtomicInteger refreshed;
  private int unanswered;
  private int signedInAnew;
  private Answer tokens;

  RefreshingClient(Cluster cluster, String username, AtomicBoolean stop, AtomicInteger refreshed) {
    this.cluster = cluster;
    this.username = username;
    this.stop = stop;
    this.refreshed = refreshed;
    this.tokens = cluster.tokens(username);
  }

  @Override
  public void run() {
    boolean unsure = false;
    while (!stop.get() || unsure) {
      Answer answer = Cluster.refresh(cluster.client(), tokens.text("refresh_token"));
      if (answer.status() == 200) {
        tokens = answer;
        refreshed.incrementAndGet();
        unsure = false;
      } else if (answer.status() == 502) {
        unanswered++;
        unsure = true;
      } else if (unsure && answer.status() == 401) {
        // The answer that was lost had used the token up (S15).
        signedInAnew++;
        tokens = signIn();
        unsure = false;
      } else {
        throw new AssertionError(username + " refreshes: " + answer);
      }
    }
  }

  /** A login that got no answer may be sent again: at worst it begins two sessions. */
  private Answer signIn() {
    Answer answer;
    do {
      answer = cluster.client().login(username, TestUsers.PASSWORD);
    } while (answer.status() == 502);
    if (answer.status() != 200) {
      throw new AssertionError(username + ": " + answer);
    }
    return answer;
  }

  /** How often a node died with its request. */
  int unanswered() {
    return unanswered;
  }

  /** How often the one that died had done it. */
  int signedInAnew() {
    return signedInAnew;
  }

  /** Both of the tokens it has must serve, the access token on both nodes. */
  void useWhatItHas() {
    for (ClusterNode node : cluster.nodes()) {
      Answer ping = cluster.at(node).withToken(tokens.text("access_token")).get("/api/ping");
      assertThat(ping.status()).as("access token at node " + node.name()).isEqualTo(200);
    }
    Answer fresh = Cluster.refresh(cluster.client(), tokens.text("refresh_token"));
    assertThat(fresh.status()).as("the last refresh token: " + fresh).isEqualTo(200);
  }
}
