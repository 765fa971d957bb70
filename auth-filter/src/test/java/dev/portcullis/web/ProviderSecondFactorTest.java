package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.SecurityEvent;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.provider.StandInProvider;
import dev.portcullis.web.testing.RawHttp;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever a provider has proven still owes the second factor that the policy asks for. */
class ProviderSecondFactorTest {

  private static final String POLICY = "    two_factor: {issuer: Ledger, required_for_all: true}\n";

  private final StandInProvider provider = new StandInProvider();
  private ProviderApplication application;

  @BeforeEach
  void start() throws Exception {
    application = ProviderApplication.of(provider, POLICY);
  }

  @AfterEach
  void stop() throws Exception {
    application.close();
    provider.close();
    application.resources.close();
  }

  private String code(Authenticator app) {
    return app.code(application.resources.clock().instant()).reveal();
  }

  private static Document page(RawHttp.Answer answer) {
    return Jsoup.parse(answer.body());
  }

  private static RawHttp.Answer submit(
      ProviderApplication.Visitor browser,
      Document page,
      String action,
      Map<String, String> typed) {
    var fields = new LinkedHashMap<String, String>();
    for (var field :
        page.expectFirst("form[action=/app/auth" + action + "]")
            .select("input[name]:not([type=checkbox])")) {
      fields.put(field.attr("name"), field.attr("value"));
    }
    fields.putAll(typed);
    var body =
        fields.entrySet().stream()
            .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return browser.postForm("/app/auth" + action, body);
  }

  private static Authenticator app(Document page) {
    var query = URI.create(page.expectFirst("a[href^=otpauth]").attr("href")).getRawQuery();
    return Authenticator.of(Objects.requireNonNull(StandInProvider.query(query).get("secret")));
  }

  @Test
  @Proves({"S10", "S64", "S69"})
  void aBrowserEnrolsAndIsAskedAtTheNextSignIn() {
    var browser = application.browser();
    var first = browser.signIn(provider, "?return_to=/app/clerks/1");
    assertThat(first.header("Location")).contains("/app/auth/2fa");
    assertThat(browser.hasSession()).isFalse();
    assertThat(browser.get("/app/clerks/1").status()).isNotEqualTo(200);
    var shown = page(submit(browser, page(browser.get("/app/auth/2fa")), "/2fa/enrol", Map.of()));
    var app = app(shown);
    var wrong = submit(browser, shown, "/2fa/login", Map.of("code", "000000"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(browser.hasSession()).isFalse();
    var right = submit(browser, page(wrong), "/2fa/login", Map.of("code", code(app)));
    assertThat(right.header("Location")).contains("/app/clerks/1");
    assertThat(browser.get("/app/clerks/1").status()).isEqualTo(200);
    assertThat(browser.me()).contains("\"username\":\"ann\"");
    assertThat(application.events())
        .anySatisfy(
            event -> assertThat(event).isInstanceOf(SecurityEvent.SecondFactorEnrolled.class));

    application.resources.clock().advance(Duration.ofSeconds(30));
    var again = application.browser();
    assertThat(again.signIn(provider, "?return_to=/app/clerks/1").header("Location"))
        .contains("/app/auth/2fa");
    var asked = page(again.get("/app/auth/2fa"));
    assertThat(asked.select("a[href^=otpauth]")).isEmpty();
    assertThat(submit(again, asked, "/2fa/login", Map.of("code", code(app))).header("Location"))
        .contains("/app/clerks/1");
  }

  @Test
  @Proves("S64")
  void aProgramIsToldWithATokenThatServesForNothingElse() {
    var browser = application.browser();
    var begun = browser.get(ProviderApplication.LOGIN, "Accept: application/json").body();
    var address = begun.replaceAll(".*\"auth_url\":\"([^\"]+)\".*", "$1").replace("\\u0026", "&");
    var answer =
        browser.get(
            ProviderApplication.CALLBACK + "?" + provider.authorize(address),
            "Accept: application/json");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body())
        .contains("\"error\":\"second_factor_required\"", "\"mfa_token\":\"pcm_")
        .doesNotContain("access_token");
    var token = answer.body().replaceAll(".*\"mfa_token\":\"([^\"]+)\".*", "$1");
    assertThat(browser.get("/app/clerks/1", "Authorization: Bearer " + token).status())
        .isEqualTo(401);
  }
}
