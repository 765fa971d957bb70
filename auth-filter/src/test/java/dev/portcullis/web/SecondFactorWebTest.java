package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.portcullis.AccountOutcome;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestSettings;
import dev.portcullis.web.api.Routes;
import java.io.ByteArrayInputStream;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Second factors from outside: pages without JavaScript, and JSON, on the domain itself. */
class SecondFactorWebTest {

  private static final String PASSWORD = "seven lazy herons";
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", "test", "c0ffee00");

  private RealServer app;
  private HttpClient browser;

  @BeforeEach
  void start() throws Exception {
    app =
        new RealServer(
            TestSettings.of(
                """
                auth:
                  encryption_key: ${AUTH_ENCRYPTION_KEY}
                  protect:
                    - {path: "/safe/*", factor: second}
                    - {path: "/app/*"}
                  providers:
                    local: {enabled: true}
                    jwt: {issuer: test, audience: test}
                    two_factor: {issuer: Ledger, required_for_roles: [head]}
                """));
    browser = newBrowser();
    create("mary");
    create("boss", "head");
  }

  @AfterEach
  void close() throws Exception {
    app.close();
  }

  private static HttpClient newBrowser() {
    return HttpClient.newBuilder()
        .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  private void create(String username, String... roles) {
    var account = new NewAccount(username, null, null, Set.of(roles), Confidential.of(PASSWORD));
    assertThat(app.domain().accounts().create(account, CLIENT))
        .isInstanceOf(AccountOutcome.Done.class);
  }

  private HttpResponse<String> get(String path) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(app.origin() + path)).header("Accept", "text/html").GET();
    return browser.send(request.build(), BodyHandlers.ofString());
  }

  private static Document page(HttpResponse<String> answer) {
    return Jsoup.parse(answer.body());
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }

  /** Sends the form of a page that goes to that address. */
  private HttpResponse<String> submit(Document page, String action, Map<String, String> typed)
      throws Exception {
    var form = page.expectFirst("form[action=/app/auth" + action + "]");
    var fields = new LinkedHashMap<String, String>();
    for (var field : form.select("input[name]:not([type=checkbox])")) {
      fields.put(field.attr("name"), field.attr("value"));
    }
    fields.putAll(typed);
    var body =
        fields.entrySet().stream()
            .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    var request =
        HttpRequest.newBuilder(URI.create(app.origin() + "/app/auth" + action))
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body));
    return browser.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> signIn(String username) throws Exception {
    var page = page(get("/app/auth/login?return_to=/app/app/ledger"));
    return submit(page, "/login", Map.of("username", username, "password", PASSWORD));
  }

  /** What an app reads from the picture on the page. */
  private static Authenticator scanned(Document page) throws Exception {
    var image = page.expectFirst("img.qr").attr("src");
    assertThat(image).startsWith("data:image/png;base64,");
    var png = Base64.getDecoder().decode(image.substring(image.indexOf(',') + 1));
    var picture = new BufferedImageLuminanceSource(ImageIO.read(new ByteArrayInputStream(png)));
    var uri =
        URI.create(
            new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(picture))).getText());
    assertThat(uri.getScheme() + uri.getHost()).isEqualTo("otpauthtotp");
    assertThat(page.select("a[href^=otpauth]").attr("href")).isEqualTo(uri.toString());
    for (var pair : uri.getRawQuery().split("&", -1)) {
      if (pair.startsWith("secret=")) {
        return Authenticator.of(URLDecoder.decode(pair.substring(7), StandardCharsets.UTF_8));
      }
    }
    throw new AssertionError(uri);
  }

  private String code(Authenticator authenticator) {
    return authenticator.code(app.server().clock().instant()).reveal();
  }

  private void nextStep() {
    app.server().clock().advance(Duration.ofSeconds(30));
  }

  private record Enrolled(Authenticator authenticator, List<String> recoveryCodes) {}

  /** Enrols Mary on her account page, and signs her out. */
  private Enrolled enrol() throws Exception {
    assertThat(location(signIn("mary"))).isEqualTo("/app/app/ledger");
    var shown = page(submit(page(get("/app/auth/account")), "/2fa/totp/setup", Map.of()));
    var authenticator = scanned(shown);
    var codes = shown.select("ul.codes code").eachText();
    assertThat(codes).hasSize(10);
    var wrong = submit(shown, "/2fa/totp/verify", Map.of("code", "000000"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).doesNotContain(codes.get(0));
    var right = submit(page(wrong), "/2fa/totp/verify", Map.of("code", code(authenticator)));
    assertThat(location(right)).startsWith("/app/auth/account?notice=factor_enrolled");
    assertThat(page(get(location(right))).text()).contains("Authenticator app since");
    signOut();
    nextStep();
    return new Enrolled(authenticator, codes);
  }

  private void signOut() throws Exception {
    assertThat(submit(page(get("/app/auth/logout")), "/logout", Map.of()).statusCode())
        .isEqualTo(303);
    assertThat(location(get("/app/app/ledger"))).startsWith("/app/auth/login");
  }

  @Test
  @Proves({"S60", "S67"})
  void aBrowserEnrolsAnAppFromThePictureAndSignsInWithItAndWithARecoveryCode() throws Exception {
    var mary = enrol();
    var first = signIn("mary");
    assertThat(location(first)).isEqualTo("/app/auth/2fa");
    assertThat(location(get("/app/app/ledger"))).startsWith("/app/auth/login");
    var asked = page(get("/app/auth/2fa"));
    assertThat(asked.text()).contains("Second step");
    var wrong = submit(asked, "/2fa/login", Map.of("code", "000000"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(page(wrong).text()).contains("The code is not right");
    var right = submit(page(wrong), "/2fa/login", Map.of("code", code(mary.authenticator)));
    assertThat(location(right)).isEqualTo("/app/app/ledger");
    assertThat(get("/app/app/ledger").body()).isEqualTo("caller mary");
    assertThat(get("/app/safe/vault").body()).isEqualTo("caller mary");
    signOut();

    assertThat(location(signIn("mary"))).isEqualTo("/app/auth/2fa");
    var choose = page(get("/app/auth/2fa")).expectFirst("a[href*=method=recovery]").attr("href");
    var typed = Map.of("code", mary.recoveryCodes.get(0).toUpperCase(Locale.ROOT));
    assertThat(location(submit(page(get(choose)), "/2fa/login", typed)))
        .isEqualTo("/app/app/ledger");
    signOut();
    assertThat(location(signIn("mary"))).isEqualTo("/app/auth/2fa");
    assertThat(submit(page(get(choose)), "/2fa/login", typed).statusCode()).isEqualTo(400);
  }

  @Test
  void whoMustHaveOneIsLedThroughTheEnrolment() throws Exception {
    assertThat(location(signIn("boss"))).isEqualTo("/app/auth/2fa");
    var asked = page(get("/app/auth/2fa"));
    assertThat(asked.text()).contains("needs a second step");
    var shown = page(submit(asked, "/2fa/enrol", Map.of()));
    var authenticator = scanned(shown);
    var wrong = submit(shown, "/2fa/login", Map.of("code", "000000"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    var right = submit(page(wrong), "/2fa/login", Map.of("code", code(authenticator)));
    assertThat(location(right)).isEqualTo("/app/app/ledger");
    assertThat(get("/app/safe/vault").body()).isEqualTo("caller boss");
    // The policy does not let it go.
    assertThat(page(get("/app/auth/account")).select("form[action=/app/auth/2fa/totp/remove]"))
        .isEmpty();
  }

  @Test
  @Proves("S64")
  void aSecondStepThatCameTooLateBeginsAnew() throws Exception {
    var mary = enrol();
    assertThat(location(signIn("mary"))).isEqualTo("/app/auth/2fa");
    var asked = page(get("/app/auth/2fa"));
    app.server().clock().advance(Duration.ofMinutes(5));
    var late = submit(asked, "/2fa/login", Map.of("code", code(mary.authenticator)));
    assertThat(location(late)).isEqualTo("/app/auth/login?notice=second_factor_expired");
    assertThat(page(get(location(late))).text()).contains("took too long");
  }

  @Test
  @Proves({"S26", "S69"})
  void thePageAsksForTheFactorBeforeItGoes() throws Exception {
    var mary = enrol();
    assertThat(location(signIn("mary"))).isEqualTo("/app/auth/2fa");
    var asked = page(get("/app/auth/2fa"));
    assertThat(submit(asked, "/2fa/login", Map.of("code", code(mary.authenticator))).statusCode())
        .isEqualTo(303);
    app.server().clock().advance(Duration.ofMinutes(6));
    var account = page(get("/app/auth/account"));
    var confirm = submit(account, "/2fa/totp/remove", Map.of());
    assertThat(location(confirm)).startsWith("/app/auth/reauthenticate?return_to=");
    var page = page(get(location(confirm)));
    assertThat(page.select("input[name=password]")).isEmpty();
    var proven = submit(page, "/reauthenticate", Map.of("code", code(mary.authenticator)));
    assertThat(location(proven)).isEqualTo("/app/auth/account");
    var removed = submit(page(get("/app/auth/account")), "/2fa/totp/remove", Map.of());
    assertThat(location(removed)).isEqualTo("/app/auth/account?notice=factor_removed");
    signOut();
    assertThat(location(signIn("mary"))).isEqualTo("/app/app/ledger");
  }

  @Test
  void aPathThatNeedsASecondFactorAsksForItOrSaysThatOneIsMissing() throws Exception {
    assertThat(location(signIn("mary"))).isEqualTo("/app/app/ledger");
    var refused = get("/app/safe/vault");
    assertThat(location(refused))
        .isEqualTo("/app/auth/reauthenticate?return_to=%2Fapp%2Fsafe%2Fvault&factor=second");
    assertThat(page(get(location(refused))).text()).contains("your account has none yet");
    var shown = page(submit(page(get("/app/auth/account")), "/2fa/totp/setup", Map.of()));
    var authenticator = scanned(shown);
    assertThat(submit(shown, "/2fa/totp/verify", Map.of("code", code(authenticator))).statusCode())
        .isEqualTo(303);
    nextStep();
    var step = page(get(location(get("/app/safe/vault"))));
    var proven = submit(step, "/reauthenticate", Map.of("code", code(authenticator)));
    assertThat(location(proven)).isEqualTo("/app/safe/vault");
    assertThat(get("/app/safe/vault").body()).isEqualTo("caller mary");
  }

  private HttpResponse<String> json(String method, String path, String bearer, String body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(app.origin() + path))
            .header("Accept", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode read(HttpResponse<String> answer) {
    return new JsonMapper().readTree(answer.body());
  }

  private HttpResponse<String> jsonLogin(String username) throws Exception {
    return json(
        "POST",
        "/app/auth/login",
        "",
        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, PASSWORD));
  }

  private HttpResponse<String> secondHalf(String mfaToken, String method, String code)
      throws Exception {
    return json(
        "POST",
        "/app/auth/2fa/login",
        "",
        "{\"mfa_token\":\"%s\",\"method\":\"%s\",\"code\":\"%s\"}"
            .formatted(mfaToken, method, code));
  }

  @Test
  void aProgramDoesTheSameByJson() throws Exception {
    var token = read(jsonLogin("mary")).get("access_token").asString();
    var vault = json("GET", "/app/safe/vault", token, "");
    assertThat(vault.statusCode()).isEqualTo(401);
    assertThat(vault.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("error=\"insufficient_user_authentication\"", "acr_values=\"mfa\"");
    assertThat(read(vault).get("acr_values").asString()).isEqualTo("mfa");

    var setup = read(json("POST", "/app/auth/2fa/totp/setup", token, ""));
    assertThat(setup.get("qr_code_url").asString()).startsWith("otpauth://totp/Ledger");
    assertThat(setup.get("recovery_codes").size()).isEqualTo(10);
    var authenticator = Authenticator.of(setup.get("secret").asString());
    var wrong = json("POST", "/app/auth/2fa/totp/verify", token, "{\"code\":\"000000\"}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(read(wrong).get("error").asString()).isEqualTo("invalid_code");
    var verified =
        json(
            "POST",
            "/app/auth/2fa/totp/verify",
            token,
            "{\"code\":\"%s\"}".formatted(code(authenticator)));
    assertThat(read(verified).get("enrolled").get(0).asString()).isEqualTo("totp");
    assertThat(json("DELETE", "/app/auth/2fa/totp", token, "").statusCode()).isEqualTo(401);
    nextStep();

    var required = jsonLogin("mary");
    assertThat(required.statusCode()).isEqualTo(401);
    var refusal = read(required);
    assertThat(refusal.get("error").asString()).isEqualTo("second_factor_required");
    assertThat(refusal.get("default_method").asString()).isEqualTo("totp");
    assertThat(refusal.get("enrolment_required").asBoolean()).isFalse();
    var mfaToken = refusal.get("mfa_token").asString();
    assertThat(read(secondHalf(mfaToken, "totp", "000000")).get("error").asString())
        .isEqualTo("invalid_code");
    assertThat(secondHalf(mfaToken, "passkey", "x").statusCode()).isEqualTo(400);
    var both = read(secondHalf(mfaToken, "totp", code(authenticator)));
    var strong = both.get("access_token").asString();
    assertThat(json("GET", "/app/safe/vault", strong, "").body()).isEqualTo("caller mary");
    assertThat(read(secondHalf(mfaToken, "totp", code(authenticator))).get("error").asString())
        .isEqualTo("invalid_mfa_token");
    // A refresh does not ask again.
    var refreshed =
        read(
            json(
                "POST",
                "/app/auth/token/refresh",
                "",
                "{\"refresh_token\":\"%s\"}".formatted(both.get("refresh_token").asString())));
    var again = refreshed.get("access_token").asString();
    assertThat(json("GET", "/app/safe/vault", again, "").statusCode()).isEqualTo(200);
    var codes = read(json("POST", "/app/auth/2fa/recovery/regenerate", again, ""));
    var used =
        json(
            "POST",
            "/app/auth/2fa/recovery/verify",
            again,
            "{\"code\":\"%s\"}".formatted(codes.get("recovery_codes").get(2).asString()));
    assertThat(read(used).get("remaining").asInt()).isEqualTo(9);
    assertThat(json("DELETE", "/app/auth/2fa/totp", again, "").statusCode()).isEqualTo(204);
    assertThat(jsonLogin("mary").statusCode()).isEqualTo(200);
    var metrics = app.domain().metrics().scrape();
    assertThat(metrics)
        .contains(
            "auth_2fa_setup_total{method=\"totp\"} 1.0",
            "auth_2fa_verification_success_total{method=\"totp\"} 2.0",
            "auth_2fa_recovery_success_total 1.0",
            "auth_2fa_errors_total{error=\"invalid_code\"} 2.0");
  }

  /** A session from before the enrolment, however recent, is not what an administrator has now. */
  @Test
  @Proves("S26")
  void anAdministratorWithAFactorHasToHaveUsedIt() throws Exception {
    create("root");
    app.server()
        .database()
        .inNew(
            tx ->
                tx.em()
                    .createNativeQuery(
                        "INSERT INTO auth_account_role (account_id, role_name)"
                            + " SELECT id, 'auth-admin' FROM auth_account WHERE username = 'root'")
                    .executeUpdate());
    var token = read(jsonLogin("root")).get("access_token").asString();
    assertThat(json("GET", "/app/auth/admin/keys", token, "").statusCode()).isEqualTo(200);
    var setup = read(json("POST", "/app/auth/2fa/totp/setup", token, ""));
    var code = code(Authenticator.of(setup.get("secret").asString()));
    assertThat(
            json("POST", "/app/auth/2fa/totp/verify", token, "{\"code\":\"%s\"}".formatted(code))
                .statusCode())
        .isEqualTo(200);
    var refused = json("GET", "/app/auth/admin/keys", token, "");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(read(refused).get("acr_values").asString()).isEqualTo("mfa");
  }

  @Test
  void aProgramEnrolsWhoMustHaveOne() throws Exception {
    var refusal = read(jsonLogin("boss"));
    assertThat(refusal.get("enrolment_required").asBoolean()).isTrue();
    var mfaToken = refusal.get("mfa_token").asString();
    var body = "{\"mfa_token\":\"%s\"}".formatted(mfaToken);
    var setup = read(json("POST", "/app/auth/2fa/enrol", "", body));
    var authenticator = Authenticator.of(setup.get("secret").asString());
    var tokens = read(secondHalf(mfaToken, "totp", code(authenticator)));
    assertThat(tokens.get("access_token").asString()).isNotEmpty();
    assertThat(json("POST", "/app/auth/2fa/enrol", "", body).statusCode()).isEqualTo(401);
  }

  /** Every operation there is, with all that a client has between the two halves. */
  @Test
  @Proves({"S64", "S10"})
  void aPendingLoginAuthorisesNothing() throws Exception {
    var mary = enrol();
    assertThat(mary.recoveryCodes).isNotEmpty();
    assertThat(location(signIn("mary"))).isEqualTo("/app/auth/2fa");
    var mfaToken = read(jsonLogin("mary")).get("mfa_token").asString();
    var document =
        new YAMLMapper()
            .readTree(Objects.requireNonNull(Routes.class.getResourceAsStream("openapi.yaml")));
    var tried = new ArrayList<String>();
    for (var path : document.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        var security = operation.getValue().path("security");
        boolean needsCaller =
            !security.findParents("session").isEmpty() || !security.findParents("bearer").isEmpty();
        if (!needsCaller) {
          continue;
        }
        var method = operation.getKey().toUpperCase(Locale.ROOT);
        var address = "/app/auth" + path.getKey().replaceAll("[{][^}]*[}]", "x1");
        var content = operation.getValue().path("requestBody").path("content");
        var types = content.isMissingNode() ? List.of("") : List.copyOf(content.propertyNames());
        for (var type : types) {
          tried.add(method + " " + path.getKey());
          assertThat(attempt(method, address, type, mfaToken))
              .as("%s %s %s with the token", method, address, type)
              .isEqualTo(401);
          assertThat(attempt(method, address, type, ""))
              .as("%s %s %s with the cookie", method, address, type)
              .isIn(401, 302);
        }
      }
    }
    assertThat(tried).hasSizeGreaterThan(15).contains("GET /me", "POST /2fa/totp/setup");
    for (var path : List.of("/app/app/ledger", "/app/safe/vault")) {
      assertThat(attempt("GET", path, "", mfaToken)).isEqualTo(401);
      assertThat(location(get(path))).startsWith("/app/auth/login");
    }
  }

  private int attempt(String method, String path, String type, String bearer) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(app.origin() + path))
            .header("Origin", app.origin())
            .method(method, BodyPublishers.ofString(type.contains("json") ? "{}" : ""));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (bearer.isEmpty()) {
      request.header("Accept", "*/*");
      return browser.send(request.build(), BodyHandlers.ofString()).statusCode();
    }
    request.header("Authorization", "Bearer " + bearer);
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).statusCode();
  }
}
