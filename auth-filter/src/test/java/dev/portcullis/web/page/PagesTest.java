package dev.portcullis.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.FakeApiTokens;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {

  private static final String LOGIN = "/app/auth/login";
  private static final String ACCOUNT = "/app/auth/account";

  private PageServer server;
  private Browser browser;

  @BeforeEach
  void start(@TempDir Path webapp) throws Exception {
    server = new PageServer(webapp);
    browser = new Browser(server.port());
  }

  @AfterEach
  void stop() throws LifecycleException {
    server.close();
  }

  @Test
  void aPersonSignsInAndComesBackToWhereTheyWanted() throws Exception {
    var challenge = browser.get("/app/books?year=2026");
    assertThat(challenge.status()).isEqualTo(302);
    var login = browser.follow(challenge);
    assertThat(login.page().select("h1").text()).isEqualTo("Sign in");
    assertThat(login.page().title()).isEqualTo("Sign in – Ledger");
    var typed = Map.of("username", "ada", "password", FakeDomain.PASSWORD);
    var signedIn = browser.submit(login.page(), LOGIN, typed);
    assertThat(signedIn.status()).isEqualTo(303);
    assertThat(signedIn.location()).isEqualTo("/app/books?year=2026");
    assertThat(browser.follow(signedIn).response().body()).isEqualTo("the application");
  }

  @Test
  void withoutAGoalTheFrontDoorIsTheGoal() throws Exception {
    assertThat(browser.signIn().location()).isEqualTo("/app/");
  }

  @Test
  @Proves("S47")
  void nobodyIsSentToAnotherHost() throws Exception {
    for (var goal : List.of("https://evil.example/", "//evil.example", "/\\evil.example")) {
      var fresh = new Browser(server.port());
      var form = Browser.filled(fresh.get(LOGIN).page(), LOGIN, Map.of("return_to", goal));
      form.putAll(Map.of("username", "ada", "password", FakeDomain.PASSWORD));
      assertThat(fresh.post(LOGIN, form).location()).as(goal).isEqualTo("/app/");
    }
  }

  @Test
  @Proves("S32")
  void aWrongPasswordAndAnUnknownUserLookTheSame() throws Exception {
    var page = browser.get(LOGIN).page();
    var wrong = browser.submit(page, LOGIN, Map.of("username", "ada", "password", "x"));
    var unknown = browser.submit(page, LOGIN, Map.of("username", "bob", "password", "x"));
    assertThat(wrong.status()).isEqualTo(401).isEqualTo(unknown.status());
    assertThat(wrong.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(wrong.text()).contains("is not right");
    assertThat(wrong.response().body().replace("\"ada\"", "\"bob\""))
        .isEqualTo(unknown.response().body());
    assertThat(wrong.page().expectFirst("#username").val()).isEqualTo("ada");
    assertThat(wrong.page().expectFirst("#password").val()).isEmpty();
  }

  @Test
  void whatIsMissingIsSaidWithoutAnAttempt() throws Exception {
    server.domain().setTooMany(true);
    var page = browser.get(LOGIN).page();
    var answer = browser.submit(page, LOGIN, Map.of("username", " ", "password", ""));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("Enter your user name.").contains("Enter your password.");
  }

  @Test
  void tooManyAttemptsAndADatabaseThatIsAwaySayWhenToComeBack() throws Exception {
    var page = browser.get(LOGIN).page();
    var typed = Map.of("username", "ada", "password", FakeDomain.PASSWORD);
    server.domain().setTooMany(true);
    var tooMany = browser.submit(page, LOGIN, typed);
    assertThat(tooMany.status()).isEqualTo(429);
    assertThat(tooMany.header("Retry-After")).isEqualTo("90");
    assertThat(tooMany.text()).contains("Try again in 90 seconds.");
    server.domain().setDown(true);
    var down = browser.submit(page, LOGIN, typed);
    assertThat(down.status()).isEqualTo(503);
    assertThat(down.header("Retry-After")).isEqualTo("9");
    assertThat(down.text()).contains("not possible just now");
  }

  @Test
  @Proves({"S76", "S27"})
  void aFormWithoutItsTokenDoesNothing() throws Exception {
    var form = Browser.filled(browser.get(LOGIN).page(), LOGIN, Map.of());
    form.putAll(Map.of("username", "ada", "password", FakeDomain.PASSWORD));
    for (var token : List.of("", "x", form.getOrDefault("_csrf", "") + "A")) {
      var forged = new HashMap<>(form);
      forged.put("_csrf", token);
      var answer = browser.post(LOGIN, forged);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text()).contains("Please send the form again");
    }
    form.remove("_csrf");
    assertThat(browser.post(LOGIN, form).status()).isEqualTo(403);
    assertThat(server.domain().liveSessions()).isZero();
  }

  @Test
  @Proves("S27")
  void aTokenServesOnlyTheBrowserThatGotIt() throws Exception {
    var theirs = Browser.filled(browser.get(LOGIN).page(), LOGIN, Map.of());
    theirs.putAll(Map.of("username", "ada", "password", FakeDomain.PASSWORD));
    var victim = new Browser(server.port());
    assertThat(victim.post(LOGIN, theirs).status()).isEqualTo(403);
    var unused = victim.get(LOGIN);
    assertThat(unused.status()).isEqualTo(200);
    assertThat(victim.post(LOGIN, theirs).status()).isEqualTo(403);
  }

  @Test
  @Proves("S76")
  void everyFormOfTheAccountNeedsItsToken() throws Exception {
    assertThat(browser.signIn().status()).isEqualTo(303);
    var other = server.domain().openElsewhere();
    var page = browser.get(ACCOUNT).page();
    for (var action : page.select("form").eachAttr("action")) {
      var form = Browser.filled(page, action, Map.of());
      form.remove("_csrf");
      assertThat(browser.post(action, form).status()).as(action).isEqualTo(403);
    }
    assertThat(page.select("form").eachAttr("action"))
        .contains("/app/auth/sessions/" + other + "/end", "/app/auth/logout/all");
    assertThat(server.domain().liveSessions()).isEqualTo(2);
  }

  @Test
  @Proves("S76")
  void signingOutIsAskedForAndThenDone() throws Exception {
    assertThat(browser.signIn().status()).isEqualTo(303);
    var question = browser.get("/app/auth/logout");
    assertThat(question.status()).isEqualTo(200);
    assertThat(browser.get(ACCOUNT).status()).isEqualTo(200);
    var out = browser.submit(question.page(), "/app/auth/logout", Map.of());
    assertThat(out.status()).isEqualTo(303);
    assertThat(browser.follow(out).text()).contains("You are signed out.");
    assertThat(browser.get(ACCOUNT).status()).isEqualTo(302);
    assertThat(browser.get("/app/auth/logout").status()).isEqualTo(303);
  }

  @Test
  @Proves("S25")
  void sessionsAreListedAndEnded() throws Exception {
    assertThat(browser.signIn().status()).isEqualTo(303);
    var other = server.domain().openElsewhere();
    var account = browser.get(ACCOUNT);
    assertThat(account.text()).contains("Firefox on Linux This session").contains("curl/8.5.0");
    assertThat(account.response().body()).doesNotContain("secret-");
    var action = "/app/auth/sessions/" + other + "/end";
    var ended = browser.follow(browser.submit(account.page(), action, Map.of()));
    assertThat(ended.text()).contains("The session has ended.").doesNotContain("curl/8.5.0");
    var out = browser.submit(ended.page(), "/app/auth/logout/all", Map.of());
    assertThat(browser.follow(out).text()).contains("signed out on all your devices");
    assertThat(server.domain().liveSessions()).isZero();
  }

  @Test
  void anApiTokenIsMadeShownOnceAndEnded() throws Exception {
    assertThat(browser.signIn().status()).isEqualTo(303);
    var page = browser.get(ACCOUNT).page();
    var typed = Map.of("token_name", "nightly <b>sync</b>", "token_days", "7");
    var shown = browser.submit(page, "/app/auth/tokens", typed);
    assertThat(shown.status()).isEqualTo(200);
    var field = shown.page().expectFirst("input#token");
    assertThat(field.val()).isEqualTo(FakeApiTokens.SECRET);
    assertThat(field.hasAttr("readonly")).isTrue();
    assertThat(shown.header("Cache-Control")).contains("no-store");
    var account = browser.get(ACCOUNT);
    assertThat(account.text()).contains("nightly <b>sync</b>", "June 8, 2026", "Never");
    assertThat(account.response().body()).doesNotContain(FakeApiTokens.SECRET);
    var ended =
        browser.follow(browser.submit(account.page(), "/app/auth/tokens/id0/end", Map.of()));
    assertThat(ended.text()).contains("The token has ended.").doesNotContain("nightly");
  }

  @Test
  @Proves({"S26", "S76"})
  void anApiTokenThatIsNotMadeSaysWhy() throws Exception {
    assertThat(browser.signIn().status()).isEqualTo(303);
    var page = browser.get(ACCOUNT).page();
    var bad =
        browser.submit(page, "/app/auth/tokens", Map.of("token_name", "bad", "token_days", "soon"));
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.page().expectFirst("#token_days").attr("aria-invalid")).isEqualTo("true");
    assertThat(bad.page().expectFirst("#token_days").val()).isEqualTo("soon");
    assertThat(bad.page().expectFirst("#token_name").val()).isEqualTo("bad");
    var late =
        browser.submit(page, "/app/auth/tokens", Map.of("token_name", "late", "token_days", "1"));
    assertThat(late.status()).isEqualTo(303);
    assertThat(late.location()).startsWith("/app/auth/reauthenticate?return_to=");
    assertThat(
            browser.post("/app/auth/tokens", Map.of("token_name", "x", "token_days", "1")).status())
        .isEqualTo(403);
  }

  @Test
  void theNameIsChanged() throws Exception {
    assertThat(browser.signIn().status()).isEqualTo(303);
    var page = browser.get(ACCOUNT).page();
    var changed = browser.submit(page, "/app/auth/me", Map.of("name", " Ada <b>K.</b> "));
    assertThat(browser.follow(changed).text()).contains("Your name is saved.");
    assertThat(server.domain().name()).isEqualTo("Ada <b>K.</b>");
    var refused = browser.submit(page, "/app/auth/me", Map.of("name", "x".repeat(21)));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.page().expectFirst("#name").attr("aria-invalid")).isEqualTo("true");
    assertThat(refused.page().expectFirst("#name").val()).isEqualTo("x".repeat(21));
    assertThat(browser.submit(page, "/app/auth/me", Map.of("name", " ")).status()).isEqualTo(303);
    assertThat(server.domain().name()).isNull();
  }

  @Test
  @Proves({"S34", "S26"})
  void aPasswordIsChangedOnlyWithTheCurrentOne() throws Exception {
    assertThat(browser.signIn().status()).isEqualTo(303);
    var fresh = "a new one for the winter";
    assertThat(change("wrong", fresh, fresh).status()).isEqualTo(401);
    assertThat(change(FakeDomain.PASSWORD, fresh, fresh + " ").text()).contains("differ");
    assertThat(change(FakeDomain.PASSWORD, "", "").text()).contains("Enter a new password");
    var weak = change(FakeDomain.PASSWORD, "short", "short");
    assertThat(weak.status()).isEqualTo(400);
    assertThat(weak.text()).contains("too short").contains("cannot be used");
    assertThat(server.domain().isPassword(FakeDomain.PASSWORD)).isTrue();

    var changed = change(FakeDomain.PASSWORD, fresh, fresh);
    assertThat(browser.follow(changed).text()).contains("Your password is changed.");
    assertThat(server.domain().isPassword(fresh)).isTrue();
  }

  private Browser.Answer change(String current, String fresh, String repeated) throws Exception {
    var typed =
        Map.of("current_password", current, "new_password", fresh, "repeat_password", repeated);
    return browser.submit(browser.get(ACCOUNT).page(), "/app/auth/password/change", typed);
  }

  @Test
  @Proves("S26")
  void anOldAuthenticationIsRenewedAndTheBrowserGetsTheNewSecret() throws Exception {
    assertThat(browser.signIn().status()).isEqualTo(303);
    var challenge = browser.get("/app/old");
    assertThat(challenge.location()).startsWith("/app/auth/reauthenticate?return_to=");
    var page = browser.follow(challenge).page();
    assertThat(page.expectFirst("#username").val()).isEqualTo("ada");
    var action = "/app/auth/reauthenticate";
    var wrong = browser.submit(page, action, Map.of("password", "wrong"));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.text()).contains("The password is not right");
    var right = browser.submit(wrong.page(), action, Map.of("password", FakeDomain.PASSWORD));
    assertThat(right.location()).isEqualTo("/app/old");
    assertThat(right.header("Set-Cookie")).contains("secret-2");
    assertThat(server.domain().liveSessions()).isEqualTo(1);
  }

  @Test
  @Proves("S85")
  void theLinkSetsTheAdministratorUpOnce() throws Exception {
    var path = "/app/auth/setup";
    var page = browser.get(path + "?link=" + FakeDomain.LINK).page();
    assertThat(page.expectFirst("#username").val()).isEqualTo("root");
    var weak =
        browser.submit(page, path, Map.of("new_password", "short", "repeat_password", "short"));
    assertThat(weak.status()).isEqualTo(400);
    var typed = Map.of("new_password", FakeDomain.PASSWORD, "repeat_password", FakeDomain.PASSWORD);
    var done = browser.submit(weak.page(), path, typed);
    assertThat(browser.follow(done).text()).contains("The administrator is set up.");
    var again = browser.submit(page, path, typed);
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.text()).contains("This link no longer works");
    assertThat(browser.get(path + "?link=" + FakeDomain.LINK).status()).isEqualTo(404);
    assertThat(browser.get(path).status()).isEqualTo(404);
  }

  @Test
  void whoseSessionHasEndedIsTold() throws Exception {
    assertThat(browser.signIn().status()).isEqualTo(303);
    server.domain().endAll();
    var login = browser.follow(browser.get("/app/books"));
    assertThat(login.text()).contains("Your session has ended.");
    assertThat(new Browser(server.port()).get(LOGIN + "?notice=evil").text())
        .doesNotContain("evil");
  }

  @Test
  @Proves("S75")
  void errorsSayNothingOfTheirCause() throws Exception {
    assertThat(browser.signIn().status()).isEqualTo(303);
    var pages =
        Map.of(
            404, browser.get("/app/auth/nothing"),
            403, browser.get("/app/forbidden"),
            405, browser.post("/app/auth/account", Map.of()));
    pages.forEach(
        (status, answer) -> {
          assertThat(answer.status()).isEqualTo(status);
          assertThat(answer.header("Content-Type")).startsWith("text/html");
          assertThat(answer.text()).contains("Reference for the support: ");
          assertThat(answer.response().body())
              .doesNotContain("Exception")
              .doesNotContain("at dev.");
        });
  }

  @Test
  @Proves("S77")
  void everyPageHasStrictHeaders() throws Exception {
    assertThat(browser.signIn().status()).isEqualTo(303);
    for (var path : List.of("login", "logout", "account", "reauthenticate", "nothing")) {
      var answer = browser.get("/app/auth/" + path);
      assertThat(answer.header("Cache-Control")).as(path).isEqualTo("no-store");
      assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
      assertThat(answer.header("Content-Security-Policy"))
          .as(path)
          .contains("default-src 'none'")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe-inline");
    }
  }

  @Test
  void thePagesSpeakTheReadersLanguage() throws Exception {
    var page = browser.speaking("de-CH,de;q=0.9").get(LOGIN).page();
    assertThat(page.select("html").attr("lang")).isEqualTo("de");
    assertThat(page.select("h1").text()).isEqualTo("Anmelden");
  }

  @Test
  void styleSheetAndLogoAreCachedForGood() throws Exception {
    var page = browser.get(LOGIN).page();
    for (var address :
        List.of(
            page.expectFirst("link[rel=stylesheet]").attr("href"),
            page.expectFirst("img").attr("src"))) {
      var asset = browser.get(address);
      assertThat(asset.status()).isEqualTo(200);
      assertThat(asset.header("Cache-Control")).contains("immutable");
      var tag = asset.header("ETag");
      assertThat(browser.getWith(address, "If-None-Match", tag).status()).isEqualTo(304);
      var bare = address.substring(0, address.indexOf('?'));
      assertThat(browser.get(bare).header("Cache-Control")).isEqualTo("no-cache");
    }
    assertThat(browser.get("/app/auth/assets/messages_en.properties").status()).isEqualTo(404);
  }
}
