package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.SecurityEvent;
import dev.portcullis.SecurityEvent.ProviderLoginFailed;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.provider.Hostile;
import dev.portcullis.web.provider.StandInProvider;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in through a provider that does everything right. */
class ProviderLoginTest {

  private final StandInProvider provider = new StandInProvider();
  private ProviderApplication application;

  @BeforeEach
  void start() throws Exception {
    application = ProviderApplication.of(provider);
  }

  @AfterEach
  void stop() throws Exception {
    application.close();
    provider.close();
    application.resources.close();
  }

  @Test
  @Proves({"S11", "S83", "S85"})
  void aBrowserComesBackSignedInAndWhereItWantedToGo() {
    var browser = application.browser();
    var answer = browser.signIn(provider, "?return_to=/app/clerks/1%3Fx=1");
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).contains("/app/clerks/1?x=1");
    var me = browser.me();
    // The administrator's role is given only where it is mapped by name.
    assertThat(me)
        .contains("\"username\":\"ann\"")
        .contains("\"email\":\"ann@example.com\"")
        .contains("\"name\":\"Ann Example\"")
        .contains("\"picture\":\"https://example.com/ann.png\"")
        .contains("clerk")
        .contains("user")
        .doesNotContain("auth-admin");
    assertThat(browser.get("/app/clerks/1").status()).isEqualTo(200);
    assertThat(application.metrics())
        .contains("oauth2_login_requests_total{provider=\"corp\"} 1.0")
        .contains("oauth2_success_total{provider=\"corp\"} 1.0");
    assertThat(application.events())
        .anySatisfy(
            event -> {
              assertThat(event).isInstanceOf(SecurityEvent.LoginSucceeded.class);
              assertThat(event.details().provider()).isEqualTo("corp");
              assertThat(event.details().username()).isEqualTo("ann");
            });
  }

  @Test
  void whoHasNoPasswordHereIsNotAskedToChangeIt() {
    var browser = application.browser();
    assertThat(browser.signIn(provider, "").status()).isEqualTo(303);
    var page = browser.get("/app/auth/account");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains("This password is not kept here")
        .doesNotContain("name=\"current_password\"");
  }

  @Test
  @Proves({"S42", "S43"})
  void everyAttemptHasItsOwnValuesAndPkceWhateverTheMetadataSay() {
    var one = StandInProvider.query(URI.create(application.browser().toProvider("")).getRawQuery());
    var two = StandInProvider.query(URI.create(application.browser().toProvider("")).getRawQuery());
    assertThat(one)
        .containsEntry("response_type", "code")
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("client_id", StandInProvider.CLIENT_ID)
        .containsEntry("scope", "openid profile email");
    for (var name : new String[] {"state", "nonce", "code_challenge"}) {
      // 43 characters of base64url: 256 bits.
      assertThat(one.get(name)).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(two.get(name));
    }
    assertThat(one.get("state")).isNotEqualTo(one.get("nonce"));
    assertThat(URI.create(one.get("redirect_uri")).getPath())
        .isEqualTo("/app/auth/oauth/corp/callback");
  }

  @Test
  void aProgramGetsTheAddressAndThenTokens() {
    var browser = application.browser();
    var begun = browser.get(ProviderApplication.LOGIN, "Accept: application/json");
    assertThat(begun.status()).isEqualTo(200);
    var address =
        begun.body().replaceAll(".*\"auth_url\":\"([^\"]+)\".*", "$1").replace("\\u0026", "&");
    assertThat(begun.body()).contains("\"state\":");
    var answer =
        browser.get(
            ProviderApplication.CALLBACK + "?" + provider.authorize(address),
            "Accept: application/json");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"access_token\":")
        .contains("\"token_type\":\"Bearer\"")
        .contains("\"username\":\"ann\"")
        .doesNotContain("access-canary");
    assertThat(browser.hasSession()).isFalse();
  }

  @Test
  @Proves("S43")
  void anAnswerServesOnce() {
    var browser = application.browser();
    var query = provider.authorize(browser.toProvider(""));
    var kept = java.util.Map.copyOf(browser.cookies);
    assertThat(browser.get(ProviderApplication.CALLBACK + "?" + query).status()).isEqualTo(303);
    var again = application.browser();
    again.cookies.putAll(kept);
    var answer = again.get(ProviderApplication.CALLBACK + "?" + query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(again.hasSession()).isFalse();
    assertThat(application.metrics())
        .contains("oauth2_errors_total{error=\"invalid_state\",provider=\"corp\"} 1.0");
  }

  @Test
  @Proves("S43")
  void twoTabsBothWork() {
    var browser = application.browser();
    var one = browser.toProvider("?return_to=/app/one");
    var two = browser.toProvider("?return_to=/app/two");
    var second = browser.get(ProviderApplication.CALLBACK + "?" + provider.authorize(two));
    var first = browser.get(ProviderApplication.CALLBACK + "?" + provider.authorize(one));
    assertThat(second.header("Location")).contains("/app/two");
    assertThat(first.header("Location")).contains("/app/one");
  }

  @Test
  @Proves({"S27", "S43"})
  void anAnswerIsOfTheBrowserThatAsked() {
    var query = provider.authorize(application.browser().toProvider(""));
    var victim = application.browser();
    assertThat(victim.get(ProviderApplication.CALLBACK + "?" + query).status()).isEqualTo(400);
    victim.toProvider("");
    assertThat(victim.get(ProviderApplication.CALLBACK + "?" + query).status()).isEqualTo(400);
    assertThat(victim.hasSession()).isFalse();
  }

  @Test
  @Proves("S43")
  void anAttemptLastsTenMinutes() {
    var browser = application.browser();
    var slow = browser.toProvider("");
    application.resources.clock().advance(Duration.ofMinutes(10));
    var last = browser.get(ProviderApplication.CALLBACK + "?" + provider.authorize(slow));
    assertThat(last.status()).isEqualTo(303);
    var slower = browser.toProvider("");
    application.resources.clock().advance(Duration.ofMinutes(10).plusSeconds(1));
    var late = browser.get(ProviderApplication.CALLBACK + "?" + provider.authorize(slower));
    assertThat(late.status()).isEqualTo(400);
  }

  @Test
  @Proves("S27")
  void noOtherSiteSignsSomebodyIn() {
    var led =
        application
            .browser()
            .get(
                ProviderApplication.LOGIN + "?return_to=/app/x",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Mode: navigate");
    assertThat(led.status()).isEqualTo(303);
    assertThat(led.header("Location")).contains("/app/auth/login?return_to=%2Fapp%2Fx");
    assertThat(
            application
                .browser()
                .get(ProviderApplication.LOGIN, "Sec-Fetch-Site: same-origin")
                .status())
        .isEqualTo(302);
  }

  @ParameterizedTest
  @Proves("S47")
  @ValueSource(
      strings = {
        "https://evil.example",
        "//evil.example",
        "/%09/evil.example",
        "/\\\\evil.example",
        "javascript:alert(1)",
        "/app/../../evil",
        "%2F%2Fevil.example"
      })
  void nobodyIsSentElsewhere(String target) {
    var browser = application.browser();
    var answer = browser.signIn(provider, "?return_to=" + target.replace("\\\\", "%5C%5C"));
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).contains("/app/");
  }

  @Test
  @Proves({"S11", "S83"})
  void theAccountIsFoundBySubjectAndKeepsItsName() {
    var browser = application.browser();
    assertThat(browser.signIn(provider, "").status()).isEqualTo(303);
    provider.signsIn("another");
    var other = application.browser();
    assertThat(other.signIn(provider, "").status()).isEqualTo(303);
    assertThat(browser.me()).contains("\"username\":\"ann\"");
    assertThat(other.me()).contains("\"username\":\"corp:another\"");
    assertThat(application.browser().signIn(provider, "").status()).isEqualTo(303);
    assertThat(
            application.events().stream()
                .filter(SecurityEvent.AccountCreated.class::isInstance)
                .count())
        .isEqualTo(2);
  }

  @Test
  @Proves("S83")
  void renamingTheClientOrphansNobody() throws Exception {
    assertThat(application.browser().signIn(provider, "").status()).isEqualTo(303);
    var renamed = provider.settings().replace("corp:", "headquarters:");
    try (var again = new ProviderApplication(renamed, application.resources)) {
      var browser = again.browser();
      var address =
          browser.get("/app/auth/oauth/headquarters/login").header("Location").orElseThrow();
      var answer =
          browser.get("/app/auth/oauth/headquarters/callback?" + provider.authorize(address));
      assertThat(answer.status()).isEqualTo(303);
      assertThat(browser.me()).contains("\"username\":\"ann\"");
    }
    assertThat(
            application.events().stream()
                .filter(SecurityEvent.AccountCreated.class::isInstance)
                .count())
        .isEqualTo(1);
  }

  @Test
  void theLoginPageHasAButton() {
    var page = application.http().get("/app/auth/login?return_to=/app/x", "Accept: text/html");
    assertThat(page.body())
        .contains("href=\"/app/auth/oauth/corp/login?return_to=%2Fapp%2Fx\"")
        .contains("Sign in with corp");
  }

  @Test
  void whoeverDeclinesFindsTheOtherWays() {
    var browser = application.browser();
    var state =
        StandInProvider.query(URI.create(browser.toProvider("")).getRawQuery()).get("state");
    var answer = browser.get(ProviderApplication.CALLBACK + "?error=access_denied&state=" + state);
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).contains("/app/auth/login?notice=provider_declined");
    assertThat(browser.hasSession()).isFalse();
  }

  @Test
  @Proves("S35")
  void whoComesBackWithoutAnAttemptAgainAndAgainIsTurnedAway() {
    var address = ProviderApplication.CALLBACK + "?code=a&state=b";
    int sent = 0;
    while (application.http().get(address).status() == 400 && sent < 1000) {
      sent++;
    }
    var rows = application.events().size();
    var answer = application.http().get(address);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).isPresent();
    assertThat(application.events()).hasSize(rows);
    application.resources.clock().advance(Duration.ofHours(1));
    assertThat(application.browser().signIn(provider, "").status()).isEqualTo(303);
  }

  @Test
  void operatorsSeeTheStateOfProviders() {
    assertThat(application.browser().signIn(provider, "").status()).isEqualTo(303);
    assertThat(application.http().get("/app/auth/health").body())
        .contains("\"providers\":{\"corp\":\"up\"}");
  }

  @Test
  void aProviderThatIsNotConfiguredIsNotThere() {
    assertThat(application.http().get("/app/auth/oauth/other/login").status()).isEqualTo(404);
    assertThat(application.http().get("/app/auth/oauth/other/callback?code=a&state=b").status())
        .isEqualTo(404);
  }

  @Test
  @Proves("S79")
  void abandonedAttemptsDoNotFillTheBrowser() {
    var browser = application.browser();
    for (int i = 0; i < 12; i++) {
      browser.toProvider("");
    }
    assertThat(browser.cookies.keySet().stream().filter(n -> n.contains("attempt"))).hasSize(5);
  }

  @Test
  void anAnswerMayComeAsAForm() {
    var browser = application.browser();
    var form = provider.authorize(browser.toProvider(""));
    var answer =
        browser.postForm(ProviderApplication.CALLBACK, form, "Origin: https://idp.example.com");
    assertThat(answer.status()).isEqualTo(303);
    assertThat(browser.hasSession()).isTrue();
  }

  @Test
  @Proves("S74")
  void aProviderThatIsAwayIsNoHarmToOtherWays() throws Exception {
    provider.close();
    try (var away = new Hostile.RedirectsElsewhere();
        var down = ProviderApplication.of(away)) {
      var answer = down.browser().get(ProviderApplication.LOGIN);
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).contains("The other service did not confirm it");
      assertThat(down.http().get("/app/auth/login", "Accept: text/html").body())
          .contains("name=\"password\"");
      assertThat(down.browser().get(ProviderApplication.LOGIN).status()).isEqualTo(502);
      assertThat(down.events()).filteredOn(ProviderLoginFailed.class::isInstance).hasSize(1);
      assertThat(down.metrics())
          .contains("oauth2_errors_total{error=\"provider_error\",provider=\"corp\"} 2.0");
      down.resources.clock().advance(Duration.ofMinutes(1));
      assertThat(down.browser().get(ProviderApplication.LOGIN).status()).isEqualTo(502);
      assertThat(down.events()).filteredOn(ProviderLoginFailed.class::isInstance).hasSize(2);
      down.resources.close();
    }
  }
}
