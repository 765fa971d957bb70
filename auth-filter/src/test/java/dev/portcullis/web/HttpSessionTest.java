package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.Door;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.FakeDomain;
import dev.portcullis.web.testing.RawHttp;
import dev.portcullis.web.testing.Settings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The application's HttpSession follows ours (S84), and gets a new id at login (S19). */
class HttpSessionTest {

  @Nested
  class ThroughTheModule extends Suite {
    ThroughTheModule() {
      super(Door.MODULE);
    }
  }

  @Nested
  class ThroughTheFilter extends Suite {
    ThroughTheFilter() {
      super(Door.FILTER);
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Suite {

    private final Door door;

    @SuppressWarnings("NullAway.Init") // set before any test
    private TestServer server;

    @SuppressWarnings("NullAway.Init") // set before any test
    private RawHttp http;

    Suite(Door door) {
      this.door = door;
    }

    @BeforeAll
    void start() throws Exception {
      server =
          new TestServer(new Settings().door(door).rule(Settings.authenticated("/app/*")).build());
      http = server.http();
    }

    @AfterAll
    void stop() throws Exception {
      server.close();
    }

    @AfterEach
    void recover() {
      server.domain().setDown(false);
      server.domain().expireAll();
    }

    private String cookies(String secret, String httpSession) {
      return server.cookie(secret) + "; JSESSIONID=" + httpSession;
    }

    /** Signs in, leaves a note in the HttpSession, and gives its id. */
    private String note(String secret) {
      var answer =
          http.get("/app/app/x", server.cookie(secret), "X-Do: note", "X-Note: of " + secret);
      return answer.cookie("JSESSIONID").orElseThrow();
    }

    private String show(String... headers) {
      return http.get("/app/elsewhere", headers).body();
    }

    @Test
    @Proves("S84")
    void itLastsWhileTheSessionLasts() {
      var secret = server.domain().signIn("alice");
      var id = note(secret);
      assertThat(show(cookies(secret, id))).contains("note=of " + secret, "httpSession=" + id);
    }

    @Test
    @Proves("S84")
    void itIsGoneWhenTheSessionExpired() {
      var secret = server.domain().signIn("alice");
      var id = note(secret);
      server.domain().expireAll();
      assertThat(show(cookies(secret, id))).contains("user=null", "note=null");
      assertThat(show("Cookie: JSESSIONID=" + id)).contains("note=null");
    }

    @Test
    @Proves("S84")
    void itIsGoneWithoutTheCookieOfTheSession() {
      var id = note(server.domain().signIn("alice"));
      assertThat(show("Cookie: JSESSIONID=" + id)).contains("note=null");
    }

    @Test
    @Proves("S84")
    void anErrorPageOfTheContainerSeesNoneOfAnExpiredSession() {
      var id = note(server.domain().signIn("alice"));
      server.domain().expireAll();
      // The container refuses it ahead of the filter, or the module does.
      var answer = http.get("/app/secured/x", "Cookie: JSESSIONID=" + id);
      assertThat(answer.status()).isIn(401, 403);
      assertThat(answer.body()).doesNotContain("note=of");
      assertThat(show("Cookie: JSESSIONID=" + id)).contains("note=null");
    }

    @Test
    @Proves("S84")
    void itIsGoneWhenTheCallerChanges() {
      var id = note(server.domain().signIn("alice"));
      var bob = server.domain().signIn("bob");
      assertThat(show(cookies(bob, id))).contains("user=bob", "note=null");
      var again = note(server.domain().signIn("alice"));
      assertThat(show("Cookie: JSESSIONID=" + again, "Authorization: Bearer token-bob"))
          .contains("user=bob", "note=null");
    }

    @Test
    @Proves("S84")
    void itIsGoneInAnotherSessionOfTheSameAccount() {
      var id = note(server.domain().signIn("alice"));
      var another = server.domain().signIn("alice");
      assertThat(show(cookies(another, id))).contains("user=alice", "note=null");
    }

    @Test
    @Proves("S84")
    void aTokenOfTheSameAccountKeepsIt() {
      var secret = server.domain().signIn("alice");
      var id = note(secret);
      assertThat(show("Cookie: JSESSIONID=" + id, "Authorization: Bearer token-alice"))
          .contains("note=of " + secret);
      assertThat(show(cookies(secret, id))).contains("note=of " + secret);
    }

    @Test
    @Proves("S84")
    void itIsGoneAfterLogout() {
      var secret = server.domain().signIn("alice");
      var id = note(secret);
      var answer = http.postJson("/app/auth/logout", "{}", cookies(secret, id), server.origin());
      assertThat(answer.status()).isEqualTo(204);
      assertThat(show("Cookie: JSESSIONID=" + id)).contains("note=null");
    }

    @Test
    @Proves("S84")
    void invalidatingItLogsOut() {
      var secret = server.domain().signIn("alice");
      var id = note(secret);
      var answer = http.get("/app/app/x", cookies(secret, id), "X-Do: invalidate");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(server.domain().liveSessions()).isZero();
      assertThat(answer.headers("Set-Cookie"))
          .anySatisfy(c -> assertThat(c).startsWith(server.cookieName()).contains("Max-Age=0"));
      assertThat(http.get("/app/app/x", server.cookie(secret)).status()).isEqualTo(401);
    }

    @Test
    @Proves("S84")
    void invalidatingItWhileTheDatabaseIsAwayIsNotPassedOffAsALogout() {
      var secret = server.domain().signIn("alice");
      var id = note(secret);
      // The check answers from a cache in the real domain; here the store fails in between.
      var answer = http.get("/app/app/x", cookies(secret, id), "X-Do: break,invalidate");
      assertThat(answer.status()).isEqualTo(503);
      server.domain().setDown(false);
      assertThat(server.domain().liveSessions()).isEqualTo(1);
    }

    @Test
    @Proves("S84")
    void requestLogoutLogsOut() {
      var secret = server.domain().signIn("alice");
      var id = note(secret);
      var answer = http.get("/app/app/x", cookies(secret, id), "X-Do: logout");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("user=null", "principal=null", "note=null");
      assertThat(server.domain().liveSessions()).isZero();
      assertThat(show("Cookie: JSESSIONID=" + id)).contains("note=null");
    }

    @Test
    @Proves({"S84", "S19"})
    void requestLoginLogsInAndRenewsTheHttpSession() {
      var id = http.get("/app/elsewhere", "X-Do: note", "X-Note: a").cookie("JSESSIONID");
      var before = "Cookie: JSESSIONID=" + id.orElseThrow();
      var answer = http.get("/app/elsewhere", before, "X-Do: login");
      assertThat(answer.body()).contains("user=alice", "principal=alice", "note=a");
      var secret = answer.cookie(server.cookieName()).orElseThrow();
      var renewed = answer.cookie("JSESSIONID").orElseThrow();
      assertThat(renewed).isNotEqualTo(id.orElseThrow());
      assertThat(show(cookies(secret, renewed))).contains("user=alice", "note=a");
      assertThat(show(before)).contains("user=null", "note=null");
    }

    @Test
    @Proves("S77")
    void anAnswerThatBeginsASessionIsNotStored() {
      var answer = http.get("/app/elsewhere", "X-Do: login");
      assertThat(answer.cookie(server.cookieName())).isPresent();
      assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    @Test
    void requestLoginRefusesAWrongPassword() {
      assertThat(http.get("/app/elsewhere", "X-Do: bad-login").body()).contains("user=null");
      assertThat(server.domain().liveSessions()).isZero();
    }

    @Test
    @Proves("S74")
    void requestLoginIsNoLoginWhileTheDatabaseIsAway() {
      var answer = http.get("/app/elsewhere", "X-Do: break,bad-login");
      assertThat(answer.body()).contains("user=null", "principal=null");
      assertThat(answer.headers("Set-Cookie")).isEmpty();
    }

    @Test
    @Proves("S84")
    void requestLoginKeepsWhoeverIsLoggedIn() {
      var secret = server.domain().signIn("bob");
      var answer = http.get("/app/elsewhere", server.cookie(secret), "X-Do: bad-login");
      assertThat(answer.body()).contains("user=bob");
      // The application lets the exception of the container's contract through.
      var right = http.get("/app/elsewhere", server.cookie(secret), "X-Do: login");
      assertThat(right.status()).isEqualTo(500);
      assertThat(right.headers("Set-Cookie")).isEmpty();
      assertThat(server.domain().liveSessions()).isEqualTo(1);
      assertThat(show(server.cookie(secret))).contains("user=bob");
    }

    @Test
    @Proves("S19")
    void aLoginGivesTheHttpSessionANewId() {
      var id = http.get("/app/elsewhere", "X-Do: note", "X-Note: a").cookie("JSESSIONID");
      var fixed = "Cookie: JSESSIONID=" + id.orElseThrow();
      var body =
          "{\"username\":\"alice\",\"password\":\"" + FakeDomain.PASSWORD + "\",\"session\":true}";
      var answer = http.postJson("/app/auth/login", body, fixed);
      assertThat(answer.cookie("JSESSIONID")).isPresent().isNotEqualTo(id);
      assertThat(show(fixed)).contains("note=null");
    }

    @Test
    void authenticateChallengesNobodyButACaller() {
      assertThat(http.get("/app/elsewhere", "X-Do: authenticate").status()).isEqualTo(401);
      assertThat(
              http.get("/app/elsewhere", "X-Do: authenticate", "Authorization: Bearer token-alice")
                  .status())
          .isEqualTo(200);
    }
  }
}
