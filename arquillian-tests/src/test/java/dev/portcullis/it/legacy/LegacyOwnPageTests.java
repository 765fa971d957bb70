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
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The ledger once more, as {@code journal}, with our login page in the place of its own. */
interface LegacyOwnPageTests {

  Pattern HIDDEN = Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

  /** The address of an application, without a trailing slash. */
  URI legacy(String application);

  private TestClient visitor() {
    return new TestClient(legacy("journal")).likeBrowser();
  }

  private static String location(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isIn(302, 303);
    String location = answer.headers().firstValue("Location").orElseThrow();
    assertThat(location).startsWith("/journal/");
    return location.substring("/journal".length());
  }

  /** Fills in our page, to which somebody was led. */
  private static Answer signIn(TestClient client, String page, String name, String password) {
    assertThat(page).startsWith("/auth/login?return_to=");
    String body = client.get(page).body();
    assertThat(body).contains("name=\"password\"").doesNotContain("j_security_check");
    var fields = new HashMap<>(Map.of("username", name, "password", password));
    HIDDEN
        .matcher(body)
        .results()
        .forEach(hidden -> fields.put(hidden.group(1), hidden.group(2).replace("&amp;", "&")));
    return client.postForm("/auth/login", fields);
  }

  private void endAll(String name, String password) {
    TestClient elsewhere = new TestClient(legacy("journal"));
    elsewhere.loginForSession(name, password);
    assertThat(elsewhere.postJson("/auth/logout/all", Map.of()).status()).isEqualTo(204);
  }

  @Test
  @Proves({"S19", "S84"})
  default void ourPageTakesTheApplicationsPlaceAndLeadsBack() {
    TestClient alice = visitor();
    String page = location(alice.get("/secure/books.jsp?year=2014"));
    assertThat(signIn(alice, page, "alice", "wrong").status()).isEqualTo(401);
    String back = location(signIn(alice, page, "alice", TestApplication.ALICE));
    assertThat(back).isEqualTo("/secure/books.jsp?year=2014");
    assertThat(alice.get(back).body()).contains("<b id=\"user\">alice</b>");
    assertThat(alice.get("/editors/page.jsp").status()).isEqualTo(403);
  }

  @Test
  @Proves("S84")
  default void aFormIsServedAfterOurPage() {
    TestClient person = visitor();
    String asked = location(person.get("/secure/books.jsp"));
    location(signIn(person, asked, "leaver", TestUsers.PASSWORD));
    endAll("leaver", TestUsers.PASSWORD);
    String page =
        location(
            person.postForm(
                "/secure/order.do?year=2014", Map.of("item", "chair", "note", "größer")));
    String back = location(signIn(person, page, "leaver", TestUsers.PASSWORD));
    assertThat(back).isEqualTo("/secure/order.do?year=2014");
    assertThat(person.get(back).body())
        .contains("Ordered", "chair", "größer", "<p id='year'>2014</p>", "leaver");
    assertThat(person.get(back).status()).as("once").isEqualTo(405);
  }

  @Test
  @Proves("S80")
  default void aFormForEditorsIsNotServedToAUserBehindOurPageEither() {
    TestClient person = visitor();
    String page = location(person.postForm("/reads/order.do", Map.of("item", "1")));
    String back = location(signIn(person, page, "alice", TestApplication.ALICE));
    assertThat(location(person.get(back))).startsWith("/auth/send-again");
  }

  @Test
  default void theFormOfTheOldPageIsRefusedWithALinkToOurs() {
    Answer wrong =
        visitor()
            .postForm("/secure/j_security_check", Map.of("j_username", "alice", "j_password", "x"));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.body()).contains("/journal/auth/login").doesNotContain("j_security_check");
  }

  @Test
  default void aPersonSignsInWithOurPageAndLosesNoForm() throws IOException {
    try (Browser browser = Browser.open(legacy("journal"))) {
      browser.go("/secure/books.jsp");
      assertThat(browser.path()).isEqualTo("/auth/login");
      browser.login("photo", TestUsers.PASSWORD);
      assertThat(browser.path()).isEqualTo("/secure/books.jsp");

      endAll("photo", TestUsers.PASSWORD);
      browser.find("input[name=item]").sendKeys("chair");
      browser.find("input[name=note]").sendKeys("größer");
      browser.click("#send");
      assertThat(browser.path()).isEqualTo("/auth/login");
      browser.login("photo", TestUsers.PASSWORD);
      assertThat(browser.text()).contains("Ordered", "chair", "größer", "2014", "photo");

      browser.go("/secure/books.jsp");
      endAll("photo", TestUsers.PASSWORD);
      Path folder = Path.of(BuildProperty.required("it.work")).toAbsolutePath();
      Path receipt = Files.writeString(folder.resolve("receipt-of-journal.txt"), "one chair");
      browser.find("input[name=receipt]").sendKeys(receipt.toString());
      browser.click("#upload");
      assertThat(browser.path()).isEqualTo("/auth/login");
      browser.login("photo", TestUsers.PASSWORD);
      assertThat(browser.path()).isEqualTo("/auth/send-again");
      browser.click("a.button");
      assertThat(browser.path()).isEqualTo("/secure/books.jsp");
    }
  }
}
