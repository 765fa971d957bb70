package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.Browser;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.TestUsers;
import dev.portcullis.it.support.OneDoorIsEnough;
import dev.portcullis.testing.Proves;
import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What a person sees and does. */
public interface BrowserTests extends OnServer {

  @Test
  @RunAsClient
  @Proves({"S23", "S25"})
  default void aPersonLogsInSeesThePageEndsASessionAndLogsOut() {
    TestClient phone = client().with("User-Agent", "A lost phone");
    phone.loginForSession("bob", TestApplication.BOB);
    try (Browser browser = Browser.open(base())) {
      browser.go("/members/");
      assertThat(browser.path()).isEqualTo("/auth/login");
      browser.login("bob", TestApplication.BOB);

      assertThat(browser.path()).as("back where bob wanted to go").isEqualTo("/members/");
      assertThat(browser.text("#caller")).isEqualTo("bob");
      assertThat(browser.text("#email")).isEqualTo("bob@example.org");
      assertThat(browser.text("#roles")).isEqualTo("user editor");
      String note = "written " + System.nanoTime();
      browser.find("input[name=text]").sendKeys(note);
      browser.click("main form button");
      assertThat(browser.text("#notes")).contains(note);

      browser.go("/auth/account");
      assertThat(browser.text()).contains("bob@example.org", "This session", "A lost phone");
      int sessions = browser.count(".sessions li");
      endSessionOf(browser, "A lost phone");
      assertThat(browser.count(".sessions li")).isEqualTo(sessions - 1);
      assertThat(browser.text()).doesNotContain("A lost phone");
      assertThat(phone.get("/members/probe").status()).isEqualTo(401);

      browser.go("/auth/logout");
      browser.click("main form button[type=submit]");
      browser.go("/");
      assertThat(browser.text("#anonymous")).isEqualTo("You are not logged in.");
      browser.go("/members/");
      assertThat(browser.path()).isEqualTo("/auth/login");
    }
  }

  private static void endSessionOf(Browser browser, String device) {
    for (int i = 1; i <= browser.count(".sessions li"); i++) {
      if (browser.text(".sessions li:nth-of-type(" + i + ")").contains(device)) {
        browser.click(".sessions li:nth-of-type(" + i + ") form button");
        return;
      }
    }
    throw new AssertionError("No session of " + device + " in:\n" + browser.text());
  }

  @Test
  @RunAsClient
  default void theKeyboardIsEnough() {
    try (Browser browser = Browser.open(base())) {
      browser.go("/auth/login");
      assertThat(browser.focused().getAttribute("name")).isEqualTo("username");
      browser.focused().sendKeys("alice", Keys.TAB);
      assertThat(browser.focused().getAttribute("name")).isEqualTo("password");
      browser.focused().sendKeys(TestApplication.ALICE, Keys.ENTER);
      browser.go("/members/");
      assertThat(browser.text("#caller")).isEqualTo("alice");
    }
  }

  @Test
  @RunAsClient
  @OneDoorIsEnough
  default void everyPageIsPhotographed() {
    try (Browser browser = Browser.open(base())) {
      browser.go("/").photograph("home");
      browser.go("/auth/login").photograph("login");
      browser.login("nobody", "a-password-of-nobody");
      assertThat(browser.text()).contains("is not right");
      browser.photograph("login-refused");
      browser.go("/auth/setup?link=unknown").photograph("setup-closed");
      browser.go("/auth/login");
      browser.login("photo", TestUsers.PASSWORD);
      client().with("User-Agent", "Another device").login("photo", TestUsers.PASSWORD);
      browser.go("/members/").photograph("members");
      browser.go("/auth/account").photograph("account");
      browser.go("/auth/reauthenticate").photograph("reauthentication");
      browser.go("/auth/logout").photograph("logout");
      browser.go("/admin/").photograph("forbidden");
      browser.go("/auth/nothing-here").photograph("own-not-found");
      browser.go("/nothing-here").photograph("not-found");
      assertThat(browser.go("/").text("#caller")).isEqualTo("photo");
    }
  }

  @Test
  @RunAsClient
  default void pagesSpeakGermanToo() {
    Answer answer = client().likeBrowser().with("Accept-Language", "de").get("/auth/login");
    assertThat(answer.body()).contains("lang=\"de\"", "Anmelden");
  }

  @Test
  @RunAsClient
  @Proves("S76")
  default void theFormOfThePageIsNotAcceptedWithoutItsToken() {
    TestClient visitor = client().likeBrowser().with("Origin", "https://evil.example");
    visitor.get("/auth/login");
    Answer answer =
        visitor.postForm(
            "/auth/login",
            Map.of("username", "bob", "password", TestApplication.BOB, "_csrf", "x"));
    assertThat(answer.status()).isEqualTo(403);
  }
}
