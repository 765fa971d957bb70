package dev.portcullis.web;

import static dev.portcullis.web.FormApplication.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A form that was sent before the login, and is handed on after it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormReplayTest {

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

  private String formOf(FormApplication.Person person, String path, String form) {
    person.signIn("alice");
    app.server().domain().expireAll();
    var answer = person.postOwn(path, form);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("page=/login.jsp", "method=GET");
    return location(person.signIn("alice"));
  }

  @Test
  void aFormIsHandedOnAfterTheLogin() {
    var alice = app.person();
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
            "origin=http://localhost:" + app.server().port());
    assertThat(alice.get(back).body()).as("once").contains("method=GET");
  }

  @Test
  void aFormIsHandedOnAsAStreamToo() {
    var alice = app.person();
    var back = formOf(alice, "/app/orders/new", "item=4711");
    assertThat(alice.get(back, "X-Read: stream").body()).contains("body=item=4711");
  }

  @Test
  void aFormThatTheContainerHasReadAlreadyIsHandedOnToo() {
    var alice = app.person();
    var form = "item=a&item=%C3%A9+%26&step=9";
    alice.post("/app/orders/new?step=2", form, app.server().origin(), "X-Read-Ahead: yes");
    assertThat(alice.get(location(alice.signIn("alice"))).body())
        .contains("method=POST", "item=a|é &", "step=2|9");
  }

  @Test
  void whoWasNeverSignedInGetsTheFormToo() {
    var alice = app.person();
    alice.postOwn("/app/orders/new", "item=1");
    assertThat(alice.get(location(alice.signIn("alice"))).body()).contains("method=POST", "item=1");
  }

  @Test
  @Proves("S84")
  void anotherUserDoesNotSendIt() {
    var browser = app.person();
    browser.signIn("alice");
    app.server().domain().expireAll();
    browser.postOwn("/app/orders/new", "item=1");
    var back = browser.get(location(browser.signIn("bob")));
    assertThat(location(back)).startsWith("/app/auth/send-again?return_to=");
  }

  /** The cookie of somebody else's form, beside a session of one's own. */
  @Test
  @Proves("S84")
  void whoIsSignedInAlreadyDoesNotSendWhatIsAnothers() {
    var alice = app.person();
    var target = formOf(alice, "/app/orders/new", "item=1");
    var bob = app.person();
    bob.signIn("bob");
    alice.cookies().forEach(bob.cookies()::putIfAbsent);
    assertThat(bob.get(target).body()).contains("method=GET", "user=bob");
    assertThat(alice.get(target).body()).contains("method=POST", "user=alice");
  }

  @Test
  @Proves("S84")
  void whoSignsInAfterALogoutDoesNotSendIt() {
    var browser = app.person();
    browser.postOwn("/app/orders/new", "item=1");
    browser.signIn("alice");
    browser.get("/app/open", "X-Do: logout");
    browser.signIn("bob");
    assertThat(browser.get("/app/orders/new").body()).contains("method=GET", "user=bob");
  }

  @Test
  void anotherBrowserDoesNotSendIt() {
    var alice = app.person();
    alice.postOwn("/app/orders/new", "item=1");
    var elsewhere = app.person();
    elsewhere.signIn("alice");
    assertThat(elsewhere.get("/app/orders/new").body()).contains("method=GET");
  }

  @ParameterizedTest
  @Proves("S76")
  @ValueSource(
      strings = {"Origin: https://evil.example", "Sec-Fetch-Site: cross-site", "X-No: header"})
  void whatAnotherSiteHadSentIsNotKept(String header) {
    var victim = app.person();
    victim.post("/app/orders/new", "item=1", header);
    assertThat(app.server().domain().savedForms().size()).isZero();
    assertThat(location(victim.signIn("alice"))).isEqualTo("/app/");
  }

  @ParameterizedTest
  @CsvSource({"8192, 1", "8193, 0"})
  @Proves("S78")
  void eightKibibytesAreKept(int size, int kept) {
    app.person().postOwn("/app/orders/new", "a=" + "x".repeat(size - 2));
    assertThat(app.server().domain().savedForms().size()).isEqualTo(kept);
  }

  @Test
  void whatCannotBeKeptMustBeSentAgain() {
    var alice = app.person();
    var answer =
        alice.keep(
            app.server()
                .http()
                .send(
                    "POST",
                    "/app/orders/upload",
                    "--x",
                    alice.headers(
                        app.server().origin(),
                        "Referer: http://localhost:"
                            + app.server().port()
                            + "/app/orders/form?id=7",
                        "Content-Type: multipart/form-data; boundary=x")));
    assertThat(answer.body()).contains("page=/login.jsp");
    assertThat(app.server().domain().savedForms().size()).isZero();
    var again = location(alice.get(location(alice.signIn("alice"))));
    assertThat(again).isEqualTo("/app/auth/send-again?return_to=%2Fapp%2Forders%2Fform%3Fid%3D7");
    assertThat(alice.get(again).body()).contains("href=\"/app/orders/form?id=7\"");
    assertThat(alice.get("/app/orders/upload").body()).contains("method=GET");
  }

  @Test
  void whatIsTooOldMustBeSentAgain() {
    var alice = app.person();
    alice.postOwn("/app/orders/new", "item=1");
    var back = location(alice.signIn("alice"));
    app.server().domain().savedForms().clear();
    assertThat(location(alice.get(back))).startsWith("/app/auth/send-again");
  }

  @Test
  @Proves("S80")
  void aConstraintForPostAloneIsNotSteppedAround() {
    var alice = app.person();
    alice.postOwn("/app/orders/bound/x", "item=1");
    var back = location(alice.signIn("alice"));
    assertThat(location(alice.get(back))).startsWith("/app/auth/send-again");
  }

  /** The pattern of a default servlet, in a constraint, is for whatever no other one is for. */
  @Test
  @Proves("S80")
  void aConstraintForPostsToEverythingIsNotSteppedAround() throws Exception {
    var everything = FormApplication.WEB_XML.replace("/orders/bound/*", "/");
    try (var strict =
        new FormApplication(
            TestServer.withDescriptor(FormApplication.settings().build(), everything))) {
      var alice = strict.person();
      alice.postOwn("/app/orders/new", "item=1");
      var back = location(alice.signIn("alice"));
      assertThat(location(alice.get(back))).startsWith("/app/auth/send-again");
    }
  }

  @Test
  @Proves("S80")
  void aRuleForPostAloneIsNotSteppedAround() {
    var alice = app.person();
    alice.postOwn("/app/orders/open/admins/x", "item=1");
    var back = location(alice.signIn("alice"));
    assertThat(location(alice.get(back))).startsWith("/app/auth/send-again");
    var bob = app.person();
    bob.postOwn("/app/orders/open/admins/x", "item=1");
    assertThat(bob.get(location(bob.signIn("bob"))).body()).contains("method=POST");
  }

  @Test
  void aPageFetchedAheadUsesNothingUp() {
    var alice = app.person();
    alice.postOwn("/app/orders/new", "item=1");
    var back = location(alice.signIn("alice"));
    assertThat(alice.get(back, "Sec-Purpose: prefetch").body()).contains("method=GET");
    assertThat(alice.get(back, "Purpose: prefetch").body()).contains("method=GET");
    assertThat(alice.get(back).body()).contains("method=POST");
  }

  @Test
  void theFormWaitsWhileTheDatabaseIsAway() {
    var alice = app.person();
    alice.postOwn("/app/orders/new", "item=1");
    var back = location(alice.signIn("alice"));
    app.server().domain().setDown(true);
    assertThat(alice.get(back).status()).isEqualTo(503);
    app.server().domain().setDown(false);
    assertThat(alice.get(back).body()).contains("method=POST");
  }

  @Test
  @Proves("S74")
  void nothingIsLostWhereTheDatabaseIsAwayWhenItIsSent() {
    var alice = app.person();
    app.server().domain().setDown(true);
    var answer = alice.postOwn("/app/orders/new", "item=1");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).contains("7");
    assertThat(answer.body()).doesNotContain("page=/login.jsp");
    app.server().domain().setDown(false);
    alice.postOwn("/app/orders/new", "item=1");
    assertThat(alice.get(location(alice.signIn("alice"))).body()).contains("item=1");
  }

  /** Browsers keep no cookie of more than 4,096 characters. */
  @Test
  void longAddressesFitIntoTheCookie() {
    var referrer = "Referer: http://localhost:" + app.server().port() + longPath("/app/orders/f?");
    var alice = app.person();
    alice.post(longPath("/app/orders/new?"), "item=1", app.server().origin(), referrer);
    assertThat(alice.cookies().entrySet())
        .allMatch(cookie -> cookie.getKey().length() + cookie.getValue().length() < 4096);
    var back = location(alice.signIn("alice"));
    assertThat(back).isEqualTo(longPath("/app/orders/new?"));
    assertThat(alice.get(back).body()).contains("method=POST", "item=1");

    alice.get("/app/open", "X-Do: logout");
    alice.post(longPath("/app/orders/new?"), "x".repeat(9000), app.server().origin(), referrer);
    var again = location(alice.get(location(alice.signIn("alice"))));
    assertThat(again).isEqualTo("/app/auth/send-again?return_to=%2Fapp%2F");
  }

  private static String longPath(String start) {
    return start + "q".repeat(1500 - start.length());
  }

  @Test
  void aFormForAnAddressThatIsTooLongMustBeSentAgain() {
    var alice = app.person();
    alice.get("/app/orders/earlier");
    var form = "Referer: http://localhost:" + app.server().port() + "/app/orders/form";
    alice.post(longPath("/app/orders/new?") + "q", "item=1", app.server().origin(), form);
    var back = location(alice.signIn("alice"));
    assertThat(back).isEqualTo("/app/");
    assertThat(location(alice.get(back)))
        .isEqualTo("/app/auth/send-again?return_to=%2Fapp%2Forders%2Fform");
  }

  @Test
  void whatWasWantedBeforeDoesNotComeInTheStead() {
    var alice = app.person();
    alice.get("/app/orders/earlier");
    alice.get(longPath("/app/orders/new?") + "q");
    assertThat(location(alice.signIn("alice"))).isEqualTo("/app/");
    var victim = app.person();
    victim.get("/app/orders/earlier");
    victim.post("/app/orders/new", "item=1", "Origin: https://evil.example");
    assertThat(location(victim.signIn("alice"))).isEqualTo("/app/");
  }

  @Test
  void aTypeThatIsTooLongIsNotKept() {
    var type = "Content-Type: application/x-www-form-urlencoded; x=" + "y".repeat(200);
    var alice = app.person();
    var answer =
        alice.keep(
            app.server()
                .http()
                .send(
                    "POST", "/app/orders/new", "a=b", alice.headers(app.server().origin(), type)));
    assertThat(answer.body()).contains("page=/login.jsp");
    assertThat(app.server().domain().savedForms().size()).isZero();
  }

  /** Who signed in before a logout has nothing to do with what comes after it. */
  @Test
  @Proves("S84")
  void afterALogoutAFormIsOfWhoeverSignsInNext() {
    var browser = app.person();
    browser.signIn("alice");
    browser.get("/app/open", "X-Do: logout");
    assertThat(browser.cookies().keySet()).allMatch(name -> name.equals("JSESSIONID"));
    browser.postOwn("/app/orders/new", "item=1");
    assertThat(browser.get(location(browser.signIn("bob"))).body())
        .contains("method=POST", "user=bob", "item=1");
  }

  @Test
  @Proves("S84")
  void aLogoutLeavesNoTicketInTheBrowser() {
    var browser = app.person();
    browser.postOwn("/app/orders/new", "item=1");
    browser.signIn("alice");
    browser.get("/app/open", "X-Do: logout");
    assertThat(browser.cookies().keySet()).allMatch(name -> name.equals("JSESSIONID"));
  }

  @Test
  void itWaitsForTheAddressThatItWasSentTo() {
    var alice = app.person();
    alice.postOwn("/app/orders/new", "item=1");
    var back = location(alice.signIn("alice"));
    assertThat(alice.get("/app/orders/other").body()).contains("method=GET");
    assertThat(alice.get(back + "?step=2").body()).contains("method=GET");
    assertThat(alice.get(back).body()).contains("method=POST");
  }

  @Test
  @Proves("S76")
  void itComesBackWithinASessionAlone() {
    var alice = app.person();
    alice.postOwn("/app/orders/new", "item=1");
    var back = location(alice.signIn("alice"));
    assertThat(alice.get(back, "Authorization: Bearer token-alice").body()).contains("method=GET");
    assertThat(alice.get(back).body()).contains("method=POST");
  }

  @Test
  void aRuleThatAsksForItsOriginIsMet() {
    var alice = app.person();
    alice.postOwn("/app/orders/strict/new", "item=1");
    assertThat(alice.get(location(alice.signIn("alice"))).body()).contains("method=POST");
  }
}
