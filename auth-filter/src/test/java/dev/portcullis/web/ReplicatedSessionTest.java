package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.Door;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.FakeDomain;
import dev.portcullis.web.testing.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * HttpSessions that two nodes share: each request reads the session that the last one wrote, on
 * whichever node, and forgets it in memory.
 */
class ReplicatedSessionTest {

  @TempDir private Path sessions;

  private final FakeDomain domain = new FakeDomain();

  @SuppressWarnings("NullAway.Init") // set before each test
  private TestServer here;

  @SuppressWarnings("NullAway.Init") // set before each test
  private TestServer there;

  @BeforeEach
  void start() throws Exception {
    var settings = new Settings().door(Door.MODULE).build();
    here = TestServer.node(settings, domain, sessions);
    there = TestServer.node(settings, domain, sessions);
  }

  @AfterEach
  void stop() throws Exception {
    here.close();
    there.close();
  }

  /** Leaves a note in an HttpSession and gives the cookies that go with it. */
  private String note(String username) {
    var secret = here.cookie(domain.signIn(username));
    var answer = here.http().get("/app/x", secret, "X-Do: note", "X-Note: hat of " + username);
    assertThat(answer.body()).contains("user=" + username);
    return secret + "; JSESSIONID=" + answer.cookie("JSESSIONID").orElseThrow();
  }

  private int written() throws IOException {
    try (var files = Files.list(sessions)) {
      return (int) files.count();
    }
  }

  @Test
  @Proves("S84")
  void theOtherNodeReadsItAndTheLoginLasts() throws Exception {
    var cookies = note("alice");
    assertThat(written()).isOne();
    for (var node : new TestServer[] {there, here, there}) {
      assertThat(node.http().get("/app/x", cookies).body())
          .contains("user=alice", "note=hat of alice");
    }
    there.http().get("/app/x", cookies, "X-Do: note", "X-Note: coat");
    assertThat(here.http().get("/app/x", cookies).body()).contains("note=coat");
    assertThat(domain.liveSessions()).isOne();
  }

  @Test
  @Proves("S84")
  void aLogoutThereEndsItHere() throws Exception {
    var cookies = note("alice");
    assertThat(there.http().get("/app/x", cookies, "X-Do: logout").body()).contains("user=null");
    assertThat(domain.liveSessions()).isZero();
    assertThat(written()).isZero();
    assertThat(here.http().get("/app/x", cookies).body()).contains("user=null", "note=null");
  }

  @Test
  @Proves("S84")
  void theApplicationsInvalidationThereEndsTheLogin() {
    var cookies = note("alice");
    there.http().get("/app/x", cookies, "X-Do: invalidate");
    assertThat(domain.liveSessions()).isZero();
    assertThat(here.http().get("/app/x", cookies).body()).contains("user=null", "note=null");
  }

  @Test
  @Proves({"S19", "S84"})
  void whatWasWrittenIsOfNobodyElse() {
    var cookies = note("alice");
    var id = cookies.substring(cookies.indexOf("JSESSIONID="));
    assertThat(there.http().get("/app/x", "Cookie: " + id).body())
        .contains("user=null", "note=null");
    var again = note("alice");
    var bob = there.cookie(domain.signIn("bob"));
    assertThat(
            there
                .http()
                .get("/app/x", bob + "; " + again.substring(again.indexOf("JSESSIONID=")))
                .body())
        .contains("user=bob", "note=null");
  }
}
