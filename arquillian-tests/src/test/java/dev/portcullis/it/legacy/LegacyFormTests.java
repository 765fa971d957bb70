package dev.portcullis.it.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.TestApplication;
import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.Browser;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.TestUsers;
import dev.portcullis.it.support.BuildProperty;
import dev.portcullis.testing.Proves;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An unchanged application with a FORM login of its own: {@code src/test/legacy/ledger}. */
interface LegacyFormTests {

  /** The address of an application, without a trailing slash. */
  URI legacy(String application);

  /** A browser without scripts at the application. */
  private TestClient visitor() {
    return new TestClient(legacy("ledger")).likeBrowser();
  }

  private static Answer check(TestClient client, String path, String name, String password) {
    return client.postForm(path, Map.of("j_username", name, "j_password", password));
  }

  private TestClient signedIn(String name, String password) {
    TestClient client = visitor();
    assertThat(check(client, "/j_security_check", name, password).status()).isEqualTo(303);
    return client;
  }

  private TestClient alice() {
    return signedIn("alice", TestApplication.ALICE);
  }

  private TestClient bob() {
    return signedIn("bob", TestApplication.BOB);
  }

  private static String location(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static String page(String location) {
    assertThat(location).startsWith("/ledger/");
    return location.substring("/ledger".length());
  }

  @Test
  @Proves({"S19", "S84"})
  default void theApplicationsOwnPageSignsInAndLeadsBack() {
    TestClient alice = visitor();
    Answer asked = alice.get("/secure/books.jsp?year=2014");
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.body()).contains("Sign in to the ledger", "j_security_check");
    String before = alice.cookies().get("JSESSIONID");
    Answer wrong = check(alice, "/secure/j_security_check", "alice", "wrong");
    assertThat(wrong.status()).isEqualTo(200);
    assertThat(wrong.body()).contains("Wrong name or password");
    Answer right =
        check(
            alice, "/secure/j_security_check;jsessionid=" + before, "alice", TestApplication.ALICE);
    assertThat(location(right)).isEqualTo("/ledger/secure/books.jsp?year=2014");
    assertThat(alice.get(page(location(right))).body()).contains("<b id=\"user\">alice</b>");
    assertThat(alice.cookies().get("JSESSIONID")).isNotEqualTo(before);
  }

  @Test
  @Proves("S27")
  default void anotherSiteSignsNobodyIn() {
    TestClient victim = visitor().with("Origin", "https://evil.example");
    assertThat(check(victim, "/j_security_check", "alice", TestApplication.ALICE).status())
        .isEqualTo(403);
    assertThat(victim.cookies().keySet()).noneMatch(name -> name.startsWith("portcullis-"));
  }

