package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AccountOutcome;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SecurityEvent.AccountCreated;
import dev.portcullis.SecurityEvent.ProviderLoginFailed;
import dev.portcullis.SecurityEvent.Reauthenticated;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.ProviderApplication.Visitor;
import dev.portcullis.web.provider.Hostile;
import dev.portcullis.web.provider.StandInProvider;
import dev.portcullis.web.testing.RawHttp;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever came by a provider proves there again who they are, before something sensitive (S26). */
class ProviderConfirmTest {

  private static final String PASSWORD = "seven lazy herons";
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", "test", "c0ffee00");
  private static final String JSON = "Accept: application/json";
  private static final String AGAIN = "/app/auth/oauth/corp/reauthenticate";
  private static final String PAGE = "/app/auth/reauthenticate?return_to=%2Fapp%2Fauth%2Faccount";

  private StandInProvider corp = new StandInProvider();

  @SuppressWarnings("NullAway.Init") // Each test starts one.
  private ProviderApplication application;

  @AfterEach
  void stop() {
    application.close();
    corp.close();
    application.resources.close();
  }

  private void start() throws Exception {
    application = new ProviderApplication(corp.settings() + "    two_factor: {issuer: Ledger}\n");
    corp.follow(application.resources.clock());
  }

  private void start(StandInProvider provider) throws Exception {
    corp.close();
    corp = provider;
    start();
  }

  private Visitor signedIn() {
    var browser = application.browser();
    assertThat(browser.signIn(corp, "").status()).isEqualTo(303);
    return browser;
  }

  private void pass() {
    application.resources.clock().advance(Duration.ofMinutes(5).plusMillis(1));
  }

  /** Presses the button; gives the address that the browser is led to. */
  private static String leave(Visitor browser) {
    var answer = browser.submit(browser.get(PAGE).body(), "/oauth/corp/reauthenticate", Map.of());
    assertThat(answer.status()).isEqualTo(200);
    var address = answer.header("Refresh").orElseThrow().replaceFirst("^0; url=", "");
    assertThat(Jsoup.parse(answer.body()).expectFirst("a.button").attr("href")).isEqualTo(address);
    return address;
  }

  private static RawHttp.Answer comeBack(Visitor browser, String query) {
    return browser.get(ProviderApplication.CALLBACK + "?" + query);
  }

  private static Map<String, String> asked(String address) {
    return StandInProvider.query(URI.create(address).getRawQuery());
  }

  /** Whether what needs a recent proof is still refused. */
  private static boolean isTooOld(Visitor browser) {
    var answer =
        browser.submit(browser.get("/app/auth/account").body(), "/2fa/totp/setup", Map.of());
    return answer.status() == 303
        && answer.header("Location").orElseThrow().startsWith("/app/auth/reauthenticate");
  }

  private static void isNotConfirmed(Visitor browser, RawHttp.Answer answer) {
    assertThat(answer.status()).isEqualTo(303);
    var page = answer.header("Location").orElseThrow();
    assertThat(page)
        .isEqualTo(
            "/app/auth/reauthenticate?notice=not_confirmed&return_to=%2Fapp%2Fauth%2Faccount");
    assertThat(browser.get(page).body()).contains("It was not confirmed that it is you");
    assertThat(isTooOld(browser)).isTrue();
  }

