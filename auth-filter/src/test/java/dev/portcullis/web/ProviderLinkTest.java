package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AccountOutcome;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SecurityEvent.ProviderLinked;
import dev.portcullis.SecurityEvent.ProviderUnlinked;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.ProviderApplication.Visitor;
import dev.portcullis.web.provider.StandInProvider;
import dev.portcullis.web.testing.RawHttp;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * More than one way into an account. {@code corp} says what roles its people have, {@code hub} says
 * nothing of roles.
 */
class ProviderLinkTest {

  private static final String PASSWORD = "seven lazy herons";
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", "test", "c0ffee00");
  private static final String JSON = "Accept: application/json";
  private static final String LINK = "/app/auth/oauth/hub/link";

  private final StandInProvider corp = new StandInProvider();
  private final StandInProvider hub = new StandInProvider();
  private ProviderApplication application;

  @BeforeEach
  void start() throws Exception {
    application =
        new ProviderApplication(
            corp.settings() + hubSettings() + "    two_factor: {issuer: Ledger}\n");
    corp.follow(application.resources.clock());
    hub.follow(application.resources.clock());
    hub.signsIn("hub-7");
    create("mary");
  }

  @AfterEach
  void stop() throws Exception {
    application.close();
    corp.close();
    hub.close();
    application.resources.close();
  }

  private String hubSettings() {
    return hub.settings().replace("corp:", "hub:").replace("role_claim: realm.roles", "label: Hub");
  }

  private void create(String username) {
    var domain = Objects.requireNonNull(application.resources.domain());
    var account =
        new NewAccount(
            username, username + "@app.example", null, Set.of("user"), Confidential.of(PASSWORD));
    assertThat(domain.accounts().create(account, CLIENT)).isInstanceOf(AccountOutcome.Done.class);
  }

  private Visitor signedIn(String username) {
    var browser = application.browser();
    var page = browser.get("/app/auth/login").body();
    var answer = browser.submit(page, "/login", Map.of("username", username, "password", PASSWORD));
    assertThat(answer.status()).isEqualTo(303);
    assertThat(browser.hasSession()).isTrue();
    return browser;
  }

  private static String account(Visitor browser) {
    return browser.get("/app/auth/account").body();
  }

  /** Presses the button; gives the address that the browser is led to. */
  private static String beginLink(Visitor browser, String name) {
    var answer = press(browser, name, "link");
    assertThat(answer.status()).isEqualTo(200);
    var address = answer.header("Refresh").orElseThrow().replaceFirst("^0; url=", "");
    assertThat(Jsoup.parse(answer.body()).expectFirst("a.button").attr("href")).isEqualTo(address);
    return address;
  }

  private static RawHttp.Answer press(Visitor browser, String name, String what) {
    return browser.submit(account(browser), "/oauth/" + name + "/" + what, Map.of());
  }

  private static RawHttp.Answer comeBack(Visitor browser, String name, String query) {
    return browser.get("/app/auth/oauth/" + name + "/callback?" + query);
  }

  private static RawHttp.Answer link(Visitor browser, String name, StandInProvider provider) {
    return comeBack(browser, name, provider.authorize(beginLink(browser, name)));
  }

