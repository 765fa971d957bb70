package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The administrator, made as an operator makes one: with the link in the server's log. */
public final class FirstAdministrator {

  private static final Pattern LINK = Pattern.compile("/auth/setup\\?link=(\\S+)");
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private FirstAdministrator() {}

  /** The administrator's browser, logged in; the first call uses the link up. */
  public static TestClient browser(URI base, String serverLog) {
    var browser = new TestClient(base).likeBrowser();
    if (browser.loginForSession("root", TestApplication.ROOT).status() != 200) {
      setUp(base, link(serverLog));
      assertThat(browser.loginForSession("root", TestApplication.ROOT).status()).isEqualTo(200);
    }
    return browser;
  }

  /** The secret of the newest link in a log. */
  public static String link(String serverLog) {
    Matcher links = LINK.matcher(serverLog);
    String newest = "";
    while (links.find()) {
      newest = links.group(1);
    }
    assertThat(newest).as("a set-up link in the log").isNotEmpty();
    return newest;
  }

  /** Opens the link and sends its form. */
  public static void setUp(URI base, String link) {
    var browser = new TestClient(base).likeBrowser();
    Answer page = browser.get("/auth/setup?link=" + link);
    assertThat(page.status()).isEqualTo(200);
    Matcher csrf = CSRF.matcher(page.body());
    assertThat(csrf.find()).isTrue();
    Answer done =
        browser.postForm(
            "/auth/setup",
            Map.of(
                "_csrf",
                csrf.group(1),
                "link",
                link,
                "new_password",
                TestApplication.ROOT,
                "repeat_password",
                TestApplication.ROOT));
    assertThat(done.status()).isEqualTo(303);
  }
}
