package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.Browser;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.TestUsers;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.Proves;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;

/**
 * {@code @RequireFactor} on a servlet, a resource and an EJB of the application, as the server
 * calls them; and what a trusted device is worth there.
 */
public interface RequireFactorTests extends OnServer {

  /** Each with what it says to whoever may. */
  Map<String, String> GUARDED =
      Map.of(
          "/guarded/servlet/x", "served to ",
          "/guarded/ejb/x", "the vault",
          "/guarded/rest/resource/vault", "the vault",
          "/guarded/rest/resource/ejb", "the vault");

  @Test
  @RunAsClient
  @Proves("S69")
  default void aProgramIsToldWhatIsMissingWhereverTheAnnotationStands() {
    String token = client().login("bob", TestApplication.BOB).text("access_token");
    TestClient bob = client().withToken(token);
    for (String path : GUARDED.keySet()) {
      Answer nobody = client().get(path);
      assertThat(nobody.status()).as(path).isEqualTo(401);
      assertThat(nobody.text("error")).as(path).isEqualTo("authentication_required");
      Answer answer = bob.get(path);
      assertThat(answer.status()).as(path).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate"))
          .as(path)
          .contains("error=\"insufficient_user_authentication\"", "acr_values=\"mfa\"");
      assertThat(answer.text("error")).as(path).isEqualTo("insufficient_user_authentication");
    }
    assertThat(bob.get("/guarded/ejb/open").body()).isEqualTo("open");
    assertThat(bob.get("/guarded/rest/resource/open").body()).isEqualTo("open");
    assertThat(bob.postForm("/guarded/servlet/x", Map.of("a", "1")).body())
        .isEqualTo("taken from bob");
  }

  @Test
  @RunAsClient
  @Proves("S69")
  default void aPersonIsLedToTheSecondFactorAndBack() {
    List<String> codes = enrolled("guarded");
    TestClient program = client();
    Answer half = program.login("guarded", TestUsers.PASSWORD);
    Answer tokens =
        program.postJson(
            "/auth/2fa/login",
            Map.of(
                "mfa_token", half.text("mfa_token"), "method", "recovery", "code", codes.get(0)));
    TestClient holder = client().withToken(tokens.text("access_token"));
    GUARDED.forEach((path, text) -> assertThat(holder.get(path).body()).as(path).startsWith(text));

    try (Browser browser = Browser.open(base())) {
      browser.go("/members/");
      browser.login("guarded", TestUsers.PASSWORD);
      browser.click("a[href*='method=recovery']");
      browser.photograph("second-factor-trust");
      browser.find("#remember_device").click();
      enter(browser, codes.get(1));
      assertThat(browser.path()).isEqualTo("/members/");
      assertThat(browser.go("/guarded/ejb/x").text()).contains("the vault");

      browser.go("/auth/logout");
      browser.click("main form button[type=submit]");
      browser.go("/members/");
      browser.login("guarded", TestUsers.PASSWORD);
      assertThat(browser.path()).as("this browser is trusted").isEqualTo("/members/");
      assertThat(browser.text("#caller")).isEqualTo("guarded");
      browser.go("/auth/account").photograph("account-devices");
      assertThat(browser.text()).contains("Trusted devices", "This device");

      int next = 2;
      for (String path : List.of("/guarded/rest/resource/ejb", "/guarded/servlet/x")) {
        browser.go(path);
        if (next == 2) {
          assertThat(browser.path()).as("and proves nothing").isEqualTo("/auth/reauthenticate");
          browser.click("a[href*='method=recovery']");
          enter(browser, codes.get(next));
        }
        next++;
        assertThat(browser.path()).isEqualTo(path);
      }

      browser.go("/auth/account");
      browser.click("form[action*='/devices/'] button");
      assertThat(browser.text()).contains("The device is no longer trusted");
      browser.go("/auth/logout");
      browser.click("main form button[type=submit]");
      browser.go("/members/");
      browser.login("guarded", TestUsers.PASSWORD);
      assertThat(browser.path()).isEqualTo("/auth/2fa");
    }
  }

  private static void enter(Browser browser, String code) {
    browser.find("#code").sendKeys(code);
    browser.click("main form button[type=submit]");
  }

  /** Its recovery codes. */
  private List<String> enrolled(String username) {
    TestClient owner =
        client().withToken(client().login(username, TestUsers.PASSWORD).text("access_token"));
    Answer setup = owner.post("/auth/2fa/totp/setup");
    String code = Authenticator.of(setup.text("secret")).code(Instant.now()).reveal();
    assertThat(owner.postJson("/auth/2fa/totp/verify", Map.of("code", code)).status())
        .isEqualTo(200);
    return setup.texts("recovery_codes");
  }
}
