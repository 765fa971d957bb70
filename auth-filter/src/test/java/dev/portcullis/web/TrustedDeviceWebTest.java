package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AccountOutcome;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.FactorOutcome;
import dev.portcullis.NewAccount;
import dev.portcullis.PasswordLogin;
import dev.portcullis.TotpSetup;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestSettings;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Trusted devices from outside: the box, the cookie, the list, and what is still asked for. */
class TrustedDeviceWebTest {

  private static final String PASSWORD = "seven lazy herons";
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", "test", "c0ffee00");
  private static final String COOKIE = "portcullis-device-";

  private RealServer app;
  private CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private HttpClient browser = browser();

  /** Mary's, each of which serves once. */
  private final Deque<Confidential> codes = new ArrayDeque<>();

  @BeforeEach
  void start() throws Exception {
    start(", trusted_device: 30d");
  }

  private void start(String more) throws Exception {
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
                    two_factor: {issuer: Ledger%s}
                """
                    .formatted(more)));
    newBrowser();
    enrol("mary");
  }

  @AfterEach
  void close() throws Exception {
    app.close();
  }

  private void newBrowser() {
    cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    browser = browser();
  }

  private HttpClient browser() {
    return HttpClient.newBuilder()
        .cookieHandler(cookies)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  private void enrol(String username) {
    var domain = app.domain();
    var account = new NewAccount(username, null, null, Set.of(), Confidential.of(PASSWORD));
    assertThat(domain.accounts().create(account, CLIENT)).isInstanceOf(AccountOutcome.Done.class);
    var login = new PasswordLogin(username, Confidential.of(PASSWORD), null);
    var caller = ((Authenticated<?>) domain.authentication().openSession(login, CLIENT)).caller();
    var setup =
        ((FactorOutcome.Done<TotpSetup>) domain.secondFactors().setUpTotp(caller, CLIENT)).value();
    var code = Authenticator.of(setup).code(app.server().clock().instant());
    assertThat(domain.secondFactors().verifyTotp(caller, code, true, CLIENT))
        .isInstanceOf(FactorOutcome.Done.class);
    domain.sessions().logout(caller, CLIENT);
    codes.clear();
    codes.addAll(setup.recoveryCodes());
  }

  private HttpResponse<String> get(String path, String accept) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(app.origin() + path)).header("Accept", accept).GET();
    return browser.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return get(path, "text/html");
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

  private HttpResponse<String> password() throws Exception {
    var page = page(get("/app/auth/login?return_to=/app/app/ledger"));
    return submit(page, "/login", Map.of("username", "mary", "password", PASSWORD));
  }

  private HttpResponse<String> code(Map<String, String> more) throws Exception {
    var typed = new LinkedHashMap<>(more);
    typed.put("code", codes.remove().reveal());
    return submit(page(get("/app/auth/2fa?method=recovery")), "/2fa/login", typed);
  }

  private void signInAndTrust() throws Exception {
    assertThat(location(password())).isEqualTo("/app/auth/2fa");
    assertThat(location(code(Map.of("remember_device", "on")))).isEqualTo("/app/app/ledger");
    signOut();
  }

  private void signOut() throws Exception {
    assertThat(submit(page(get("/app/auth/logout")), "/logout", Map.of()).statusCode())
        .isEqualTo(303);
  }

  private HttpCookie device() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().startsWith(COOKIE))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode devices() throws Exception {
    var answer = get("/app/auth/devices", "application/json");
    assertThat(answer.statusCode()).isEqualTo(200);
    return JsonMapper.builder().build().readTree(answer.body()).get("items");
  }

  @Test
  void theNextSignInOfThisBrowserNeedsThePasswordAlone() throws Exception {
    signInAndTrust();
    assertThat(location(password())).isEqualTo("/app/app/ledger");
    signOut();

    newBrowser();
    assertThat(location(password())).isEqualTo("/app/auth/2fa");
  }

  @Test
  @Proves("S21")
  void theCookieIsKeptAsTheOthersAreAndForAsLongAsConfigured() throws Exception {
    password();
    var answer = code(Map.of("remember_device", "on"));
    var set =
        answer.headers().allValues("Set-Cookie").stream()
            .filter(value -> value.startsWith(COOKIE))
            .findFirst()
            .orElseThrow();
    assertThat(set)
        .contains("pcd_", "HttpOnly", "SameSite=Lax", "Path=/")
        .contains("Max-Age=" + Duration.ofDays(30).toSeconds())
        .doesNotContain("Domain");
  }

  @Test
  void whoeverDoesNotWishSoIsAskedAgain() throws Exception {
    password();
    assertThat(page(get("/app/auth/2fa")).expectFirst("label[for=remember_device]").text())
        .isEqualTo("Do not ask on this device for 30 days");
    assertThat(location(code(Map.of()))).isEqualTo("/app/app/ledger");
    signOut();
    assertThat(location(password())).isEqualTo("/app/auth/2fa");
  }

  @Test
  @Proves("S69")
  void aPathThatNeedsASecondFactorStillAsksForIt() throws Exception {
    signInAndTrust();
    password();
    assertThat(get("/app/app/ledger").statusCode()).isEqualTo(200);

    var api = get("/app/safe/x", "application/json");
    assertThat(api.statusCode()).isEqualTo(401);
    assertThat(api.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("error=\"insufficient_user_authentication\", acr_values=\"mfa\"");
    var asked = get("/app/safe/x");
    assertThat(location(asked)).startsWith("/app/auth/reauthenticate?return_to=%2Fapp%2Fsafe%2Fx");

    var page = page(get(location(asked) + "&method=recovery"));
    var proven =
        submit(
            page, "/reauthenticate", Map.of("method", "recovery", "code", codes.remove().reveal()));
    assertThat(location(proven)).isEqualTo("/app/safe/x");
    assertThat(get("/app/safe/x").statusCode()).isEqualTo(200);
  }

  @Test
  void theOwnerSeesItsDevicesAndEndsOne() throws Exception {
    signInAndTrust();
    password();
    var item = devices().get(0);
    assertThat(item.get("current").booleanValue()).isTrue();
    assertThat(item.get("address").stringValue()).isEqualTo("127.0.0.1");
    assertThat(item.toString()).doesNotContain("pcd_").doesNotContain(device().getValue());

    var id = item.get("id").stringValue();
    var account = page(get("/app/auth/account"));
    assertThat(account.expectFirst("[aria-labelledby=devices]").text()).contains("This device");
    assertThat(location(submit(account, "/devices/" + id + "/end", Map.of())))
        .isEqualTo("/app/auth/account?notice=device_ended");
    assertThat(devices().isEmpty()).isTrue();
    assertThat(cookies.getCookieStore().getCookies())
        .noneMatch(cookie -> cookie.getName().startsWith(COOKIE));
    assertThat(page(get("/app/auth/account?notice=device_ended")).text())
        .contains("The device is no longer trusted");
    signOut();
    assertThat(location(password())).isEqualTo("/app/auth/2fa");
  }

  @Test
  void aProgramEndsOneOfItsUsersAndNoOther() throws Exception {
    signInAndTrust();
    password();
    var id = devices().get(0).get("id").stringValue();
    assertThat(delete("0".repeat(32))).isEqualTo(404);
    assertThat(delete(id)).isEqualTo(204);
    assertThat(delete(id)).isEqualTo(404);
  }

  private int delete(String id) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(app.origin() + "/app/auth/devices/" + id))
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .header("Origin", app.origin())
            .DELETE();
    return browser.send(request.build(), BodyHandlers.ofString()).statusCode();
  }

  @Test
  void twoOfTheCookieCountAsNone() throws Exception {
    signInAndTrust();
    var mine = device();
    var page = page(get("/app/auth/login"));
    var form = page.expectFirst("form[action=/app/auth/login]");
    var csrf = form.expectFirst("input[name=_csrf]").attr("value");
    var binding =
        cookies.getCookieStore().getCookies().stream()
            .filter(cookie -> cookie.getName().startsWith("portcullis-login-"))
            .findFirst()
            .orElseThrow();
    var request =
        HttpRequest.newBuilder(URI.create(app.origin() + "/app/auth/login"))
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Cookie",
                binding.getName()
                    + "="
                    + binding.getValue()
                    + "; "
                    + (mine.getName() + "=" + mine.getValue() + "; ")
                    + (mine.getName() + "=pcd_" + "A".repeat(43)))
            .POST(
                BodyPublishers.ofString(
                    "username=mary&password="
                        + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8)
                        + "&_csrf="
                        + URLEncoder.encode(csrf, StandardCharsets.UTF_8)));
    // It keeps no cookies of its own.
    var plain = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    assertThat(location(plain.send(request.build(), BodyHandlers.ofString())))
        .isEqualTo("/app/auth/2fa");
  }

  @Test
  void whereTheyAreNotConfiguredThereAreNone() throws Exception {
    app.close();
    start("");
    assertThat(location(password())).isEqualTo("/app/auth/2fa");
    assertThat(page(get("/app/auth/2fa")).select("#remember_device")).isEmpty();
    assertThat(location(code(Map.of("remember_device", "on")))).isEqualTo("/app/app/ledger");
    assertThat(cookies.getCookieStore().getCookies())
        .noneMatch(cookie -> cookie.getName().startsWith(COOKIE));
    assertThat(get("/app/auth/devices", "application/json").statusCode()).isEqualTo(404);
    assertThat(page(get("/app/auth/account")).select("#devices")).isEmpty();
  }
}
