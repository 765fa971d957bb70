package dev.portcullis.it.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.Browser;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.Proves;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The people of legacy applications, in tables of their own: the ledger only reads its table, by a
 * datasource that takes part in distributed transactions; the depot lets passwords be changed, by
 * one that does not.
 */
interface LegacyUserTests {

  /** The address of an application, without a trailing slash. */
  URI legacy(String application);

  private TestClient signedIn(String application, String name) {
    TestClient client = new TestClient(legacy(application)).likeBrowser();
    Answer in = signIn(client, name, LegacyUsers.password(name));
    assertThat(in.status()).as(in.body()).isEqualTo(303);
    return client;
  }

  private static Answer signIn(TestClient client, String name, String password) {
    return client.postForm("/j_security_check", Map.of("j_username", name, "j_password", password));
  }

  @Test
  @Proves("S83")
  default void theApplicationsOwnPeopleSignInWithItsOwnPage() {
    assertThat(signedIn("ledger", "clerk").get("/secure/books.jsp").body())
        .contains("<b id=\"user\">clerk</b>")
        .doesNotContain("who may write");
    assertThat(signedIn("ledger", "chief").get("/secure/books.jsp").body())
        .contains("<b id=\"user\">chief</b>", "who may write");
    TestClient stranger = new TestClient(legacy("ledger")).likeBrowser();
    assertThat(signIn(stranger, "clerk", "chief2014").body()).contains("Wrong name or password");
    assertThat(signIn(stranger, "nobody", "chief2014").body()).contains("Wrong name or password");
    // The other application's people are not the ledger's.
    assertThat(signIn(stranger, "keeper", "keeper2014").body()).contains("Wrong name or password");
  }

  @Test
  @Proves("S83")
  default void theirRolesHoldInServletsPagesAndBeans() {
    TestClient clerk = signedIn("ledger", "clerk");
    TestClient chief = signedIn("ledger", "chief");
    assertThat(clerk.get("/editors/page.jsp").status()).isEqualTo(403);
    assertThat(chief.get("/editors/page.jsp").status()).isEqualTo(200);
    assertThat(clerk.get("/secure/report.do").body().lines())
        .containsExactly("read=clerk", "writer=false", "write=refused");
    assertThat(chief.get("/secure/report.do").body().lines())
        .containsExactly("read=chief", "writer=true", "write=written");
    assertThat(clerk.postForm("/annotated", Map.of()).status()).isEqualTo(403);
    assertThat(chief.postForm("/annotated", Map.of()).status()).isEqualTo(200);
  }

  /** {@code recheck_source} is 10 s there. */
  @Test
  @Proves("S19")
  default void whoIsRemovedOrHasOtherRolesIsSignedOutSoon() {
    TestClient leaving = signedIn("ledger", "leaving");
    TestClient moving = signedIn("ledger", "moving");
    assertThat(leaving.get("/secure/books.jsp").body()).contains("The books");
    assertThat(moving.get("/editors/page.jsp").status()).isEqualTo(403);
    LegacyUsers.run(
        "DELETE FROM usertable WHERE userid = 'leaving'",
        "INSERT INTO grouptable VALUES ('moving', 'editor')");
    for (TestClient person : new TestClient[] {leaving, moving}) {
      Answer later =
          Polling.until(
              Duration.ofSeconds(40),
              () -> person.get("/secure/books.jsp"),
              answer -> !answer.body().contains("The books"));
      assertThat(later.body()).contains("Sign in to the ledger");
    }
    assertThat(signIn(leaving, "leaving", LegacyUsers.password("leaving")).body())
        .contains("Wrong name or password");
    assertThat(signedIn("ledger", "moving").get("/editors/page.jsp").status()).isEqualTo(200);
  }

  @Test
  default void whereTheTableIsOnlyReadThePageSaysWhereToChangeThePassword() {
    TestClient shown = signedIn("ledger", "shown");
    Answer refused =
        shown.postJson(
            "/auth/password/change",
            Map.of(
                "current_password",
                LegacyUsers.password("shown"),
                "new_password",
                "six-quiet-owls-write-books"));
    assertThat(refused.status()).as(refused.body()).isEqualTo(409);
    assertThat(shown.get("/auth/account").body())
        .contains("at the accounts office, room 12", "href=\"/ledger/index.jsp\"");
    try (Browser browser = Browser.open(legacy("ledger"))) {
      browser.go("/secure/books.jsp");
      browser.find("input[name=j_username]").sendKeys("shown");
      browser.find("input[name=j_password]").sendKeys(LegacyUsers.password("shown"));
      browser.click("input[type=submit]");
      browser.go("/auth/account").photograph("ledger-account");
      assertThat(browser.text()).contains("at the accounts office, room 12");
    }
  }
}
