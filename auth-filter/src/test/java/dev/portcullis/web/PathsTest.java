package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.Settings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules see the path that the container serves (S80), in Tomcat with its laxest settings. */
@Proves("S80")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PathsTest {

  @SuppressWarnings("NullAway.Init") // set before any test
  private TestServer server;

  @BeforeAll
  void start() throws Exception {
    server =
        new TestServer(
            new Settings()
                .rule(Settings.anonymous("/public/*"))
                .rule(Settings.role("/admin/*", "admin"))
                .rule(Settings.authenticated("/exact"))
                .rule(Settings.authenticated("*.do"))
                .rule(Settings.role("/reports", "admin"))
                .rule(Settings.authenticated("/reports/*"))
                .rule(Settings.methods("/reading/*", "GET"))
                .build());
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/app/admin",
        "/app/admin/",
        "/app/admin/y",
        "/app/admin;x/y",
        "/app/admin;x=1/y",
        "/app/admin%3Bx/y",
        "/app/;x/admin/y",
        "/app//admin/y",
        "//app/admin/y",
        "/app;x/admin/y",
        "/app/./admin/y",
        "/app/x/../admin/y",
        "/app/public/../admin/y",
        "/app/public/..;/admin/y",
        "/app/public/%2e%2e/admin/y",
        "/app/public/%2e%2e%2fadmin/y",
        "/app/public/..%2fadmin/y",
        "/app/public\\..\\admin\\y",
        "/app/public%5c..%5cadmin/y",
        "/app/%61dmin/y",
        "/app/%2561dmin/y",
        "/app/admin%2Fy",
        "/app/admin\\y",
        "/app/admin/y%00",
        "/app/admin%00/y",
        "/app/admin%0a/y",
        "/app/%c0%afadmin/y",
        "/app/admin%/y",
        "/app/x/%2e%2e;a=b/admin/y",
      })
  void noSpellingOfAPathStepsAroundItsRule(String target) {
    var answer = server.http().get(target);
    assertThat(answer.status()).isNotEqualTo(200);
    assertThat(answer.body()).doesNotContain("served=");
  }

  @Test
  void theControlIsServed() {
    var admin = "Authorization: Bearer token-bob";
    assertThat(server.http().get("/app/admin/y", admin).body()).contains("served=/admin|/y");
    assertThat(server.http().get("/app/%61dmin/y", admin).body()).contains("served=/admin|/y");
    assertThat(server.http().get("/app/admin/y;jsessionid=1", admin).status()).isEqualTo(200);
    assertThat(server.http().get("/app/public/100%25/a%20b").status()).isEqualTo(200);
    assertThat(server.http().get("/app/public/gr%C3%BC%C3%9Fe").status()).isEqualTo(200);
    assertThat(server.http().get("/app/").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/app/exact", "/app/exact/", "/app/exact;x", "/app/exact;x/"})
  void anExactPatternHoldsWithATrailingSlash(String target) {
    assertThat(server.http().get(target).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/app/a.do", "/app/x/a.do", "/app/a.do/", "/app/a.do;x=.txt"})
  void anExtensionHoldsWithParametersAndSlash(String target) {
    assertThat(server.http().get(target).status()).isEqualTo(401);
  }

  @Test
  void theRuleOfAFolderHoldsForItsWelcomeFile() {
    var alice = "Authorization: Bearer token-alice";
    var bob = "Authorization: Bearer token-bob";
    assertThat(server.http().get("/app/reports", alice).status()).isEqualTo(403);
    assertThat(server.http().get("/app/reports/", alice).status()).isEqualTo(403);
    assertThat(server.http().get("/app/reports/", bob).body()).contains("served=/reports/index|");
    assertThat(server.http().get("/app/reports/index", alice).status()).isEqualTo(200);
  }

  @Test
  void anotherCaseIsAnotherPath() {
    assertThat(server.http().get("/app/ADMIN/y").body()).doesNotContain("served=/admin");
  }

  @Test
  void aRuleForGetHoldsForHead() {
    assertThat(server.http().send("HEAD", "/app/reading/x", "").status()).isEqualTo(401);
    assertThat(server.http().send("GET", "/app/reading/x", "").status()).isEqualTo(401);
    assertThat(server.http().send("POST", "/app/reading/x", "").status()).isEqualTo(200);
  }

  @Test
  void theFirstRuleThatMatchesDecides() {
    assertThat(server.http().get("/app/public/a.do").status()).isEqualTo(200);
  }

  @Test
  void anOwnPathIsFoundUnderItsPlainNameOnly() {
    assertThat(server.http().get("/app/auth/health").status()).isEqualTo(200);
    assertThat(server.http().get("/app/auth/health/").status()).isEqualTo(404);
    assertThat(server.http().get("/app/auth//health").status()).isEqualTo(400);
    assertThat(server.http().get("/app/authx/health").body()).contains("served=");
  }
}
