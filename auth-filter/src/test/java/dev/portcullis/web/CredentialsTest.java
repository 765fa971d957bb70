package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.CredentialKind;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.Settings;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a request may carry, and what it is answered (API.md, Conventions). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CredentialsTest {

  private static final String ALICE = "Authorization: Bearer token-alice";

  @SuppressWarnings("NullAway.Init") // set before any test
  private TestServer server;

  @BeforeAll
  void start() throws Exception {
    server =
        new TestServer(
            new Settings()
                .rule(Settings.anonymous("/open/*"))
                .rule(Settings.accepting("/api/*", CredentialKind.BEARER))
                .rule(Settings.accepting("/pages/*", CredentialKind.SESSION))
                .rule(Settings.recent("/recent/*", Duration.ofMinutes(15)))
                .rule(Settings.sameOrigin("/forms/*"))
                .rule(Settings.authenticated("/any/*"))
                .build());
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  @Test
  @Proves("S17")
  void moreThanOneCredentialIsRefused() {
    var http = server.http();
    assertThat(http.get("/app/any/x", ALICE, ALICE).status()).isEqualTo(400);
    assertThat(http.get("/app/any/x", ALICE, "Authorization: Basic eDp5").status()).isEqualTo(400);
    assertThat(http.get("/app/any/x?access_token=token-alice", ALICE).status()).isEqualTo(400);
    assertThat(http.postJson("/app/auth/login", "{}", ALICE, ALICE).status()).isEqualTo(400);
    var secret = server.domain().signIn("alice");
    var twice = server.cookie(secret) + "; " + server.cookieName() + "=x";
    assertThat(http.get("/app/any/x", twice).status()).isEqualTo(400);
  }

  @Test
  @Proves("S17")
  void aTokenInTheAddressIsNoCredential() {
    assertThat(server.http().get("/app/any/x?access_token=token-alice").status()).isEqualTo(401);
    assertThat(server.http().get("/app/open/x?access_token=token-alice").body())
        .contains("user=null");
  }

  @Test
  @Proves("S78")
  void anAuthorizationHeaderIsLimitedBeforeItIsRead() {
    var answer = server.http().get("/app/any/x", "Authorization: Bearer " + "a".repeat(8200));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("\"invalid_request\"");
  }

  @Test
  void aHeaderWithoutATokenIsToldApartFromABadToken() {
    var http = server.http();
    assertThat(http.get("/app/any/x", "Authorization: Bearer").body())
        .contains("\"invalid_authorization_header\"");
    assertThat(http.get("/app/any/x", "Authorization: Bearer a, Bearer b").body())
        .contains("\"invalid_authorization_header\"");
    var bad = http.get("/app/any/x", "Authorization: Bearer x.y.z");
    assertThat(bad.body()).contains("\"invalid_token\"");
    assertThat(bad.header("WWW-Authenticate"))
        .hasValueSatisfying(challenge -> assertThat(challenge).endsWith("error=\"invalid_token\""));
  }

  /** RFC 9110 11.1: the scheme in any case; RFC 6750 2.1 has one space, others write more. */
  @Test
  void theSchemeIsWrittenInAnyCase() {
    var http = server.http();
    for (var scheme : new String[] {"bearer ", "BEARER ", "Bearer   ", "Bearer\t"}) {
      assertThat(http.get("/app/any/x", "Authorization: " + scheme + "token-alice").body())
          .as(scheme)
          .contains("user=alice");
    }
  }

  @Test
  void anApplicationThatSpeaksPac4jFindsItsProfile() {
    var http = server.http();
    assertThat(http.get("/app/any/x", ALICE).body()).contains("pac4j=alice[user");
    var cookie = server.cookie(server.domain().signIn("alice"));
    assertThat(http.get("/app/any/x", cookie).body()).contains("pac4j=alice[user");
    assertThat(http.get("/app/any/x", cookie, "X-Do: logout").body()).contains("pac4j=null");
    assertThat(http.get("/app/open/x", "Authorization: Bearer bad").body()).contains("pac4j=null");
  }

  @Test
  void anotherSchemeIsNotOurs() {
    var answer = server.http().get("/app/any/x", "Authorization: Basic eDp5");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).contains("\"authentication_required\"");
    assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"portcullis\"");
  }

  @Test
  void aRuleTakesOnlyTheCredentialsItNames() {
    var cookie = server.cookie(server.domain().signIn("alice"));
    var http = server.http();
    assertThat(http.get("/app/api/x", cookie).body()).contains("\"missing_authorization_header\"");
    assertThat(http.get("/app/api/x", ALICE).status()).isEqualTo(200);
    assertThat(http.get("/app/pages/x", ALICE).body()).contains("\"authentication_required\"");
    assertThat(http.get("/app/pages/x", cookie).status()).isEqualTo(200);
  }

  @Test
  void anExpiredCookieIsClearedAndCountsAsNothing() {
    var answer = server.http().get("/app/open/x", server.cookie("pcs_gone"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers("Set-Cookie"))
        .anySatisfy(
            c -> assertThat(c).startsWith(server.cookieName() + "=;").contains("Max-Age=0"));
  }

  @Test
  void anOpenPathNeverChallenges() {
    assertThat(server.http().get("/app/open/x", "Authorization: Bearer bad").status())
        .isEqualTo(200);
    assertThat(server.http().get("/app/elsewhere", "Authorization: Bearer bad").status())
        .isEqualTo(401);
  }

  @Test
  void onlyAPageViewIsRedirectedToTheLogin() {
    var http = server.http();
    var html = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";
    assertThat(http.get("/app/any/x", html).status()).isEqualTo(302);
    assertThat(http.get("/app/any/x", html, "X-Requested-With: XMLHttpRequest").status())
        .isEqualTo(401);
    assertThat(http.get("/app/any/x", "Accept: */*").status()).isEqualTo(401);
    assertThat(http.send("POST", "/app/any/x", "", html).status()).isEqualTo(401);
    assertThat(http.get("/app/api/x", html).status()).isEqualTo(401);
  }

  @Test
  void anOldAuthenticationIsAskedForAgain() {
    server.domain().setAuthenticatedAt(Instant.now().minus(Duration.ofMinutes(16)));
    try {
      var answer = server.http().get("/app/recent/x", ALICE);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate"))
          .contains(
              "Bearer realm=\"portcullis\", error=\"insufficient_user_authentication\","
                  + " max_age=\"900\"");
      var cookie = server.cookie(server.domain().signIn("alice"));
      assertThat(server.http().get("/app/recent/x", cookie, "Accept: text/html").header("Location"))
          .contains("/app/auth/reauthenticate?return_to=%2Fapp%2Frecent%2Fx");
    } finally {
      server.domain().setAuthenticatedAt(Instant.now());
    }
    assertThat(server.http().get("/app/recent/x", ALICE).status()).isEqualTo(200);
  }

  @Test
  @Proves("S76")
  void aRuleMayAskForTheOriginOfWhatACookieAuthenticates() {
    var cookie = server.cookie(server.domain().signIn("alice"));
    var http = server.http();
    assertThat(http.postForm("/app/forms/x", "a=b", cookie).status()).isEqualTo(403);
    assertThat(http.postForm("/app/forms/x", "a=b", cookie, "Origin: null").status())
        .isEqualTo(403);
    assertThat(
            http.postForm("/app/forms/x", "a=b", cookie, "Origin: https://evil.example").status())
        .isEqualTo(403);
    assertThat(http.postForm("/app/forms/x", "a=b", cookie, server.origin()).status())
        .isEqualTo(200);
    assertThat(http.postForm("/app/forms/x", "a=b", ALICE).status()).isEqualTo(200);
    assertThat(http.get("/app/forms/x", cookie).status()).isEqualTo(200);
  }

  @Test
  @Proves("S76")
  void aWebSocketProvesItsOriginToo() {
    var cookie = server.cookie(server.domain().signIn("alice"));
    var http = server.http();
    for (var upgrade : new String[] {"Upgrade: websocket", "Upgrade: h2c, WebSocket"}) {
      assertThat(http.get("/app/forms/x", cookie, upgrade).status()).isEqualTo(403);
      assertThat(http.get("/app/forms/x", cookie, upgrade, "Origin: https://evil.example").status())
          .isEqualTo(403);
      assertThat(http.get("/app/forms/x", cookie, upgrade, server.origin()).status())
          .isEqualTo(200);
    }
  }

  @Test
  void aDenialIsAudited() {
    var before = server.domain().published().size();
    server.http().postForm("/app/forms/x", "a=b", server.cookie(server.domain().signIn("alice")));
    assertThat(server.domain().published()).hasSize(before + 1);
    var event = server.domain().published().get(before);
    assertThat(event.failure()).isEqualTo("csrf_failed");
    assertThat(event.subject()).isEqualTo("/forms/*");
    assertThat(event.details().username()).isEqualTo("alice");
  }

  @Test
  void withoutAPublicAddressOnlyLocalhostIsAnswered() {
    var answer = server.http().get("/app/open/x", "Host: app.example.com");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("public_url");
    assertThat(server.http().get("/app/auth/health", "Host: app.example.com").status())
        .isEqualTo(400);
    assertThat(server.http().get("/app/open/x", "Host: 127.0.0.1:80").status()).isEqualTo(200);
    assertThat(server.http().get("/app/open/x", "Host: [::1]:80").status()).isEqualTo(200);
  }

  @Test
  @Proves("S74")
  void aStoreThatIsAwayLetsNobodyIn() {
    var cookie = server.cookie(server.domain().signIn("alice"));
    server.domain().setDown(true);
    try {
      for (var credential : new String[] {cookie, ALICE}) {
        var answer = server.http().get("/app/any/x", credential);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isPresent();
        assertThat(answer.body()).contains("\"temporarily_unavailable\"");
      }
      server.domain().setFault(new IllegalStateException("secret detail"));
      var answer = server.http().get("/app/any/x", cookie);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).doesNotContain("secret detail");
    } finally {
      server.domain().setFault(null);
      server.domain().setDown(false);
    }
  }

  @Test
  void aProtectedAnswerIsNotStoredUnlessTheApplicationSaysSo() {
    assertThat(server.http().get("/app/any/x", ALICE).header("Cache-Control")).contains("no-store");
    assertThat(server.http().get("/app/any/x", ALICE, "X-Do: cache").header("Cache-Control"))
        .contains("max-age=60");
    assertThat(server.http().get("/app/open/x").header("Cache-Control")).isEmpty();
  }
}
