package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.FakeDomain;
import dev.portcullis.web.testing.RawHttp;
import dev.portcullis.web.testing.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON operations, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsTest {

  private static final String ALICE = "Authorization: Bearer token-alice";
  private static final String RIGHT =
      "\"username\":\"alice\",\"password\":\"" + FakeDomain.PASSWORD + "\"";

  @SuppressWarnings("NullAway.Init") // set before any test
  private TestServer server;

  @SuppressWarnings("NullAway.Init") // set before any test
  private RawHttp http;

  @BeforeAll
  void start() throws Exception {
    server = new TestServer(new Settings().build());
    http = server.http();
  }

  @AfterEach
  void recover() {
    server.domain().setDown(false);
    server.domain().setFault(null);
    server.domain().expireAll();
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  @Test
  void aLoginGivesTokens() {
    var answer = http.postJson("/app/auth/login", "{" + RIGHT + "}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"access_token\":\"token-alice\",\"token_type\":\"Bearer\",\"expires_in\":900,"
                + "\"refresh_token\":\"pcr_alice\",\"refresh_expires_in\":604800,\"user\":"
                + "{\"id\":\"id-alice\",\"username\":\"alice\",\"email\":\"alice@example.com\","
                + "\"name\":null,\"picture\":null,\"roles\":[\"user\"]}}");
    assertThat(answer.headers("Set-Cookie")).isEmpty();
  }

  @Test
  void aLoginGivesASessionWhereAskedTo() {
    var answer = http.postJson("/app/auth/login", "{" + RIGHT + ",\"session\":true}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{\"user\":{").doesNotContain("token");
    var secret = answer.cookie(server.cookieName()).orElseThrow();
    assertThat(http.get("/app/auth/me", server.cookie(secret)).status()).isEqualTo(200);
  }

  @Test
  void aWrongPasswordAndAFloodAreAnsweredAsTheContractSays() {
    var wrong = http.postJson("/app/auth/login", "{\"username\":\"alice\",\"password\":\"x\"}");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.body()).contains("\"invalid_credentials\"");
    assertThat(wrong.header("WWW-Authenticate")).contains("Bearer realm=\"portcullis\"");
    var flood = http.postJson("/app/auth/login", "{\"username\":\"flood\",\"password\":\"x\"}");
    assertThat(flood.status()).isEqualTo(429);
    assertThat(flood.header("Retry-After")).contains("42");
  }

  @Test
  @Proves("S27")
  void anotherSiteCannotGiveABrowserASession() {
    var body = "{" + RIGHT + ",\"session\":true}";
    var answer = http.postJson("/app/auth/login", body, "Origin: https://evil.example");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.headers("Set-Cookie")).isEmpty();
    assertThat(http.postJson("/app/auth/login", body, server.origin()).status()).isEqualTo(200);
    var form = "username=alice&password=" + FakeDomain.PASSWORD.replace(' ', '+');
    assertThat(http.postForm("/app/auth/login", form).status()).isEqualTo(403);
    assertThat(http.postForm("/app/auth/login", form + "&_csrf=").status()).isEqualTo(403);
    assertThat(server.domain().liveSessions()).isEqualTo(1);
  }

  @Test
  @Proves("S27")
  void aFormIsBoundToTheBrowserThatItWasGivenTo() {
    var page = http.get("/app/auth/login", "Accept: text/html");
    var token = page.body().replaceAll("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
    var cookie = page.cookie("portcullis-login-").orElseThrow();
    var name = page.headers("Set-Cookie").get(0).split("=", 2)[0];
    var form =
        "username=alice&password=" + FakeDomain.PASSWORD.replace(' ', '+') + "&_csrf=" + token;
    assertThat(http.postForm("/app/auth/login", form, "Cookie: " + name + "=other").status())
        .isEqualTo(403);
    assertThat(http.postForm("/app/auth/login", form, "Cookie: " + name + "=" + cookie).status())
        .isEqualTo(303);
  }

  @ParameterizedTest
  @Proves("S76")
  @ValueSource(
      strings = {
        "",
        "Origin: null",
        "Origin: https://evil.example",
        "Origin: http://localhost",
        "Origin: http://localhost.evil.example",
        "Referer: http://localhost/app/"
      })
  void aCookieAloneChangesNothing(String origin) {
    var cookie = server.cookie(server.domain().signIn("alice"));
    var header = origin.isEmpty() ? "X-Nothing: 1" : origin;
    for (var path :
        new String[] {"/logout", "/logout/all", "/password/change", "/reauthenticate"}) {
      var answer = http.postJson("/app/auth" + path, "{}", cookie, header);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).contains("\"csrf_failed\"");
      assertThat(http.postForm("/app/auth" + path, "_csrf=", cookie, header).status())
          .isEqualTo(403);
      assertThat(http.postForm("/app/auth" + path, "_csrf=AAAA", cookie, header).status())
          .isEqualTo(403);
    }
    assertThat(http.send("DELETE", "/app/auth/sessions/x", "", cookie, header).status())
        .isEqualTo(403);
    assertThat(http.postForm("/app/auth/logout", "", cookie, server.origin()).status())
        .isEqualTo(403);
    assertThat(server.domain().liveSessions()).isEqualTo(1);
  }

  @Test
  @Proves("S76")
  void gettingChangesNothing() {
    var cookie = server.cookie(server.domain().signIn("alice"));
    for (var path : new String[] {"/logout", "/login", "/account", "/reauthenticate"}) {
      assertThat(http.get("/app/auth" + path, cookie, "Accept: text/html").status()).isEqualTo(200);
    }
    assertThat(http.get("/app/auth/logout/all", cookie).status()).isEqualTo(405);
    assertThat(server.domain().liveSessions()).isEqualTo(1);
  }

  @Test
  void loggingOutEndsTheSessionAndClearsTheCookie() {
    var cookie = server.cookie(server.domain().signIn("alice"));
    var answer = http.postJson("/app/auth/logout", "{}", cookie, server.origin());
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers("Set-Cookie"))
        .anySatisfy(c -> assertThat(c).startsWith(server.cookieName()).contains("Max-Age=0"));
    assertThat(server.domain().liveSessions()).isZero();
    assertThat(http.postJson("/app/auth/logout", "{}").status()).isEqualTo(204);
  }

  @Test
  void provingTheIdentityAgainGivesANewSecret() {
    var before = server.domain().signIn("alice");
    var body = "{\"method\":\"password\",\"password\":\"" + FakeDomain.PASSWORD + "\"}";
    var answer =
        http.postJson("/app/auth/reauthenticate", body, server.cookie(before), server.origin());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"auth_time\"", "\"amr\":[\"pwd\"]");
    var after = answer.cookie(server.cookieName()).orElseThrow();
    assertThat(after).isNotEqualTo(before);
    assertThat(http.get("/app/auth/me", server.cookie(before)).status()).isEqualTo(401);
    assertThat(http.get("/app/auth/me", server.cookie(after)).status()).isEqualTo(200);
  }

  @Test
  void refreshingAnswersTokensOrWhy() {
    assertThat(
            http.postJson("/app/auth/token/refresh", "{\"refresh_token\":\"pcr_alice\"}").status())
        .isEqualTo(200);
    assertThat(http.postJson("/app/auth/token/refresh", "{\"refresh_token\":\"pcr_used\"}").body())
        .contains("\"refresh_token_reused\"");
    var expired = "Authorization: Bearer expired";
    assertThat(
            http.postJson("/app/auth/token/refresh", "{\"refresh_token\":\"pcr_alice\"}", expired)
                .status())
        .isEqualTo(200);
  }

  @Test
  @Proves("S16")
  void revocationIsTheSameForEveryToken() {
    for (var token : new String[] {"token-alice", "nonsense", "%00"}) {
      var answer = http.postForm("/app/auth/token/revoke", "token=" + token);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
    }
    assertThat(http.postForm("/app/auth/token/revoke", "").status()).isEqualTo(400);
  }

  @Test
  @Proves("S16")
  void introspectionNeedsAClientAndTellsNothingOfABadToken() {
    var path = "/app/auth/token/introspect";
    var right = basic("gateway", Settings.CLIENT_SECRET);
    assertThat(http.postForm(path, "token=bad", right).body()).isEqualTo("{\"active\":false}");
    assertThat(http.postForm(path, "token=token-alice", right).body()).contains("\"active\":true");
    for (var header :
        new String[] {
          "X-Nothing: 1",
          ALICE,
          basic("gateway", "wrong"),
          basic("other", Settings.CLIENT_SECRET),
          basic("gateway", ""),
          "Authorization: Basic %%%"
        }) {
      var answer = http.postForm(path, "token=token-alice", header);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.body()).doesNotContain("active");
      assertThat(answer.header("WWW-Authenticate"))
          .hasValueSatisfying(challenge -> assertThat(challenge).contains("Bearer ", "Basic "));
    }
  }

  private static String basic(String id, String secret) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aUserReadsAndChangesTheOwnAccount() {
    assertThat(http.get("/app/auth/me", ALICE).body()).contains("\"username\":\"alice\"");
    var type = "Content-Type: application/merge-patch+json";
    assertThat(http.send("PATCH", "/app/auth/me", "{\"name\":\"Al\"}", ALICE, type).body())
        .contains("\"name\":\"Al\"");
    assertThat(http.send("PATCH", "/app/auth/me", "{\"name\":null}", ALICE, type).body())
        .contains("\"name\":null");
    assertThat(http.send("PATCH", "/app/auth/me", "{\"email\":\"x\"}", ALICE, type).body())
        .contains("\"unknown_field\"");
    var body = "{\"current_password\":\"" + FakeDomain.PASSWORD + "\",\"new_password\":\"%s\"}";
    var refused = http.postJson("/app/auth/password/change", body.formatted("short"), ALICE);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body())
        .contains("\"password_rejected\"", "\"reasons\":[\"password.too_short\"]");
    assertThat(
            http.postJson(
                    "/app/auth/password/change", body.formatted("another long password"), ALICE)
                .status())
        .isEqualTo(204);
  }

  @Test
  @Proves("S23")
  void aLogoutThatEndsNothingIsNotPassedOffAsOne() {
    var cookie = server.cookie(server.domain().signIn("alice"));
    var bad = "Authorization: Bearer bad";
    var answer = http.postJson("/app/auth/logout", "{}", cookie, bad, server.origin());
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).contains("\"invalid_token\"");
    assertThat(server.domain().liveSessions()).isEqualTo(1);
    assertThat(http.postJson("/app/auth/logout", "{}", bad).status()).isEqualTo(204);
    assertThat(http.postJson("/app/auth/logout", "{}", cookie, server.origin()).status())
        .isEqualTo(204);
    assertThat(server.domain().liveSessions()).isZero();
  }

  @Test
  void sessionsAreListedInPagesAndEnded() {
    var cookie = server.cookie(server.domain().signIn("alice"));
    server.domain().signIn("alice");
    server.domain().signIn("bob");
    var first = http.get("/app/auth/sessions?limit=1", cookie).body();
    assertThat(first).contains("\"device\":\"Firefox\"").doesNotContain("pcs_");
    var cursor = first.replaceAll(".*\"next_cursor\":\"([^\"]+)\".*", "$1");
    assertThat(http.get("/app/auth/sessions?limit=1&cursor=" + cursor, cookie).body())
        .contains("\"next_cursor\":null");
    assertThat(http.get("/app/auth/sessions?limit=0", cookie).status()).isEqualTo(400);
    var path = "/app/auth/sessions/" + cursor;
    assertThat(http.send("DELETE", path, "", cookie, server.origin()).status()).isEqualTo(204);
    assertThat(http.send("DELETE", "/app/auth/sessions/x", "", ALICE).status()).isEqualTo(404);
    assertThat(server.domain().liveSessions()).isEqualTo(2);
  }

  @Test
  void operatorsReadMetricsAndDetailsOfHealth() {
    assertThat(http.get("/app/auth/metrics").status()).isEqualTo(200);
    assertThat(http.get("/app/auth/health").body()).contains("\"checks\"");
    var forwarded = "X-Forwarded-For: 192.0.2.7";
    assertThat(http.get("/app/auth/metrics", forwarded).status()).isEqualTo(401);
    assertThat(http.get("/app/auth/metrics", forwarded, ALICE).status()).isEqualTo(403);
    assertThat(http.get("/app/auth/metrics", forwarded, "Authorization: Bearer token-bob").status())
        .isEqualTo(200);
    assertThat(http.get("/app/auth/health", forwarded).body()).isEqualTo("{\"status\":\"up\"}");
    server.domain().setDown(true);
    assertThat(http.get("/app/auth/health", forwarded).status()).isEqualTo(503);
  }

  @Test
  void whoComesThroughAProxyOnThisMachineIsNoOperator() throws Exception {
    var settings = new Settings().publicUrl("https://app.example.com/app");
    try (var proxied = new TestServer(settings.build())) {
      var local = proxied.http();
      assertThat(local.get("/app/auth/metrics").status()).isEqualTo(200);
      assertThat(local.get("/app/auth/metrics", "Host: app.example.com").status()).isEqualTo(401);
      assertThat(local.get("/app/auth/health", "Host: app.example.com").body())
          .isEqualTo("{\"status\":\"up\"}");
      assertThat(local.get("/app/auth/metrics", "X-Forwarded-Proto: https").status())
          .isEqualTo(401);
    }
    try (var proxied = new TestServer(settings.trustedProxy("127.0.0.1").build())) {
      assertThat(proxied.http().get("/app/auth/metrics").status()).isEqualTo(401);
    }
  }

  @Test
  void keysMayBeCached() {
    var answer = http.get("/app/auth/.well-known/jwks.json");
    assertThat(answer.body()).isEqualTo("{\"keys\":[]}");
    assertThat(answer.headers("Cache-Control")).containsExactly("public, max-age=300");
    assertThat(answer.header("Content-Type")).contains("application/jwk-set+json");
    assertThat(answer.headers("Set-Cookie")).isEmpty();
    assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    var tag = answer.header("ETag").orElseThrow();
    for (var known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
      var again = http.get("/app/auth/.well-known/jwks.json", "If-None-Match: " + known);
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.header("ETag")).contains(tag);
      assertThat(again.headers("Cache-Control")).containsExactly("public, max-age=300");
    }
    assertThat(http.get("/app/auth/.well-known/jwks.json", "If-None-Match: \"x\"").status())
        .isEqualTo(200);
    assertThat(
            http.get("/app/auth/.well-known/jwks.json", "Accept: application/jwk-set+json")
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nothing, 404, not_found",
    "GET, /token/refresh, 405, method_not_allowed",
    "PUT, /me, 405, method_not_allowed",
    "OPTIONS, /login, 405, method_not_allowed"
  })
  void whatIsNotThereIsSaidSo(String method, String path, int status, String code) {
    var answer = http.send(method, "/app/auth" + path, "", ALICE);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).contains("\"" + code + "\"");
    assertThat(answer.header("Allow").isPresent()).isEqualTo(status == 405);
  }

  @ParameterizedTest
  @Proves("S78")
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "\"x\"",
        "{} {}",
        "{\"username\":\"a\",\"username\":\"b\",\"password\":\"c\"}",
        "{\"username\":1,\"password\":\"c\"}",
        "{\"username\":\"a\"}",
        "{\"username\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
        "{'username':'a'}"
      })
  void jsonThatIsNotRightIsRefused(String body) {
    var answer = http.postJson("/app/auth/login", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("\"invalid_request\"");
  }

  @Test
  @Proves("S78")
  void aBodyIsLimitedBeforeItIsParsed() {
    var large = "{\"username\":\"" + "a".repeat(64 * 1024) + "\"}";
    assertThat(http.postJson("/app/auth/login", large).status()).isEqualTo(413);
    assertThat(http.postForm("/app/auth/token/revoke", "token=" + "a".repeat(64 * 1024)).status())
        .isEqualTo(413);
  }

  @Test
  void typesAreNegotiated() {
    assertThat(http.send("POST", "/app/auth/login", "{}", "Content-Type: text/plain").body())
        .contains("\"unsupported_media_type\"");
    assertThat(
            http.send(
                    "POST",
                    "/app/auth/login",
                    "{}",
                    "Content-Type: application/json; charset=ISO-8859-1")
                .status())
        .isEqualTo(415);
    assertThat(http.get("/app/auth/me", ALICE, "Accept: image/png").status()).isEqualTo(406);
    assertThat(http.get("/app/auth/me", ALICE, "Accept: application/*").status()).isEqualTo(200);
  }

  @Test
  @Proves({"S74", "S75"})
  void aFaultTellsNothing() {
    var cookie = server.cookie(server.domain().signIn("alice"));
    server.domain().setFault(new IllegalStateException("SELECT secret FROM auth_account"));
    for (var answer :
        new RawHttp.Answer[] {
          http.postJson("/app/auth/login", "{" + RIGHT + "}"),
          http.postJson("/app/auth/token/refresh", "{\"refresh_token\":\"pcr_alice\"}"),
          http.postForm("/app/auth/token/revoke", "token=x"),
          http.get("/app/auth/me", ALICE),
          http.get("/app/auth/sessions", ALICE),
          http.get("/app/auth/me", cookie),
          http.postJson("/app/auth/logout/all", "{}", ALICE)
        }) {
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isPresent();
      assertThat(answer.body())
          .contains("\"temporarily_unavailable\"")
          .doesNotContain("SELECT", "Exception", "at dev.", "\tat");
    }
  }

  @Test
  @Proves("S77")
  void ourAnswersCarryTheStrictHeaders() {
    for (var answer :
        new RawHttp.Answer[] {
          http.get("/app/auth/login", "Accept: text/html"),
          http.get("/app/auth/me", ALICE),
          http.get("/app/auth/me"),
          http.get("/app/auth/nothing"),
          http.postJson("/app/auth/login", "{" + RIGHT + "}"),
          http.get("/app/auth/health")
        }) {
      assertThat(answer.headers("Cache-Control")).containsExactly("no-store");
      assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.header("Referrer-Policy")).contains("same-origin");
      assertThat(answer.header("X-Frame-Options")).contains("DENY");
      assertThat(answer.header("Content-Security-Policy"))
          .hasValueSatisfying(
              policy ->
                  assertThat(policy)
                      .contains("default-src 'none'", "frame-ancestors 'none'")
                      .doesNotContain("unsafe"));
      assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
      assertThat(answer.header("Strict-Transport-Security")).isEmpty();
    }
  }
}