  private static void isTold(RawHttp.Answer answer, String notice) {
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).contains("/app/auth/account?notice=" + notice);
  }

  /** Signs in anew; gives whom we take them for. */
  private Visitor signInAt(String name, StandInProvider provider) {
    var browser = application.browser();
    var address =
        browser.get("/app/auth/oauth/" + name + "/login").header("Location").orElseThrow();
    assertThat(comeBack(browser, name, provider.authorize(address)).status()).isEqualTo(303);
    return browser;
  }

  private <E extends SecurityEvent> List<E> events(Class<E> type) {
    return application.events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Test
  @Proves({"S11", "S48", "S70", "S83"})
  void whoIsSignedInLinksAndThenSignsInEitherWay() {
    var mary = signedIn("mary");
    isTold(link(mary, "corp", corp), "link_made");
    assertThat(mary.get("/app/auth/account?notice=link_made").body())
        .contains("The account elsewhere is linked");
    assertThat(events(ProviderLinked.class))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.failure()).isNull();
              assertThat(event.subject()).isEqualTo("248289761001");
              assertThat(event.details().username()).isEqualTo("mary");
              assertThat(event.details().provider()).isEqualTo("corp");
              assertThat(event.details().sessionId()).isNotNull();
            });
    // The provider gives the role "clerk", another name, address and picture: all stay as they are.
    var there = signInAt("corp", corp);
    assertThat(there.me())
        .contains("\"username\":\"mary\"")
        .contains("\"email\":\"mary@app.example\"")
        .contains("\"roles\":[\"user\"]")
        .doesNotContain("Ann Example")
        .doesNotContain("ann.png");
    assertThat(there.get("/app/clerks/1").status()).isEqualTo(403);
    assertThat(signedIn("mary").me()).contains("\"username\":\"mary\"");
    assertThat(events(SecurityEvent.AccountCreated.class)).hasSize(1);
  }

  @Test
  @Proves("S48")
  void nothingIsLinkedByNameOrAddress() {
    create("ann");
    assertThat(signInAt("hub", hub).me()).contains("\"username\":\"hub:hub-7\"");
    assertThat(account(signedIn("ann"))).contains("/oauth/hub/link\"").doesNotContain("/unlink\"");
  }

  @Test
  @Proves({"S26", "S76"})
  void itIsAnActOfSomebodyWhoProvedItRecently() {
    assertThat(application.browser().postForm(LINK, "_csrf=x", JSON).status()).isEqualTo(401);
    var mary = signedIn("mary");
    assertThat(mary.postForm(LINK, "_csrf=x").status()).isEqualTo(403);
    assertThat(mary.postForm(LINK, "", "Origin: https://evil.example").status()).isEqualTo(403);
    assertThat(mary.get(LINK).status()).isEqualTo(405);
    application.resources.clock().advance(Duration.ofMinutes(5).plusMillis(1));
    var answer = press(mary, "hub", "link");
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location"))
        .contains("/app/auth/reauthenticate?return_to=%2Fapp%2Fauth%2Faccount");
    var confirm = mary.get(answer.header("Location").orElseThrow()).body();
    assertThat(mary.submit(confirm, "/reauthenticate", Map.of("password", PASSWORD)).status())
        .isEqualTo(303);
    isTold(link(mary, "hub", hub), "link_made");
    application.resources.clock().advance(Duration.ofMinutes(5).plusMillis(1));
    assertThat(press(mary, "hub", "unlink").header("Location").orElseThrow())
        .startsWith("/app/auth/reauthenticate");
    assertThat(events(ProviderUnlinked.class)).isEmpty();
  }

  @Test
  @Proves("S26")
  void theProofIsRecentStillWhenTheBrowserComesBack() {
    var mary = signedIn("mary");
    var address = beginLink(mary, "hub");
    application.resources.clock().advance(Duration.ofMinutes(5).plusMillis(1));
    isTold(comeBack(mary, "hub", hub.authorize(address)), "link_too_late");
    assertThat(signInAt("hub", hub).me()).doesNotContain("mary");
  }

  @Test
  @Proves({"S27", "S43"})
  void nobodyFinishesWhatSomebodyElseBegan() {
    create("mallory");
    var attacker = signedIn("mallory");
    var query = hub.authorize(beginLink(attacker, "hub"));
    var mary = signedIn("mary");
    assertThat(comeBack(mary, "hub", query).status()).isEqualTo(400);
    // Even if the attacker can plant cookies: the attempt's, but not the session's.
    attacker.cookies.forEach(
        (name, value) -> {
          if (name.contains("attempt")) {
            mary.cookies.put(name, value);
          }
        });
    var answer = comeBack(mary, "hub", query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("cannot be completed");
    assertThat(mary.me()).contains("\"username\":\"mary\"");
    assertThat(events(ProviderLinked.class))
        .singleElement()
        .satisfies(event -> assertThat(event.failure()).isEqualTo("INVALID_STATE"));
    assertThat(signInAt("hub", hub).me()).doesNotContain("mary").doesNotContain("mallory");
    assertThat(application.metrics())
        .contains("oauth2_errors_total{error=\"invalid_state\",provider=\"hub\"} 2.0");
  }

  @Test
  @Proves({"S27", "S43"})
  void anAttemptIsOfItsSessionAndSignsNobodyIn() {
    var mary = signedIn("mary");
    var query = hub.authorize(beginLink(mary, "hub"));
    var other = signedIn("mary");
    other.cookies.putAll(attempts(mary));
    assertThat(comeBack(other, "hub", query).status()).isEqualTo(400);

    var again = hub.authorize(beginLink(mary, "hub"));
    var kept = attempts(mary);
    assertThat(mary.submit(mary.get("/app/auth/logout").body(), "/logout", Map.of()).status())
        .isEqualTo(303);
    var nobody = application.browser();
    nobody.cookies.putAll(kept);
    assertThat(comeBack(nobody, "hub", again).status()).isEqualTo(400);
    assertThat(nobody.hasSession()).isFalse();
    assertThat(events(SecurityEvent.AccountCreated.class)).hasSize(1);
  }

  private static Map<String, String> attempts(Visitor browser) {
    var kept = new java.util.LinkedHashMap<>(browser.cookies);
    kept.keySet().removeIf(name -> !name.contains("attempt"));
    return kept;
  }

  @Test
  @Proves("S43")
  void twoTabsBothWorkAndEachServesOnce() {
    var mary = signedIn("mary");
    var one = beginLink(mary, "hub");
    var two = beginLink(mary, "corp");
    var three = beginLink(mary, "hub");
    var second = corp.authorize(two);
    isTold(comeBack(mary, "corp", second), "link_made");
    isTold(comeBack(mary, "hub", hub.authorize(one)), "link_made");
    isTold(comeBack(mary, "hub", hub.authorize(three)), "link_made");
    assertThat(comeBack(mary, "corp", second).status()).isEqualTo(400);
    assertThat(signInAt("hub", hub).me()).contains("\"username\":\"mary\"");
    assertThat(signInAt("corp", corp).me()).contains("\"username\":\"mary\"");
  }

  @Test
  @Proves({"S11", "S48", "S70"})
  void anothersIdentityStaysTheirs() {
    var theirs = signInAt("hub", hub);
    var mary = signedIn("mary");
    isTold(link(mary, "hub", hub), "link_taken");
    assertThat(mary.get("/app/auth/account?notice=link_taken").body())
        .contains("belongs to another account");
    assertThat(signInAt("hub", hub).me()).isEqualTo(theirs.me()).doesNotContain("mary");
    assertThat(events(ProviderLinked.class))
        .singleElement()
        .satisfies(event -> assertThat(event.failure()).isEqualTo("TAKEN"));
  }

  @Test
  void oneIdentityOfAProviderAtATime() {
    var mary = signedIn("mary");
    isTold(link(mary, "hub", hub), "link_made");
    // The page has no button for it any more; a second tab has.
    var address =
        json(mary, "POST", "hub").body().replaceAll(".*\"auth_url\":\"([^\"]+)\".*", "$1");
    hub.signsIn("hub-8");
    isTold(comeBack(mary, "hub", hub.authorize(address.replace("\\u0026", "&"))), "link_another");
  }

  private RawHttp.Answer json(Visitor browser, String method, String name) {
    var cookies = new java.util.ArrayList<String>();
    browser.cookies.forEach((cookie, value) -> cookies.add(cookie + "=" + value));
    var answer =
        application
            .http()
            .send(
                method,
                "/app/auth/oauth/" + name + "/link",
                "",
                JSON,
                "Sec-Fetch-Site: same-origin",
                application.origin(),
                "Cookie: " + String.join("; ", cookies));
    return browser.keep(answer);
  }

  @Test
  void whoDeclinesIsBackOnTheAccountPage() {
    var mary = signedIn("mary");
    var state =
        StandInProvider.query(URI.create(beginLink(mary, "hub")).getRawQuery()).get("state");
    isTold(comeBack(mary, "hub", "error=access_denied&state=" + state), "link_declined");
  }

  @Test
  @Proves({"S23", "S70"})
  void unlinkingEndsWhatWasBegunBefore() {
    var mary = signedIn("mary");
    isTold(link(mary, "hub", hub), "link_made");
    var there = signInAt("hub", hub);
    isTold(press(mary, "hub", "unlink"), "link_ended");
    assertThat(there.me()).doesNotContain("mary");
    assertThat(mary.me()).contains("\"username\":\"mary\"");
    assertThat(events(ProviderUnlinked.class))
        .singleElement()
        .satisfies(event -> assertThat(event.failure()).isNull());
    assertThat(signInAt("hub", hub).me()).contains("\"username\":\"ann\"");
    assertThat(json(mary, "DELETE", "hub").status()).isEqualTo(404);
    assertThat(json(mary, "DELETE", "other").status()).isEqualTo(404);
  }

  @Test
  void theLastWayInStays() {
    var ann = signInAt("hub", hub);
    assertThat(account(ann)).doesNotContain("/oauth/hub/unlink\"");
    var last = json(ann, "DELETE", "hub");
    assertThat(last.status()).isEqualTo(409);
    assertThat(last.body()).contains("last way to sign in");
    isTold(link(ann, "corp", corp), "link_made");
    // It made the account, but says nothing of roles, so it may go.
    isTold(press(ann, "hub", "unlink"), "link_ended");
    assertThat(json(ann, "DELETE", "corp").status()).isEqualTo(409);
    assertThat(signInAt("corp", corp).me()).contains("\"username\":\"ann\"");
    assertThat(events(ProviderUnlinked.class))
        .extracting(ProviderUnlinked::failure)
        .containsExactly("LAST", null, "LAST");
  }

  @Test
  void whatGivesTheRolesKeepsTheAccount() {
    var clerk = signInAt("corp", corp);
    assertThat(clerk.me()).contains("clerk");
    isTold(link(clerk, "hub", hub), "link_made");
    assertThat(json(clerk, "DELETE", "corp").status()).isEqualTo(409);
    assertThat(account(clerk)).contains("/oauth/hub/unlink\"").doesNotContain("corp/unlink\"");
    isTold(press(clerk, "hub", "unlink"), "link_ended");
  }

  @Test
  void aProviderThatIsNoLongerThereIsNoWayIn() throws Exception {
    isTold(link(signInAt("hub", hub), "corp", corp), "link_made");
    try (var again = new ProviderApplication(corp.settings(), application.resources)) {
      var before = application;
      application = again;
      assertThat(json(signInAt("corp", corp), "DELETE", "corp").status()).isEqualTo(409);
      application = before;
    }
  }

  @Test
  void aPasswordCountsWhereItIsAskedFor() throws Exception {
    isTold(link(signedIn("mary"), "hub", hub), "link_made");
    var closed = hubSettings() + "    local: {enabled: false}\n";
    try (var again = new ProviderApplication(closed, application.resources)) {
      var before = application;
      application = again;
      assertThat(json(signInAt("hub", hub), "DELETE", "hub").status()).isEqualTo(409);
      application = before;
    }
    assertThat(json(signInAt("hub", hub), "DELETE", "hub").status()).isEqualTo(204);
  }

  @Test
  @Proves("S43")
  void aFormOfTheProviderComesWithoutTheSession() {
    var mary = signedIn("mary");
    var form = hub.authorize(beginLink(mary, "hub"));
    var foreign = application.browser();
    foreign.cookies.putAll(attempts(mary));
    var answer =
        foreign.postForm("/app/auth/oauth/hub/callback", form, "Origin: https://idp.example.com");
    assertThat(answer.status()).isEqualTo(303);
    var address = answer.header("Location").orElseThrow();
    assertThat(address).startsWith("/app/auth/oauth/hub/callback?state=");
    isTold(mary.get(address), "link_made");
  }

  @Test
  @Proves({"S26", "S69", "S64"})
  void anAccountWithASecondFactorShowsIt() {
    var mary = signedIn("mary");
    var shown = mary.submit(account(mary), "/2fa/totp/setup", Map.of()).body();
    var uri = URI.create(Jsoup.parse(shown).expectFirst("a[href^=otpauth]").attr("href"));
    var app =
        Authenticator.of(
            Objects.requireNonNull(StandInProvider.query(uri.getRawQuery()).get("secret")));
    var clock = application.resources.clock();
    var typed = Map.of("code", app.code(clock.instant()).reveal());
    assertThat(mary.submit(shown, "/2fa/totp/verify", typed).status()).isEqualTo(303);

    // Signed in by the password alone, however recently.
    var refused = json(mary, "POST", "hub");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate").orElse("") + refused.body())
        .contains("insufficient_user_authentication");
    var confirm = press(mary, "hub", "link").header("Location").orElseThrow();
    clock.advance(Duration.ofSeconds(30));
    var code = Map.of("code", app.code(clock.instant()).reveal());
    assertThat(mary.submit(mary.get(confirm).body(), "/reauthenticate", code).status())
        .isEqualTo(303);
    isTold(link(mary, "hub", hub), "link_made");

    var there = application.browser();
    var address = there.get("/app/auth/oauth/hub/login").header("Location").orElseThrow();
    assertThat(comeBack(there, "hub", hub.authorize(address)).header("Location"))
        .contains("/app/auth/2fa");
    assertThat(there.hasSession()).isFalse();
  }

  @Test
  void aProgramLinksWithItsToken() {
    var answer =
        application
            .http()
            .postJson(
                "/app/auth/login",
                "{\"username\":\"mary\",\"password\":\"" + PASSWORD + "\"}",
                JSON);
    assertThat(answer.status()).isEqualTo(200);
    var token =
        "Authorization: Bearer "
            + answer.body().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
    var program = application.browser();
    var begun = program.keep(application.http().send("POST", LINK, "", JSON, token));
    assertThat(begun.status()).isEqualTo(200);
    var address =
        begun.body().replaceAll(".*\"auth_url\":\"([^\"]+)\".*", "$1").replace("\\u0026", "&");
    var query = hub.authorize(address);
    assertThat(program.get("/app/auth/oauth/hub/callback?" + query, JSON, token).status())
        .isEqualTo(204);
    assertThat(application.http().send("DELETE", LINK, "", JSON, token).status()).isEqualTo(204);
  }
}