  @Test
  @Proves("S35")
  default void guessesAreCounted() {
    TestClient guesser = visitor();
    for (int i = 0; i < 6; i++) {
      assertThat(check(guesser, "/j_security_check", "victim", "guess " + i).body())
          .contains("Wrong name or password");
    }
    Answer right = check(guesser, "/j_security_check", "victim", TestUsers.PASSWORD);
    assertThat(right.status()).as("locked").isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/secure/books.jsp,  login, 200, 200",
    "/editors/page.jsp,  login, 403, 200",
    "/denied/page.jsp,   denied, 403, 403",
    "/anyrole/page.jsp,  login, 200, 200",
    "/anybody/page.jsp,  login, 200, 200",
    "/reads/page.jsp,    login, 200, 200",
    "/omitted/page.jsp,  open, 200, 200",
    "/index.jsp,         open, 200, 200",
    "/annotated,         login, 200, 200"
  })
  default void theConstraintsOfWebXmlHold(String path, String nobody, int alice, int bob) {
    Answer anonymous = visitor().get(path);
    switch (nobody) {
      case "login" -> assertThat(anonymous.body()).contains("j_security_check");
      case "denied" -> assertThat(anonymous.body()).doesNotContain("Inside");
      default -> assertThat(anonymous.status()).isEqualTo(200);
    }
    assertThat(alice().get(path).status()).as("alice").isEqualTo(alice);
    assertThat(bob().get(path).status()).as("bob").isEqualTo(bob);
  }

  @Test
  default void whoHasNoRoleIsSignedInAllTheSame() {
    TestClient norole = signedIn("norole", TestUsers.PASSWORD);
    assertThat(norole.get("/anybody/page.jsp").body()).contains("norole");
    assertThat(norole.get("/anyrole/page.jsp").status()).isEqualTo(403);
    assertThat(norole.get("/secure/books.jsp").body()).contains("not for you");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/reads/order.do", "/omitted/order.do", "/annotated"})
  default void constraintsByMethodHold(String path) {
    assertThat(alice().postForm(path, Map.of("item", "1")).status()).isEqualTo(403);
    assertThat(bob().postForm(path, Map.of("item", "1")).status()).isEqualTo(200);
  }

  @Test
  default void whatIsForTlsIsNotServedWithoutIt() {
    assertThat(visitor().get("/tls/page.jsp").body()).doesNotContain("Inside");
  }

  @Test
  default void theErrorPagesAreTheApplications() {
    TestClient alice = alice();
    assertThat(alice.get("/editors/page.jsp").body()).contains("not for you");
    Answer missing = alice.get("/secure/nothing.jsp");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body()).contains("no such page");
    assertThat(alice.get("/secure/failing.do").body()).contains("something failed");
  }

  @Test
  @Proves("S83")
  default void beansKnowTheCallerAndItsRoles() {
    assertThat(alice().get("/secure/report.do").body().lines())
        .containsExactly("read=alice", "writer=false", "write=refused");
    assertThat(bob().get("/secure/report.do").body().lines())
        .containsExactly("read=bob", "writer=true", "write=written");
  }

  @Test
  default void aServletRunsAsTheRoleThatWebXmlGivesIt() {
    assertThat(alice().get("/secure/posting.do").body().strip()).isEqualTo("alice written");
  }

  @ParameterizedTest
  @Proves("S80")
  @ValueSource(
      strings = {
        "//secure/books.jsp",
        "/secure//books.jsp",
        "/secure/./books.jsp",
        "/x/../secure/books.jsp",
        "/secure%2fbooks.jsp",
        "/secure;x=1/books.jsp",
        "/%73ecure/books.jsp",
        "/secure/books.jsp;jsessionid=1",
        "/secure/books.jsp/",
        "/login.jsp/../secure/books.jsp",
        "/j_security_check/../secure/books.jsp",
        "/secure/books.jsp/j_security_check"
      })
  default void noSpellingOfAPathStepsAroundAConstraint(String path) {
    assertThat(visitor().get(path).body()).doesNotContain("The books");
  }

  /** Signed in, and then ended from elsewhere. */
  private TestClient ended(String name, String password) {
    TestClient person = signedIn(name, password);
    assertThat(person.get("/secure/books.jsp").body()).contains("The books");
    endAll(name, password);
    return person;
  }

  private void endAll(String name, String password) {
    TestClient elsewhere = new TestClient(legacy("ledger"));
    elsewhere.loginForSession(name, password);
    assertThat(elsewhere.postJson("/auth/logout/all", Map.of()).status()).isEqualTo(204);
  }

  @Test
  default void aFormThatWasSentTooLateIsServedAfterTheLogin() {
    TestClient person = ended("leaver", TestUsers.PASSWORD);
    Answer late =
        person.postForm("/secure/order.do?year=2014", Map.of("item", "chair", "note", "größer"));
    assertThat(late.body()).contains("Sign in to the ledger");
    Answer in = check(person, "/secure/j_security_check", "leaver", TestUsers.PASSWORD);
    Answer ordered = person.get(page(location(in)));
    assertThat(ordered.body())
        .contains("Ordered", "chair", "größer", "<p id='year'>2014</p>", "leaver");
    assertThat(person.get("/secure/order.do?year=2014").status()).as("once").isEqualTo(405);
  }

  @Test
  default void aFormOfAnotherIsNot() {
    TestClient person = ended("leaver", TestUsers.PASSWORD);
    person.postForm("/secure/order.do", Map.of("item", "chair"));
    Answer in = check(person, "/secure/j_security_check", "bob", TestApplication.BOB);
    assertThat(location(person.get(page(location(in))))).startsWith("/ledger/auth/send-again");
  }

  @ParameterizedTest
  @Proves("S80")
  @ValueSource(strings = {"/reads/order.do", "/annotated"})
  default void aFormForEditorsIsNotServedToAUserInThisWay(String path) {
    TestClient person = visitor();
    assertThat(person.postForm(path, Map.of("item", "1")).body()).contains("Sign in");
    Answer in = check(person, "/j_security_check", "alice", TestApplication.ALICE);
    assertThat(location(person.get(page(location(in))))).startsWith("/ledger/auth/send-again");
  }

  @Test
  default void aPersonSignsInWithTheOldPageAndLosesNoForm() throws IOException {
    try (Browser browser = Browser.open(legacy("ledger"))) {
      browser.go("/secure/books.jsp").photograph("ledger-login");
      assertThat(browser.text("#page")).isEqualTo("Sign in to the ledger");
      signIn(browser, "wrong");
      assertThat(browser.text("#refused")).isEqualTo("Wrong name or password.");
      browser.photograph("ledger-refused");
      signIn(browser, TestUsers.PASSWORD);
      assertThat(browser.path()).isEqualTo("/secure/books.jsp");
      assertThat(browser.text("#user")).isEqualTo("photo");
      browser.photograph("ledger-books");

      endAll("photo", TestUsers.PASSWORD);
      browser.find("input[name=item]").sendKeys("chair");
      browser.find("input[name=note]").sendKeys("größer");
      browser.click("#send");
      assertThat(browser.text("#page")).isEqualTo("Sign in to the ledger");
      signIn(browser, TestUsers.PASSWORD);
      assertThat(browser.text()).contains("Ordered", "chair", "größer", "2014", "photo");

      browser.go("/secure/books.jsp");
      endAll("photo", TestUsers.PASSWORD);
      browser.find("input[name=receipt]").sendKeys(receipt().toString());
      browser.click("#upload");
      signIn(browser, TestUsers.PASSWORD);
      assertThat(browser.path()).isEqualTo("/auth/send-again");
      assertThat(browser.text()).contains("Please send the form again");
      browser.photograph("send-again");
      browser.click("a.button");
      assertThat(browser.path()).isEqualTo("/secure/books.jsp");
    }
  }

  private static void signIn(Browser browser, String password) {
    browser.find("input[name=j_username]").sendKeys("photo");
    browser.find("input[name=j_password]").sendKeys(password);
    browser.click("input[type=submit]");
  }

  private static Path receipt() throws IOException {
    Path folder = Path.of(BuildProperty.required("it.work")).toAbsolutePath();
    return Files.writeString(folder.resolve("receipt.txt"), "one chair");
  }
}