  private <E extends SecurityEvent> List<E> events(Class<E> type) {
    return application.events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static Map<String, String> attempts(Visitor browser) {
    var kept = new LinkedHashMap<>(browser.cookies);
    kept.keySet().removeIf(name -> !name.contains("attempt"));
    return kept;
  }

  @Test
  @Proves({"S26", "S19", "S42", "S43", "S70"})
  void whoCameByAProviderProvesItThereAgain() throws Exception {
    start();
    var ann = signedIn();
    var before = Map.copyOf(ann.cookies);
    assertThat(isTooOld(ann)).isFalse();
    pass();
    assertThat(isTooOld(ann)).isTrue();
    var page = ann.get(PAGE).body();
    assertThat(page).contains("Confirm with corp").doesNotContain("type=\"password\"");

    var address = leave(ann);
    assertThat(asked(address))
        .containsEntry("prompt", "login")
        .containsEntry("max_age", "0")
        .containsEntry("code_challenge_method", "S256")
        .containsKey("nonce");
    var answer = comeBack(ann, corp.authorize(address));
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).contains("/app/auth/account");

    assertThat(isTooOld(ann)).isFalse();
    assertThat(ann.me()).contains("\"username\":\"ann\"").contains("clerk");
    var old = application.browser();
    old.cookies.putAll(before);
    assertThat(old.me()).as("the secret from before").doesNotContain("ann");
    assertThat(events(Reauthenticated.class))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.reason()).isNull();
              assertThat(event.details().username()).isEqualTo("ann");
              assertThat(event.details().provider()).isEqualTo("corp");
            });
    assertThat(events(AccountCreated.class)).hasSize(1);
  }

  @Test
  @Proves({"S26", "S48"})
  void nobodyElseConfirmsIt() throws Exception {
    start();
    var ann = signedIn();
    corp.signsIn("other");
    assertThat(signedIn().me()).contains("corp:other");
    pass();
    for (var other : List.of("other", "unknown")) {
      var address = leave(ann);
      corp.signsIn(other);
      isNotConfirmed(ann, comeBack(ann, corp.authorize(address)));
    }
    assertThat(ann.me()).contains("\"username\":\"ann\"");
    assertThat(events(Reauthenticated.class))
        .extracting(Reauthenticated::reason)
        .containsExactly(RejectionReason.ANOTHERS_IDENTITY, RejectionReason.ANOTHERS_IDENTITY);
    assertThat(events(AccountCreated.class)).as("none is made for it").hasSize(2);
  }

  @Test
  @Proves({"S26", "S45"})
  void aProviderThatAskedNobodyConfirmsNothing() throws Exception {
    start(new Hostile.AsksNobodyAgain());
    var ann = signedIn();
    pass();
    isNotConfirmed(ann, comeBack(ann, corp.authorize(leave(ann))));
    assertThat(events(ProviderLoginFailed.class))
        .singleElement()
        .satisfies(event -> assertThat(event.check()).contains("auth_time"));
  }

  /** The address goes through the hands of whoever sits at the browser. */
  @Test
  @Proves({"S26", "S45"})
  void whoTakesTheWishOutOfTheAddressConfirmsNothing() throws Exception {
    start();
    var ann = signedIn();
    pass();
    var address = leave(ann).replaceAll("[?&](prompt|max_age)=[^&]*", "");
    isNotConfirmed(ann, comeBack(ann, corp.authorize(address.replaceFirst("&", "?"))));
  }

  @Test
  @Proves({"S26", "S27", "S43"})
  void itEndsInTheSessionWhereItBegan() throws Exception {
    start();
    var ann = signedIn();
    pass();
    var query = corp.authorize(leave(ann));
    var other = signedIn();
    other.cookies.putAll(attempts(ann));
    var stranger = application.browser();
    stranger.cookies.putAll(attempts(ann));
    assertThat(comeBack(other, query).status()).isEqualTo(400);
    var again = corp.authorize(leave(ann));
    stranger.cookies.putAll(attempts(ann));
    assertThat(comeBack(stranger, again).status()).isEqualTo(400);
    assertThat(stranger.hasSession()).isFalse();
    assertThat(isTooOld(ann)).isTrue();
    // Nor does an attempt to link, or an attempt to confirm another's.
    assertThat(comeBack(ann, again).status()).as("used").isEqualTo(400);
  }

  @Test
  @Proves({"S26", "S47", "S76"})
  void itIsAnActOfWhoeverIsSignedIn() throws Exception {
    start();
    assertThat(application.browser().postForm(AGAIN, "_csrf=x", JSON).status()).isEqualTo(401);
    var ann = signedIn();
    assertThat(ann.postForm(AGAIN, "_csrf=x").status()).isEqualTo(403);
    assertThat(ann.postForm(AGAIN, "", "Origin: https://evil.example").status()).isEqualTo(403);
    assertThat(ann.get(AGAIN).status()).isEqualTo(405);
    var page = ann.get("/app/auth/reauthenticate?return_to=https%3A%2F%2Fevil.example%2F").body();
    assertThat(page).doesNotContain("evil.example");
  }

  @Test
  @Proves("S26")
  void whoDeclinesIsAskedAgain() throws Exception {
    start();
    var ann = signedIn();
    pass();
    var state = asked(leave(ann)).get("state");
    isNotConfirmed(ann, comeBack(ann, "error=access_denied&state=" + state));
  }

  @Test
  @Proves({"S26", "S64", "S69"})
  void anAccountWithASecondFactorProvesThatOne() throws Exception {
    start();
    var ann = signedIn();
    // Begun before, finished after the factor is there.
    var address = leave(ann);
    var shown = ann.submit(ann.get("/app/auth/account").body(), "/2fa/totp/setup", Map.of()).body();
    var uri = URI.create(Jsoup.parse(shown).expectFirst("a[href^=otpauth]").attr("href"));
    var app =
        Authenticator.of(
            Objects.requireNonNull(StandInProvider.query(uri.getRawQuery()).get("secret")));
    var code = Map.of("code", app.code(application.resources.clock().instant()).reveal());
    assertThat(ann.submit(shown, "/2fa/totp/verify", code).status()).isEqualTo(303);
    var page = ann.get(PAGE).body();
    assertThat(page).contains("one-time-code").doesNotContain("/oauth/corp/reauthenticate");
    var answer = comeBack(ann, corp.authorize(address));
    assertThat(answer.header("Location").orElseThrow()).contains("notice=not_confirmed");
    assertThat(events(Reauthenticated.class))
        .extracting(Reauthenticated::reason)
        .containsExactly(RejectionReason.SECOND_FACTOR_REQUIRED);
  }

  @Test
  @Proves("S26")
  void anIdentityThatIsNoLongerTheirsConfirmsNothing() throws Exception {
    start();
    var domain = Objects.requireNonNull(application.resources.domain());
    var account = new NewAccount("mary", null, null, Set.of("user"), Confidential.of(PASSWORD));
    assertThat(domain.accounts().create(account, CLIENT)).isInstanceOf(AccountOutcome.Done.class);
    var mary = application.browser();
    var typed = Map.of("username", "mary", "password", PASSWORD);
    assertThat(mary.submit(mary.get("/app/auth/login").body(), "/login", typed).status())
        .isEqualTo(303);
    assertThat(mary.get(PAGE).body())
        .contains("type=\"password\"")
        .doesNotContain("/oauth/corp/reauthenticate");
    var linking = mary.submit(mary.get("/app/auth/account").body(), "/oauth/corp/link", Map.of());
    var there = linking.header("Refresh").orElseThrow().replaceFirst("^0; url=", "");
    assertThat(comeBack(mary, corp.authorize(there)).header("Location"))
        .contains("/app/auth/account?notice=link_made");
    // Either way serves now.
    assertThat(mary.get(PAGE).body())
        .contains("type=\"password\"")
        .contains("/oauth/corp/reauthenticate");
    var address = leave(mary);
    assertThat(
            mary.submit(mary.get("/app/auth/account").body(), "/oauth/corp/unlink", Map.of())
                .header("Location"))
        .contains("/app/auth/account?notice=link_ended");
    pass();
    isNotConfirmed(mary, comeBack(mary, corp.authorize(address)));
  }

  @Test
  @Proves("S43")
  void aFormOfTheProviderComesWithoutTheSession() throws Exception {
    start();
    var ann = signedIn();
    pass();
    var form = corp.authorize(leave(ann));
    var foreign = application.browser();
    foreign.cookies.putAll(attempts(ann));
    var answer =
        foreign.postForm(ProviderApplication.CALLBACK, form, "Origin: https://idp.example.com");
    assertThat(answer.status()).isEqualTo(303);
    var address = answer.header("Location").orElseThrow();
    assertThat(ann.get(address).header("Location")).contains("/app/auth/account");
    assertThat(isTooOld(ann)).isFalse();
  }

  @Test
  @Proves({"S26", "S19"})
  void aProgramGetsNewTokens() throws Exception {
    start();
    var program = application.browser();
    var begun = program.get(ProviderApplication.LOGIN + "?response=json", JSON).body();
    var tokens = program.get(ProviderApplication.CALLBACK + "?" + corp.authorize(url(begun)), JSON);
    pass();
    var bearer = "Authorization: Bearer " + access(tokens);
    var setUp = "/app/auth/2fa/totp/setup";
    assertThat(application.http().send("POST", setUp, "", JSON, bearer).status()).isEqualTo(401);
    var again = program.keep(application.http().send("POST", AGAIN, "", JSON, bearer));
    assertThat(again.status()).isEqualTo(200);
    var query = corp.authorize(url(again.body()));
    var renewed = program.get(ProviderApplication.CALLBACK + "?" + query, JSON, bearer);
    assertThat(renewed.status()).as(renewed.body()).isEqualTo(200);
    var fresh = "Authorization: Bearer " + access(renewed);
    assertThat(application.http().send("POST", setUp, "", JSON, fresh).status()).isEqualTo(200);
    assertThat(application.http().get("/app/auth/me", JSON, bearer).status()).isEqualTo(401);
  }

  private static String url(String json) {
    return json.replaceAll(".*\"auth_url\":\"([^\"]+)\".*", "$1").replace("\\u0026", "&");
  }

  private static String access(RawHttp.Answer tokens) {
    assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
    return tokens.body().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
  }

  /**
   * Plain OAuth 2 knows no way to ask: it shows that somebody is still signed in there, no more.
   */
  @Test
  @Proves("S26")
  void whoCameByPlainOAuthGoesThereAndBack() throws Exception {
    start(new PlainOAuthTest.LikeGitHub());
    var octocat = signedIn();
    pass();
    assertThat(isTooOld(octocat)).isTrue();
    var address = leave(octocat);
    assertThat(asked(address)).doesNotContainKeys("prompt", "max_age");
    assertThat(comeBack(octocat, corp.authorize(address)).header("Location"))
        .contains("/app/auth/account");
    assertThat(isTooOld(octocat)).isFalse();
  }
}
