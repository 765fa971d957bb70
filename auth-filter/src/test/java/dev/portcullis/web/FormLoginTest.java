package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.Door;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.http.Cookies;
import dev.portcullis.web.testing.FakeDomain;
import dev.portcullis.web.testing.RawHttp;
import dev.portcullis.web.testing.Settings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The FORM of web.xml, through the module. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormLoginTest {

  static final String WEB_XML =
      """
      <?xml version="1.0"?>
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <security-constraint>
          <web-resource-collection>
            <web-resource-name>posts</web-resource-name>
            <url-pattern>/orders/bound/*</url-pattern>
            <http-method>POST</http-method>
          </web-resource-collection>
          <auth-constraint><role-name>admin</role-name></auth-constraint>
        </security-constraint>
        <login-config>
          <auth-method>FORM</auth-method>
          <form-login-config>
            <form-login-page>/login.jsp</form-login-page>
            <form-error-page>/error.jsp</form-error-page>
          </form-login-config>
        </login-config>
      </web-app>
      """;

  static final String HTML = "Accept: text/html,*/*;q=0.8";

  @SuppressWarnings("NullAway.Init") // set before any test
  private TestServer server;

  @BeforeAll
  void start() throws Exception {
    server = TestServer.withDescriptor(settings().build(), WEB_XML);
  }

  static Settings settings() {
    return new Settings()
        .door(Door.MODULE)
        .rule(Settings.methods("/orders/open/admins/*", "GET"))
        .rule(Settings.role("/orders/open/admins/*", "admin"))
        .rule(Settings.authenticated("/orders/*"))
        .rule(Settings.authenticated("/login.jsp"));
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  @AfterEach
  void recover() {
    server.domain().setDown(false);
    server.domain().expireAll();
    server.domain().savedForms().clear();
  }

  /** Keeps cookies. */
  private final class Person {

    private final Map<String, String> cookies = new TreeMap<>();

    private String[] headers(String... more) {
      var all = new ArrayList<>(List.of(more));
      all.add(HTML);
      if (!cookies.isEmpty()) {
        var text = new ArrayList<String>();
        cookies.forEach((name, value) -> text.add(name + "=" + value));
        all.add("Cookie: " + String.join("; ", text));
      }
      return all.toArray(new String[0]);
    }

    private RawHttp.Answer keep(RawHttp.Answer answer) {
      for (var cookie : answer.headers("Set-Cookie")) {
        var name = cookie.substring(0, cookie.indexOf('='));
        var value = cookie.substring(cookie.indexOf('=') + 1).split(";", 2)[0];
        if (value.isEmpty() || cookie.contains("Max-Age=0")) {
          cookies.remove(name);
        } else {
          cookies.put(name, value);
        }
      }
      return answer;
    }

    RawHttp.Answer get(String path, String... headers) {
      return keep(server.http().get(path, headers(headers)));
    }

    RawHttp.Answer post(String path, String form, String... headers) {
      return keep(server.http().postForm(path, form, headers(headers)));
    }

    RawHttp.Answer postOwn(String path, String form) {
      return post(path, form, server.origin());
    }

    RawHttp.Answer check(String path, String username, String password) {
      return postOwn(path, "j_username=" + username + "&j_password=" + encode(password));
    }

    RawHttp.Answer signIn(String username) {
      return check("/app/j_security_check", username, FakeDomain.PASSWORD);
    }

    void expire() {
      server.domain().expireAll();
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String location(RawHttp.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(303);
    return answer.header("Location").orElseThrow();
  }

  @Test
  void aProtectedPageShowsTheLoginPageInItsPlaceAndComesBack() {
    var alice = new Person();
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
        server
            .http()
            .postForm(
                "/app/orders/list?shelf=1&row=%3C",
                "a=b", accept, server.origin(), "Faces-Request: partial/ajax");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type").orElseThrow()).startsWith("text/xml");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.body())
        .contains("<redirect url=\"/app/orders/list?shelf=1&amp;row=%3C\"/>")
        .doesNotContain("page=");
    assertThat(server.http().postForm("/app/orders/list", "a=b", accept, server.origin()).body())
        .doesNotContain("partial-response");
  }

  @Test
  void withoutASavedRequestTheLoginLeadsToTheFrontDoor() {
    assertThat(location(new Person().signIn("alice"))).isEqualTo("/app/");
  }

  @Test
  void aWrongPasswordShowsTheErrorPageAndTheNextTryStillComesBack() {
    var alice = new Person();
    alice.get("/app/secured/form/page");
    var wrong = alice.check("/app/secured/form/j_security_check", "alice", "wrong");
    assertThat(wrong.status()).isEqualTo(200);
    assertThat(wrong.body()).contains("page=/error.jsp", "method=GET", "user=null");
    assertThat(location(alice.signIn("alice"))).isEqualTo("/app/secured/form/page");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "j_username=alice",
        "j_password=x",
        "j_username=&j_password=x",
        "j_username=%zz"
      })
  void whatIsMissingShowsTheErrorPage(String form) {
    var answer = new Person().postOwn("/app/j_security_check", form.isEmpty() ? "x=y" : form);
    assertThat(answer.body()).contains("page=/error.jsp");
    assertThat(answer.cookie(server.cookieName())).isEmpty();
  }

  @Test
  void aSessionIdInTheAddressOfTheFormIsIgnored() {
    var in =
        new Person().check("/app/j_security_check;jsessionid=0123", "alice", FakeDomain.PASSWORD);
    assertThat(location(in)).isEqualTo("/app/");
  }

  @Test
  @Proves("S76")
  void nobodySignsInByGet() {
    var query = "?j_username=alice&j_password=" + encode(FakeDomain.PASSWORD);
    var answer = new Person().get("/app/j_security_check" + query);
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains("POST");
    assertThat(server.domain().liveSessions()).isZero();
  }

  @Test
  @Proves("S17")
  void aPasswordInTheAddressIsNotLookedAt() {
    var query = "?j_username=alice&j_password=" + encode(FakeDomain.PASSWORD);
    assertThat(new Person().postOwn("/app/j_security_check" + query, "x=y").body())
        .contains("page=/error.jsp");
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
    var answer = new Person().post("/app/j_security_check", form, header);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.headers("Set-Cookie")).isEmpty();
    assertThat(server.domain().liveSessions()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sec-Fetch-Site: same-origin", "X-Nothing: of that kind"})
  void ourOwnPageAndProgramsMay(String header) {
    var form = "j_username=alice&j_password=" + encode(FakeDomain.PASSWORD);
    assertThat(location(new Person().post("/app/j_security_check", form, header)))
        .isEqualTo("/app/");
  }

  @Test
  @Proves({"S19", "S84"})
  void theHttpSessionGetsANewIdAndTheOtherUsersIsGone() {
    var alice = new Person();
    alice.get("/app/open", "X-Do: note", "X-Note: basket");
    var before = alice.cookies.get("JSESSIONID");
    alice.signIn("alice");
    assertThat(alice.get("/app/open").body()).contains("note=basket", "user=alice");
    var after = alice.cookies.get("JSESSIONID");
    assertThat(after).isNotNull().isNotEqualTo(before);
    alice.signIn("bob");
    assertThat(alice.get("/app/open").body()).contains("note=null", "user=bob");
    assertThat(server.domain().liveSessions()).isEqualTo(1);
  }

  @Test
  void programsAreNotShownTheLoginPage() {
    var answer = server.http().get("/app/secured/form/page");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/json");
    var ajax =
        server.http().get("/app/secured/form/page", HTML, "X-Requested-With: XMLHttpRequest");
    assertThat(ajax.status()).isEqualTo(401);
  }

  @Test
  void theLoginPageItselfIsForEverybodyAndNobodyComesBackToIt() {
    var alice = new Person();
    assertThat(alice.get("/app/login.jsp").body()).contains("page=/login.jsp");
    assertThat(location(alice.signIn("alice"))).isEqualTo("/app/");
  }

  @Test
  void whatIsNoFormIsRefused() {
    var answer = server.http().postJson("/app/j_security_check", "{}", server.origin());
    assertThat(answer.status()).isEqualTo(415);
    var huge = "j_username=alice&j_password=" + "x".repeat(70_000);
    assertThat(new Person().postOwn("/app/j_security_check", huge).status()).isEqualTo(413);
  }

  @Test
  @Proves("S74")
  void aFailureIsNotSaidToBeAWrongPassword() {
    server.domain().setDown(true);
    var answer = new Person().signIn("alice");
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
    assertThat(new Person().get(path).body()).doesNotContain("page=/secured");
  }

  private String formOf(Person person, String path, String form) {
    person.signIn("alice");
    person.expire();
    var answer = person.postOwn(path, form);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("page=/login.jsp", "method=GET");
    return location(person.signIn("alice"));
  }

  @Test
  void aFormIsHandedOnAfterTheLogin() {
    var alice = new Person();
    var back = formOf(alice, "/app/orders/new?step=2", "item=4711&item=4712&note=caf%C3%A9");
    assertThat(back).isEqualTo("/app/orders/new?step=2");
    var served = alice.get(back);
    assertThat(served.body())
        .contains(
            "method=POST",
            "user=alice",
            "query=step=2",
            "step=2",
            "item=4711|4712",
            "note=café",
            "type=application/x-www-form-urlencoded length=34",
            "origin=http://localhost:" + server.port());
    assertThat(alice.get(back).body()).as("once").contains("method=GET");
  }

  @Test
  void aFormIsHandedOnAsAStreamToo() {
    var alice = new Person();
    var back = formOf(alice, "/app/orders/new", "item=4711");
    assertThat(alice.get(back, "X-Read: stream").body()).contains("body=item=4711");
  }

  @Test
  void aFormThatTheContainerHasReadAlreadyIsHandedOnToo() {
    var alice = new Person();
    var form = "item=a&item=%C3%A9+%26&step=9";
    alice.post("/app/orders/new?step=2", form, server.origin(), "X-Read-Ahead: yes");
    assertThat(alice.get(location(alice.signIn("alice"))).body())
        .contains("method=POST", "item=a|é &", "step=2|9");
  }

  @Test
  void credentialsThatTheContainerHasReadAlreadyServeToo() {
    var form = "j_username=alice&j_password=" + encode(FakeDomain.PASSWORD);
    var answer =
        new Person().post("/app/j_security_check", form, server.origin(), "X-Read-Ahead: yes");
    assertThat(location(answer)).isEqualTo("/app/");
    var query = "?j_username=alice&j_password=" + encode(FakeDomain.PASSWORD);
    var inAddress =
        new Person()
            .post("/app/j_security_check" + query, "x=y", server.origin(), "X-Read-Ahead: yes");
    assertThat(inAddress.body()).contains("page=/error.jsp");
  }

  @Test
  void whoWasNeverSignedInGetsTheFormToo() {
    var alice = new Person();
    alice.postOwn("/app/orders/new", "item=1");
    assertThat(alice.get(location(alice.signIn("alice"))).body()).contains("method=POST", "item=1");
  }

  @Test
  @Proves("S84")
  void anotherUserDoesNotSendIt() {
    var browser = new Person();
    browser.signIn("alice");
    browser.expire();
    browser.postOwn("/app/orders/new", "item=1");
    var back = browser.get(location(browser.signIn("bob")));
    assertThat(location(back)).startsWith("/app/auth/send-again?return_to=");
  }

  /** The cookie of somebody else's form, beside a session of one's own. */
  @Test
  @Proves("S84")
  void whoIsSignedInAlreadyDoesNotSendWhatIsAnothers() {
    var alice = new Person();
    var target = formOf(alice, "/app/orders/new", "item=1");
    var bob = new Person();
    bob.signIn("bob");
    alice.cookies.forEach(bob.cookies::putIfAbsent);
    assertThat(bob.get(target).body()).contains("method=GET", "user=bob");
    assertThat(alice.get(target).body()).contains("method=POST", "user=alice");
  }

  @Test
  @Proves("S84")
  void whoSignsInAfterALogoutDoesNotSendIt() {
    var browser = new Person();
    browser.postOwn("/app/orders/new", "item=1");
    browser.signIn("alice");
    browser.get("/app/open", "X-Do: logout");
    browser.signIn("bob");
    assertThat(browser.get("/app/orders/new").body()).contains("method=GET", "user=bob");
  }

  @Test
  void anotherBrowserDoesNotSendIt() {
    var alice = new Person();
    alice.postOwn("/app/orders/new", "item=1");
    var elsewhere = new Person();
    elsewhere.signIn("alice");
    assertThat(elsewhere.get("/app/orders/new").body()).contains("method=GET");
  }

  @ParameterizedTest
  @Proves("S76")
  @ValueSource(
      strings = {"Origin: https://evil.example", "Sec-Fetch-Site: cross-site", "X-No: header"})
  void whatAnotherSiteHadSentIsNotKept(String header) {
    var victim = new Person();
    victim.post("/app/orders/new", "item=1", header);
    assertThat(server.domain().savedForms().size()).isZero();
    assertThat(location(victim.signIn("alice"))).isEqualTo("/app/");
  }

  @ParameterizedTest
  @CsvSource({"8192, 1", "8193, 0"})
  @Proves("S78")
  void eightKibibytesAreKept(int size, int kept) {
    new Person().postOwn("/app/orders/new", "a=" + "x".repeat(size - 2));
    assertThat(server.domain().savedForms().size()).isEqualTo(kept);
  }

  @Test
  void whatCannotBeKeptMustBeSentAgain() {
    var alice = new Person();
    var answer =
        alice.keep(
            server
                .http()
                .send(
                    "POST",
                    "/app/orders/upload",
                    "--x",
                    alice.headers(
                        server.origin(),
                        "Referer: http://localhost:" + server.port() + "/app/orders/form?id=7",
                        "Content-Type: multipart/form-data; boundary=x")));
    assertThat(answer.body()).contains("page=/login.jsp");
    assertThat(server.domain().savedForms().size()).isZero();
    var again = location(alice.get(location(alice.signIn("alice"))));
    assertThat(again).isEqualTo("/app/auth/send-again?return_to=%2Fapp%2Forders%2Fform%3Fid%3D7");
    assertThat(alice.get(again).body()).contains("href=\"/app/orders/form?id=7\"");
    assertThat(alice.get("/app/orders/upload").body()).contains("method=GET");
  }

  @Test
  void whatIsTooOldMustBeSentAgain() {
    var alice = new Person();
    alice.postOwn("/app/orders/new", "item=1");
    var back = location(alice.signIn("alice"));
    server.domain().savedForms().clear();
    assertThat(location(alice.get(back))).startsWith("/app/auth/send-again");
  }

  @Test
  @Proves("S80")
  void aConstraintForPostAloneIsNotSteppedAround() {
    var alice = new Person();
    alice.postOwn("/app/orders/bound/x", "item=1");
    var back = location(alice.signIn("alice"));
    assertThat(location(alice.get(back))).startsWith("/app/auth/send-again");
  }

  @Test
  @Proves("S80")
  void aRuleForPostAloneIsNotSteppedAround() {
    var alice = new Person();
    alice.postOwn("/app/orders/open/admins/x", "item=1");
    var back = location(alice.signIn("alice"));
    assertThat(location(alice.get(back))).startsWith("/app/auth/send-again");
    var bob = new Person();
    bob.postOwn("/app/orders/open/admins/x", "item=1");
    assertThat(bob.get(location(bob.signIn("bob"))).body()).contains("method=POST");
  }

  @Test
  void aPageFetchedAheadUsesNothingUp() {
    var alice = new Person();
    alice.postOwn("/app/orders/new", "item=1");
    var back = location(alice.signIn("alice"));
    assertThat(alice.get(back, "Sec-Purpose: prefetch").body()).contains("method=GET");
    assertThat(alice.get(back).body()).contains("method=POST");
  }

  @Test
  void theFormWaitsWhileTheDatabaseIsAway() {
    var alice = new Person();
    alice.postOwn("/app/orders/new", "item=1");
    var back = location(alice.signIn("alice"));
    server.domain().setDown(true);
    assertThat(alice.get(back).status()).isEqualTo(503);
    server.domain().setDown(false);
    assertThat(alice.get(back).body()).contains("method=POST");
  }

  @Test
  void aCookieThatWeDidNotMakeIsNothing() {
    var alice = new Person();
    alice.cookies.put(Cookies.other("saved", "/app", false).name(), "PAGE");
    assertThat(location(alice.signIn("alice"))).isEqualTo("/app/");
  }

  @Test
  void anotherSiteNeitherSeesNorEndsTheHttpSession() {
    var alice = new Person();
    alice.signIn("alice");
    alice.get("/app/open", "X-Do: note", "X-Note: basket");
    var session = "Cookie: JSESSIONID=" + alice.cookies.get("JSESSIONID");
    var http = server.http();
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
