package dev.portcullis.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.SecurityEvent.ProviderLogout;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.provider.StandInProvider;
import dev.portcullis.web.testing.RawHttp;
import java.net.URI;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Sessions end here with those at the provider, and the other way round. */
class ProviderLogoutTest {

  private static final String BACK_CHANNEL = "/app/auth/oauth/corp/backchannel-logout";
  private static final String FRONT_CHANNEL = "/app/auth/oauth/corp/frontchannel-logout";

  private final StandInProvider provider = new StandInProvider();
  private ProviderApplication application;
  private ProviderApplication.Visitor browser;

  @BeforeEach
  void signIn() throws Exception {
    application = ProviderApplication.of(provider);
    browser = application.browser();
    assertThat(browser.signIn(provider, "").status()).isEqualTo(303);
  }

  @AfterEach
  void stop() {
    application.close();
    provider.close();
    application.resources.close();
  }

  private boolean isSignedIn() {
    return browser.get("/app/auth/me", "Accept: application/json").status() == 200;
  }

  private static RawHttp.Answer send(ProviderApplication to, String token) {
    return to.http().postForm(BACK_CHANNEL, "logout_token=" + token);
  }

  private RawHttp.Answer send(ObjectNode claims) {
    return send(application, provider.signLogout("logout+jwt", claims));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("iss", t -> t.put("iss", "https://idp.example.com")),
        fault("aud", t -> t.put("aud", "another")),
        fault("aud", t -> t.remove("aud")),
        fault("iat", t -> t.remove("iat")),
        fault("iat", t -> t.put("iat", t.get("iat").longValue() + 61)),
        fault("exp", t -> t.remove("exp")),
        fault("exp", t -> t.put("exp", t.get("iat").longValue() - 61)),
        fault("exp", t -> t.put("exp", t.get("iat").longValue() + 90_000)),
        fault("sub or sid", t -> t.remove(java.util.List.of("sub", "sid"))),
        fault("events", t -> t.remove("events")),
        fault("events", t -> t.putObject("events").putObject("https://example.com/other")),
        fault(
            "events",
            t ->
                t.putObject("events")
                    .put("http://schemas.openid.net/event/backchannel-logout", true)),
        fault("nonce", t -> t.put("nonce", "x")),
        fault("jti", t -> t.remove("jti")));
  }

  private static Arguments fault(String check, Consumer<ObjectNode> change) {
    return Arguments.of(check, change);
  }

  @ParameterizedTest
  @Proves("S27")
  @MethodSource("faults")
  void aLogoutTokenWithAFaultEndsNothing(String check, Consumer<ObjectNode> change) {
    var token = provider.logoutToken();
    change.accept(token);
    assertThat(send(token).status()).isEqualTo(400);
    assertThat(isSignedIn()).isTrue();
    assertThat(application.events())
        .filteredOn(ProviderLogout.class::isInstance)
        .singleElement()
        .satisfies(event -> assertThat(event.failure()).contains(check));
  }

  @Test
  @Proves("S27")
  void aTokenOfAnotherKindOrSignatureEndsNothing() {
    var claims = provider.logoutToken();
    assertThat(send(application, provider.signLogout("at+jwt", claims)).status()).isEqualTo(400);
    try (var stranger = new StandInProvider()) {
      var token = stranger.signLogout("logout+jwt", claims);
      assertThat(send(application, token).status()).isEqualTo(400);
    }
    assertThat(send(application, "x.y.z").status()).isEqualTo(400);
    assertThat(application.http().postForm(BACK_CHANNEL, "x=1").status()).isEqualTo(400);
    assertThat(
            application
                .http()
                .postForm("/app/auth/oauth/other/backchannel-logout", "logout_token=x")
                .status())
        .isEqualTo(400);
    assertThat(isSignedIn()).isTrue();
  }

  @Test
  @Proves({"S23", "S27"})
  void aLogoutTherePutsAnEndToTheSessionHereOnce() {
    var token = provider.signLogout("logout+jwt", provider.logoutToken());
    var answer = send(application, token);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(isSignedIn()).isFalse();
    assertThat(browser.signIn(provider, "").status()).isEqualTo(303);
    assertThat(send(application, token).status()).isEqualTo(400);
    assertThat(isSignedIn()).isTrue();
  }

  @Test
  @Proves("S27")
  void otherSessionsThereGoOn() {
    var other = provider.logoutToken();
    other.put("sid", "another-session");
    assertThat(send(other).status()).isEqualTo(200);
    assertThat(isSignedIn()).isTrue();
  }

  @Test
  @Proves({"S23", "S27"})
  void withoutASessionAllOfTheirsEnd() {
    var all = provider.logoutToken();
    all.remove("sid");
    assertThat(send(all).status()).isEqualTo(200);
    assertThat(isSignedIn()).isFalse();
  }

  @Test
  @Proves({"S12", "S27"})
  void itWorksOnAnotherNodeAndAfterARestart() throws Exception {
    try (var another = new ProviderApplication(provider.settings(), application.resources)) {
      var token = provider.signLogout("logout+jwt", provider.logoutToken());
      assertThat(send(another, token).status()).isEqualTo(200);
      // And the first one hears of it by its feed.
      application.resources.scheduler().runAll();
      assertThat(isSignedIn()).isFalse();
      assertThat(send(application, token).status()).isEqualTo(400);
    }
  }

  @Test
  @Proves("S27")
  void aFrameOfTheProviderEndsTheSessionItNames() {
    var wrong = FRONT_CHANNEL + "?iss=" + provider.issuer() + "&sid=another-session";
    assertThat(application.http().get(wrong).status()).isEqualTo(200);
    var stranger = FRONT_CHANNEL + "?iss=https://idp.example.com&sid=session-at-the-provider";
    assertThat(application.http().get(stranger).status()).isEqualTo(200);
    assertThat(application.http().get(FRONT_CHANNEL).status()).isEqualTo(400);
    assertThat(isSignedIn()).isTrue();
    var right = FRONT_CHANNEL + "?iss=" + provider.issuer() + "&sid=session-at-the-provider";
    assertThat(application.http().get(right).status()).isEqualTo(200);
    assertThat(isSignedIn()).isFalse();
  }

  /** Gives what the browser is to bring to the provider. */
  private java.util.Map<String, String> logOut(ProviderApplication.Visitor who) {
    var page = who.get("/app/auth/logout").body();
    var csrf = page.replaceAll("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
    var answer = who.postForm("/app/auth/logout", "_csrf=" + csrf);
    assertThat(answer.status()).isEqualTo(200);
    var refresh = answer.header("Refresh").orElseThrow();
    assertThat(refresh).startsWith("0; url=" + provider.issuer() + "/logout?id_token_hint=");
    return StandInProvider.query(URI.create(refresh.substring("0; url=".length())).getRawQuery());
  }

  /** Both have the same session there, as single sign-on makes it. */
  @Test
  @Proves("S27")
  void ofTwoClientsOfAnIssuerEachLogsOutByItself() throws Exception {
    try (var two = new ProviderApplication(provider.settings() + provider.secondSettings())) {
      provider.follow(two.resources.clock());
      var shop = two.browser();
      var till = two.browser();
      assertThat(shop.signIn(provider, "").status()).isEqualTo(303);
      var address = till.get("/app/auth/oauth/till/login").header("Location").orElseThrow();
      var back = "/app/auth/oauth/till/callback?" + provider.authorize(address);
      assertThat(till.get(back).status()).isEqualTo(303);
      assertThat(logOut(shop)).satisfies(q -> isOf(StandInProvider.CLIENT_ID, q));
      assertThat(logOut(till)).satisfies(q -> isOf(StandInProvider.SECOND_CLIENT_ID, q));
      // A logout token that one of them gets ends the sessions of both.
      assertThat(shop.signIn(provider, "").status()).isEqualTo(303);
      var token = provider.logoutToken();
      token.put("aud", StandInProvider.SECOND_CLIENT_ID);
      var sent =
          two.http()
              .postForm(
                  "/app/auth/oauth/till/backchannel-logout",
                  "logout_token=" + provider.signLogout("logout+jwt", token));
      assertThat(sent.status()).isEqualTo(200);
      assertThat(shop.get("/app/auth/me", "Accept: application/json").status()).isEqualTo(401);
      two.resources.close();
    }
  }

  private static void isOf(String client, java.util.Map<String, String> query) {
    assertThat(query).containsEntry("client_id", client);
    var claims = query.getOrDefault("id_token_hint", "").split("\\.", -1)[1];
    assertThat(new String(java.util.Base64.getUrlDecoder().decode(claims), UTF_8))
        .contains("\"aud\":\"" + client + "\"");
  }

  @Test
  @Proves({"S27", "S74"})
  void aTokenThatMetABrokenDatabaseServesAtTheNextTry() throws Exception {
    var token = provider.signLogout("logout+jwt", provider.logoutToken());
    rename("auth_session", "auth_session_away");
    assertThat(send(application, token).status()).isEqualTo(503);
    rename("auth_session_away", "auth_session");
    assertThat(isSignedIn()).isTrue();
    assertThat(send(application, token).status()).isEqualTo(200);
    assertThat(isSignedIn()).isFalse();
  }

  private void rename(String table, String to) throws Exception {
    try (var connection = application.resources.database().dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("ALTER TABLE " + table + " RENAME TO " + to);
    }
  }

  @Test
  @Proves("S35")
  void whoSendsTokensThatFailIsTurnedAway() {
    RawHttp.Answer answer;
    int sent = 0;
    do {
      answer = send(application, "x.y.z");
      sent++;
    } while (answer.status() == 400 && sent < 1000);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).isPresent();
    var rows = application.events().size();
    assertThat(send(provider.logoutToken()).status()).isEqualTo(429);
    assertThat(application.events()).hasSize(rows);
    assertThat(isSignedIn()).isTrue();
  }

  @Test
  void whoeverLogsOutHereIsToldWhereToLogOutThere() {
    assertThat(logOut(browser))
        .containsEntry("client_id", StandInProvider.CLIENT_ID)
        .hasEntrySatisfying("post_logout_redirect_uri", uri -> assertThat(uri).endsWith("/app/"));
    assertThat(browser.hasSession()).isFalse();
  }

  @Test
  @Proves("S71")
  void noTokenOfTheProviderIsInTheDatabaseInTheClear() throws Exception {
    try (var connection = application.resources.database().dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT sealed_id_token FROM auth_provider_session")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).doesNotContain("eyJ");
    }
  }
}
