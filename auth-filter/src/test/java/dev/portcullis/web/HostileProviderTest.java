package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.SecurityEvent.ProviderLoginFailed;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.provider.Hostile;
import dev.portcullis.web.provider.StandInProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Providers that do one thing wrong. Each is refused with a page, an audit event that names the
 * step, the right counter, and no session; the same provider without its fault lets people in.
 */
class HostileProviderTest {

  private static Arguments fault(
      Class<? extends StandInProvider> provider, int status, String error, String check) {
    return Arguments.of(provider, status, error, check);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(Hostile.SwapsNonce.class, 502, "invalid_id_token", "nonce"),
        fault(Hostile.ForgetsNonce.class, 502, "invalid_id_token", "nonce"),
        fault(Hostile.SwapsIssuer.class, 502, "invalid_id_token", "iss"),
        fault(Hostile.AddsSlashToIssuer.class, 502, "invalid_id_token", "iss"),
        fault(Hostile.IssuesForAnotherClient.class, 502, "invalid_id_token", "aud"),
        fault(Hostile.IssuesForOthersToo.class, 502, "invalid_id_token", "aud"),
        fault(Hostile.AuthorizesAnotherParty.class, 502, "invalid_id_token", "azp"),
        fault(Hostile.IssuesExpired.class, 502, "invalid_id_token", "exp"),
        fault(Hostile.NeverExpires.class, 502, "invalid_id_token", "exp"),
        fault(Hostile.LivesForAYear.class, 502, "invalid_id_token", "iat"),
        fault(Hostile.IssuesFromTheFuture.class, 502, "invalid_id_token", "iat"),
        fault(Hostile.IssuesOldToken.class, 502, "invalid_id_token", "iat"),
        fault(Hostile.HasNoSubject.class, 502, "invalid_id_token", "sub"),
        fault(Hostile.NamesSubjectByNumber.class, 502, "invalid_id_token", "sub"),
        fault(Hostile.SignedInTomorrow.class, 502, "invalid_id_token", "auth_time"),
        fault(Hostile.HashesAnotherAccessToken.class, 502, "invalid_id_token", "at_hash"),
        fault(Hostile.PassesOffAccessToken.class, 502, "invalid_id_token", "typ"),
        fault(Hostile.PassesOffLogoutToken.class, 502, "invalid_id_token", "typ"),
        fault(Hostile.SignsWithNone.class, 502, "invalid_id_token", "key"),
        fault(Hostile.HmacWithClientSecret.class, 502, "invalid_id_token", "key"),
        fault(Hostile.SignsWithStrangersKey.class, 502, "invalid_id_token", "signature"),
        fault(Hostile.BringsItsKey.class, 502, "invalid_id_token", "header"),
        fault(Hostile.NamesNoKey.class, 502, "invalid_id_token", "key"),
        fault(Hostile.GivesNoIdToken.class, 502, "invalid_id_token", "none"),
        fault(Hostile.GivesTokenOfAnotherType.class, 502, "token_exchange_failed", "bearer"),
        fault(Hostile.RefusesCode.class, 502, "token_exchange_failed", "token endpoint"),
        fault(Hostile.RefusesCodeWithStatus200.class, 502, "token_exchange_failed", "error"),
        fault(Hostile.SaysEverythingTwice.class, 502, "token_exchange_failed", "JSON"),
        fault(Hostile.RedirectsTokenRequest.class, 502, "token_exchange_failed", "endpoint"),
        fault(Hostile.HugeTokenAnswer.class, 502, "token_exchange_failed", "endpoint"),
        fault(Hostile.SwapsSubjectInUserInfo.class, 502, "user_info_failed", "sub"),
        fault(Hostile.HasUserInfoWithoutSubject.class, 502, "user_info_failed", "sub"),
        fault(Hostile.FailsAtUserInfo.class, 502, "user_info_failed", "user info"),
        fault(Hostile.AnswersForAnother.class, 502, "provider_error", "RFC 9207"),
        fault(Hostile.ForgetsWhoItIs.class, 502, "provider_error", "RFC 9207"),
        fault(Hostile.AnswersWithError.class, 502, "provider_error", "4.1.2.1"),
        fault(Hostile.ForgetsCode.class, 400, "missing_code_or_state", "4.1.2"),
        fault(Hostile.ForgetsState.class, 400, "missing_code_or_state", "4.1.2"),
        fault(Hostile.SwapsState.class, 400, "invalid_state", "browser"));
  }

  @ParameterizedTest(name = "{0}")
  @Proves({"S42", "S43", "S44", "S45"})
  @MethodSource("faults")
  void isRefused(Class<? extends StandInProvider> type, int status, String error, String check)
      throws Exception {
    try (var provider = type.getDeclaredConstructor().newInstance();
        var application = ProviderApplication.of(provider)) {
      var browser = application.browser();
      var answer = browser.signIn(provider, "?return_to=/app/clerks/1");
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("Content-Type").orElse("")).startsWith("text/html");
      assertThat(answer.body()).contains("/app/auth/login").doesNotContain("access-canary");
      assertThat(browser.hasSession()).isFalse();
      assertThat(browser.get("/app/clerks/1").status()).isEqualTo(302);
      assertThat(application.events())
          .filteredOn(ProviderLoginFailed.class::isInstance)
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.subject()).contains(check);
                assertThat(event.failure()).isEqualToIgnoringCase(error);
                assertThat(event.details().provider()).isEqualTo("corp");
              });
      assertThat(application.metrics())
          .contains("oauth2_errors_total{error=\"" + error + "\",provider=\"corp\"} 1.0")
          .doesNotContain("oauth2_success_total");
      application.resources.close();
    }
  }

  static Stream<Class<? extends StandInProvider>> faultsOfMetadata() {
    return Stream.of(
        Hostile.NamesAnotherIssuerInMetadata.class,
        Hostile.HugeMetadata.class,
        Hostile.AnswersSlowly.class,
        Hostile.RedirectsElsewhere.class,
        Hostile.LeadsTokensToPlainHttp.class);
  }

  @ParameterizedTest
  @Proves("S46")
  @MethodSource("faultsOfMetadata")
  void nobodyIsSentToAProviderWithBadMetadata(Class<? extends StandInProvider> type)
      throws Exception {
    try (var provider = type.getDeclaredConstructor().newInstance();
        var application = ProviderApplication.of(provider)) {
      var answer = application.browser().get(ProviderApplication.LOGIN);
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).contains("/app/auth/login");
      assertThat(application.metrics())
          .contains("oauth2_errors_total{error=\"provider_error\",provider=\"corp\"} 1.0");
      application.resources.close();
    }
  }

  /** Mix-up (RFC 9700 4.4): an answer of one provider brought to the callback of another. */
  @Test
  @Proves("S44")
  void anAnswerServesAtItsOwnCallbackAlone() throws Exception {
    try (var honest = new StandInProvider();
        var evil = new StandInProvider();
        var application =
            new ProviderApplication(
                honest.settings() + evil.settings().replace("corp:", "evil:"))) {
      honest.follow(application.resources.clock());
      evil.follow(application.resources.clock());
      var browser = application.browser();
      var query = honest.authorize(browser.toProvider(""));
      var answer = browser.get("/app/auth/oauth/evil/callback?" + query);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(evil.tokenRequests()).isEmpty();
      application.resources.close();
    }
  }

  @Test
  @Proves({"S48", "S83"})
  void anAddressLinksNobody() throws Exception {
    try (var honest = new StandInProvider();
        var evil = new StandInProvider();
        var application =
            new ProviderApplication(
                honest.settings() + evil.settings().replace("corp:", "evil:"))) {
      honest.follow(application.resources.clock());
      evil.follow(application.resources.clock());
      var victim = application.browser();
      assertThat(victim.signIn(honest, "").status()).isEqualTo(303);
      // The same address, name and even the same subject, at another provider.
      var attacker = application.browser();
      var address = attacker.get("/app/auth/oauth/evil/login").header("Location").orElseThrow();
      attacker.get("/app/auth/oauth/evil/callback?" + evil.authorize(address));
      assertThat(attacker.me()).contains("\"username\":\"evil:248289761001\"");
      assertThat(victim.me()).contains("\"username\":\"ann\"");
      application.resources.close();
    }
  }

  @Test
  @Proves("S48")
  void whatIsAskedForIsVerified() throws Exception {
    try (var provider = new StandInProvider();
        var application = ProviderApplication.of(provider, "          acr_values: [gold]\n")) {
      var browser = application.browser();
      assertThat(browser.signIn(provider, "").status()).isEqualTo(502);
      assertThat(browser.hasSession()).isFalse();
      application.resources.close();
    }
    try (var provider = new StandInProvider();
        var application = ProviderApplication.of(provider, "          max_age: 5m\n")) {
      assertThat(application.browser().signIn(provider, "").status()).isEqualTo(502);
      application.resources.close();
    }
  }
}
