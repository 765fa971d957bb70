package dev.portcullis.web;

import static dev.portcullis.web.FormApplication.HTML;
import static dev.portcullis.web.FormApplication.encode;
import static dev.portcullis.web.FormApplication.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import dev.portcullis.web.http.Cookies;
import dev.portcullis.web.testing.FakeDomain;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The FORM of web.xml, through the module: its pages, and who signs in by it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormLoginTest {

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
  void aProtectedPageShowsTheLoginPageInItsPlaceAndComesBack() {
    var alice = app.person();
    var asked = alice.get("/app/secured/form/page?year=2026&q=a%2Fb%26c");
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.body()).contains("page=/login.jsp", "method=GET");
    assertThat(asked.header("Cache-Control")).contains("no-store");
    var in = alice.check("/app/secured/form/j_security_check", "alice", FakeDomain.PASSWORD);
    assertThat(location(in)).isEqualTo("/app/secured/form/page?year=2026&q=a%2Fb%26c");
    assertThat(alice.get(location(in)).body())
        .contains("page=/secured/form", "user=alice", "query=year=2026&q=a%2Fb%26c");
  }

  /** Its script can show neither a login page nor a 401; it can load an address. */
  @ParameterizedTest
  @ValueSource(strings = {"Accept: */*", HTML})
  void aScriptOfFacesIsSentToItsPageAnew(String accept) {
    var answer =
        app.server()
            .http()
            .postForm(
                "/app/orders/list?shelf=1&row=%3C",
                "a=b", accept, app.server().origin(), "Faces-Request: partial/ajax");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type").orElseThrow()).startsWith("text/xml");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.body())
        .contains("<redirect url=\"/app/orders/list?shelf=1&amp;row=%3C\"/>")
        .doesNotContain("page=");
    assertThat(
            app.server()
                .http()
                .postForm("/app/orders/list", "a=b", accept, app.server().origin())
                .body())
        .doesNotContain("partial-response");
  }

  @Test
  void withoutASavedRequestTheLoginLeadsToTheFrontDoor() {
    assertThat(location(app.person().signIn("alice"))).isEqualTo("/app/");
  }

  @Test
  void aWrongPasswordShowsTheErrorPageAndTheNextTryStillComesBack() {
    var alice = app.person();
    alice.get("/app/secured/form/page");
    var wrong = alice.check("/app/secured/form/j_security_check", "alice", "wrong");
    assertThat(wrong.status()).isEqualTo(200);
    assertThat(wrong.body()).contains("page=/error.jsp", "method=GET", "user=null");
    assertThat(location(alice.signIn("alice"))).isEqualTo("/app/secured/form/page");
  }

  /** The page of the second half takes over; nobody is signed in before it is done (S64). */
  @Test
  @Proves("S64")
  void aFirstFactorThatIsNotEnoughLeadsToTheSecond() {
    var two = app.person();
    two.get("/app/secured/form/page");
    var half = two.check("/app/secured/form/j_security_check", "twofold", FakeDomain.PASSWORD);
    assertThat(half.status()).isEqualTo(303);
    assertThat(location(half)).isEqualTo("/app/auth/2fa");
    assertThat(app.server().domain().liveSessions()).isZero();
    assertThat(two.get("/app/secured/form/page").body()).contains("page=/login.jsp");
  }

  @Test
  void aSessionIdInTheAddressOfTheFormIsIgnored() {
    var in =
        app.person().check("/app/j_security_check;jsessionid=0123", "alice", FakeDomain.PASSWORD);
    assertThat(location(in)).isEqualTo("/app/");
  }

  @Test
  @Proves("S76")
  void nobodySignsInByGet() {
    var query = "?j_username=alice&j_password=" + encode(FakeDomain.PASSWORD);
    var answer = app.person().get("/app/j_security_check" + query);
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains("POST");
    assertThat(app.server().domain().liveSessions()).isZero();
  }

  @ParameterizedTest
  @Proves({"S27", "S76"})
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Referer: https://evil.example/app/login.jsp",
        "Referer: nonsense"
      })
  void anotherSiteSignsNobodyIn(String header) {
    var form = "j_username=alice&j_password=" + encode(FakeDomain.PASSWORD);
    var answer = app.person().post("/app/j_security_check", form, header);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.headers("Set-Cookie")).isEmpty();
    assertThat(app.server().domain().liveSessions()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sec-Fetch-Site: same-origin", "X-Nothing: of that kind"})
  void ourOwnPageAndProgramsMay(String header) {
    var form = "j_username=alice&j_password=" + encode(FakeDomain.PASSWORD);
    assertThat(location(app.person().post("/app/j_security_check", form, header)))
        .isEqualTo("/app/");
  }

  @Test
  void programsAreNotShownTheLoginPage() {
    var answer = app.server().http().get("/app/secured/form/page");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/json");
    var ajax =
        app.server().http().get("/app/secured/form/page", HTML, "X-Requested-With: XMLHttpRequest");
    assertThat(ajax.status()).isEqualTo(401);
  }

  @Test
  void theLoginPageItselfIsForEverybodyAndNobodyComesBackToIt() {
    var alice = app.person();
    assertThat(alice.get("/app/login.jsp").body()).contains("page=/login.jsp");
    assertThat(location(alice.signIn("alice"))).isEqualTo("/app/");
  }

  @Test
  @Proves("S74")
  void aFailureIsNotSaidToBeAWrongPassword() {
    app.server().domain().setDown(true);
    var answer = app.person().signIn("alice");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isPresent();
    assertThat(answer.body()).doesNotContain("page=/error.jsp");
  }

  @ParameterizedTest
  @Proves("S80")
  @ValueSource(
      strings = {
        "/app//secured/form/page",
        "/app/secured/./form/page",
        "/app/x/../secured/form/page",
        "/app/secured%2fform/page",
        "/app/secured;x/form/page",
        "/app/secured/form/page;jsessionid=1",
        "/app/secured/%2e/form/page",
        "/app/login.jsp/../secured/form/page"
      })
  void noOtherSpellingShowsTheProtectedPage(String path) {
    assertThat(app.person().get(path).body()).doesNotContain("page=/secured");
  }

  @Test
  void aCookieThatWeDidNotMakeIsNothing() {
    var alice = app.person();
    alice.cookies().put(Cookies.other("saved", "/app", false).name(), "PAGE");
    assertThat(location(alice.signIn("alice"))).isEqualTo("/app/");
  }

  @Test
  @Proves("S35")
  void whoeverTriesTooOftenIsShownTheErrorPageAndToldWhen() {
    var answer = app.person().signIn("flood");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).contains("42");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.body()).contains("page=/error.jsp");
    assertThat(answer.cookie(app.server().cookieName())).isEmpty();
  }

  @Test
  @Proves("S32")
  void aWrongPasswordAndAnUnknownNameLookAlike() {
    var wrong = app.person().check("/app/j_security_check", "alice", "wrong");
    var unknown = app.person().check("/app/j_security_check", "knave", "wrong");
    assertThat(unknown.body()).isEqualTo(wrong.body());
    assertThat(unknown.status()).isEqualTo(wrong.status());
    assertThat(unknown.headers("Set-Cookie")).isEqualTo(wrong.headers("Set-Cookie"));
  }

  @ParameterizedTest
  @Proves({"S47", "S40"})
  @ValueSource(
      strings = {
        "//evil.example/secured/form/page",
        "/app//evil.example",
        "/app/secured/form//evil.example",
        "/app/secured/form/..//..//evil.example",
        "/app/secured/form/%2F%2Fevil.example",
        "/app/secured/form/\\evil.example",
        "/app/secured/form/page?to=https://evil.example",
        "http://evil.example/app/secured/form/page"
      })
  void whatWasWantedIsOnThisHostOrForgotten(String target) {
    var alice = app.person();
    alice.get(target);
    alice.get("/app/secured/form/page2", "X-Forwarded-Host: evil.example");
    alice.get(target, "X-Forwarded-Host: evil.example");
    var back = location(alice.signIn("alice"));
    assertThat(back).startsWith("/app/").doesNotContain("//evil.example/", "\\");
    assertThat(back.substring(0, back.contains("?") ? back.indexOf('?') : back.length()))
        .doesNotContain("//", "..", "evil");
  }

  @Test
  @Proves("S17")
  void whoeverBringsOtherCredentialsThatAreRefusedIsNotSignedInBesideThem() {
    var form = "j_username=alice&j_password=" + encode(FakeDomain.PASSWORD);
    var answer =
        app.person()
            .post(
                "/app/j_security_check",
                form,
                app.server().origin(),
                "Authorization: Bearer token-bob",
                "Authorization: Bearer token-bob");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(app.server().domain().liveSessions()).isZero();
  }

  @Test
  void noCacheKeepsTheWayBack() {
    assertThat(app.person().signIn("alice").header("Cache-Control")).contains("no-store");
  }

  /** What is kept is handed on as a POST. */
  @ParameterizedTest
  @Proves("S76")
  @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
  void anotherMethodIsNeitherKeptNorAskedToSignIn(String method) {
    var alice = app.person();
    var answer =
        alice.keep(
            app.server()
                .http()
                .send(
                    method,
                    "/app/orders/new",
                    "item=1",
                    alice.headers(
                        app.server().origin(), "Content-Type: application/x-www-form-urlencoded")));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).doesNotContain("page=");
    assertThat(app.server().domain().savedForms().size()).isZero();
    assertThat(location(alice.signIn("alice"))).isEqualTo("/app/");
  }

  @Test
  void withoutAnErrorPageTheLoginPageIsShownAgain() throws Exception {
    var descriptor =
        FormApplication.WEB_XML.replace("<form-error-page>/error.jsp</form-error-page>", "");
    try (var without =
        new FormApplication(
            TestServer.withDescriptor(FormApplication.settings().build(), descriptor))) {
      var wrong = without.person().check("/app/j_security_check", "alice", "wrong");
      assertThat(wrong.body()).contains("page=/login.jsp");
    }
  }

  @Test
  void anAddressThatIsTooLongForACookieIsForgotten() {
    var alice = app.person();
    alice.get("/app/secured/form/page?q=" + "x".repeat(1500));
    assertThat(location(alice.signIn("alice"))).isEqualTo("/app/");
  }

  @Test
  void whatWasWantedIsShownOnce() {
    var alice = app.person();
    alice.get("/app/secured/form/page");
    assertThat(location(alice.signIn("alice"))).isEqualTo("/app/secured/form/page");
    assertThat(location(alice.signIn("alice"))).isEqualTo("/app/");
  }
}
