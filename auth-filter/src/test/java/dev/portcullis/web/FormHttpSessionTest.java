package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The HttpSession over logins by FORM, and requests that other sites have sent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormHttpSessionTest {

  @SuppressWarnings("NullAway.Init") // set before any test
  private FormApplication app;

  @BeforeAll
  void start() throws Exception {
    app = new FormApplication();
  }

  @AfterAll
  void stop() throws Exception {
    app.close();
  }

  @AfterEach
  void recover() {
    app.recover();
  }

  @Test
  @Proves({"S19", "S84"})
  void theHttpSessionGetsANewIdAndTheOtherUsersIsGone() {
    var alice = app.person();
    alice.get("/app/open", "X-Do: note", "X-Note: basket");
    var before = alice.cookies().get("JSESSIONID");
    alice.signIn("alice");
    assertThat(alice.get("/app/open").body()).contains("note=basket", "user=alice");
    var after = alice.cookies().get("JSESSIONID");
    assertThat(after).isNotNull().isNotEqualTo(before);
    alice.signIn("bob");
    assertThat(alice.get("/app/open").body()).contains("note=null", "user=bob");
    assertThat(app.server().domain().liveSessions()).isEqualTo(1);
  }

  @Test
  void anotherSiteNeitherSeesNorEndsTheHttpSession() {
    var alice = app.person();
    alice.signIn("alice");
    alice.get("/app/open", "X-Do: note", "X-Note: basket");
    var session = "Cookie: JSESSIONID=" + alice.cookies().get("JSESSIONID");
    var http = app.server().http();
    var posted = http.postForm("/app/open", "a=b", session, "Sec-Fetch-Site: cross-site");
    assertThat(posted.status()).isEqualTo(403);
    assertThat(http.postForm("/app/open", "a=b", session, "Origin: https://evil.example").status())
        .isEqualTo(403);
    var image =
        http.get("/app/open", session, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors");
    assertThat(image.body()).contains("user=null", "note=null");
    var noted =
        http.get("/app/open", session, "Sec-Fetch-Site: cross-site", "X-Do: note", "X-Note: evil");
    assertThat(noted.body()).contains("note=evil");
    assertThat(alice.get("/app/open").body()).contains("note=basket", "user=alice");
    // A visit by a link would have brought our cookie: that session is over.
    http.get(
        "/app/open",
        session,
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Mode: navigate",
        "Sec-Fetch-Dest: document");
    assertThat(alice.get("/app/open").body()).contains("note=null", "user=alice");
  }
}
