package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.portcullis.AccountOutcome;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.testing.FakeIssuer;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestSettings;
import jakarta.mail.internet.MimeMultipart;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Codes by e-mail and SMS from outside: a real mail server, and a webhook that remembers. */
class SentCodeWebTest {

  private static final String PASSWORD = "seven lazy herons";
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", "test", "c0ffee00");
  private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final FakeIssuer webhook = new FakeIssuer();
  private final List<JsonNode> messages = new CopyOnWriteArrayList<>();

  private RealServer app;
  private HttpClient browser;

  @BeforeEach
  void start() throws Exception {
    mail.start();
    webhook.answers(
        exchange -> {
          messages.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(204, -1);
        });
    app =
        new RealServer(
            TestSettings.of(
                """
                auth:
                  encryption_key: ${AUTH_ENCRYPTION_KEY}
                  protect:
                    - {path: "/app/*"}
                  providers:
                    local: {enabled: true}
                    jwt: {issuer: test, audience: test}
                    two_factor:
                      issuer: Ledger
                      required_for_roles: [head]
                      email: {smtp_host: 127.0.0.1, smtp_port: %d, smtp_security: none,
                        from_email: no-reply@example.com}
                      sms: {provider: webhook, url: '%s', default_region: DE}
                """
                    .formatted(mail.getSmtp().getPort(), webhook.address("/send"))));
    browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    create("mary");
    create("boss", "head");
  }

  @AfterEach
  void close() throws Exception {
    app.close();
    webhook.close();
    mail.stop();
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
            .header("Accept-Language", "de")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body));
    return browser.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> signIn(String username) throws Exception {
    var page = page(get("/app/auth/login?return_to=/app/app/ledger"));
    return submit(page, "/login", Map.of("username", username, "password", PASSWORD));
  }

  private String mailed() throws Exception {
    var received = mail.getReceivedMessages();
    var parts = (MimeMultipart) received[received.length - 1].getContent();
    return code((String) parts.getBodyPart(0).getContent());
  }

  private static String code(String text) {
    var found = CODE.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group();
  }

  private HttpResponse<String> post(String path, String json, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(app.origin() + "/app/auth" + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return browser.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  @Test
  void anAddressIsEnrolledOnTheAccountPageAndItsCodesSignIn() throws Exception {
    assertThat(location(signIn("mary"))).isEqualTo("/app/app/ledger");
    var account = page(get("/app/auth/account"));
    var sent = submit(account, "/2fa/email/setup", Map.of("target", "mary@example.com"));
    assertThat(sent.statusCode()).isEqualTo(200);
    assertThat(page(sent).text()).contains("m•••@example.com");
    var wrong = submit(page(sent), "/2fa/email/verify", Map.of("code", "abc"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    var done = submit(page(wrong), "/2fa/email/verify", Map.of("code", mailed()));
    assertThat(location(done)).startsWith("/app/auth/account");
    assertThat(page(get("/app/auth/account")).text()).contains("m•••@example.com");

    browser.cookieHandler().ifPresent(jar -> ((CookieManager) jar).getCookieStore().removeAll());
    assertThat(location(signIn("mary"))).startsWith("/app/auth/2fa");
    var asked = page(get("/app/auth/2fa"));
    // Nothing is sent before somebody wants it.
    assertThat(mail.getReceivedMessages()).hasSize(1);
    assertThat(asked.select("#code")).isEmpty();
    var typed = submit(asked, "/2fa/challenge", Map.of());
    assertThat(mail.getReceivedMessages()).hasSize(2);
    assertThat(mail.getReceivedMessages()[1].getSubject()).isEqualTo("Ihr Code für Ledger");
    assertThat(location(submit(page(typed), "/2fa/login", Map.of("code", mailed()))))
        .isEqualTo("/app/app/ledger");
  }

  @Test
  void whoMustHaveOneMayEnrolANumberInTheLogin() throws Exception {
    assertThat(location(signIn("boss"))).startsWith("/app/auth/2fa");
    var app = page(get("/app/auth/2fa"));
    assertThat(app.select("a[href=/app/auth/2fa?method=sms]")).hasSize(1);
    var form = page(get("/app/auth/2fa?method=sms"));
    var bad = submit(form, "/2fa/enrol", Map.of("target", "030 901820"));
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(messages).isEmpty();
    var sent = submit(page(bad), "/2fa/enrol", Map.of("target", "0151 23456789"));
    assertThat(messages).hasSize(1);
    assertThat(messages.get(0).path("to").asString()).isEqualTo("+4915123456789");
    var code = messages.get(0).path("code").asString();
    assertThat(location(submit(page(sent), "/2fa/login", Map.of("code", code))))
        .isEqualTo("/app/app/ledger");
  }

  @Test
  void aProgramGetsACodeByItsToken() throws Exception {
    enrolByJson();
    var login = json(post("/login", "{\"username\":\"mary\",\"password\":\"" + PASSWORD + "\"}"));
    assertThat(login.path("methods").toString()).isEqualTo("[\"email\"]");
    var token = login.path("mfa_token").asString();
    var sent = post("/2fa/challenge", challenge(token));
    assertThat(sent.statusCode()).isEqualTo(202);
    assertThat(json(sent).toString())
        .isEqualTo("{\"sent_to\":\"m•••@example.com\",\"expires_in\":300}");
    var done =
        post(
            "/2fa/login",
            "{\"mfa_token\":\"" + token + "\",\"method\":\"email\",\"code\":\"" + mailed() + "\"}");
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(post("/2fa/challenge", challenge(token)).statusCode()).isEqualTo(401);
  }

  private static String challenge(String token) {
    return "{\"mfa_token\":\"" + token + "\",\"method\":\"email\"}";
  }

  private void enrolByJson() throws Exception {
    var tokens = json(post("/login", "{\"username\":\"mary\",\"password\":\"" + PASSWORD + "\"}"));
    var bearer = "Bearer " + tokens.path("access_token").asString();
    assertThat(
            post("/2fa/email/setup", "{\"email\":\"nobody\"}", "Authorization", bearer)
                .statusCode())
        .isEqualTo(400);
    assertThat(
            post("/2fa/email/setup", "{\"email\":\"mary@example.com\"}", "Authorization", bearer)
                .statusCode())
        .isEqualTo(202);
    var status =
        post("/2fa/email/verify", "{\"code\":\"" + mailed() + "\"}", "Authorization", bearer);
    assertThat(json(status).path("sent_to").path("email").asString()).isEqualTo("m•••@example.com");
  }

  @Test
  void whatCannotBeSentIsToldAndTheLoginGoesOnWaiting() throws Exception {
    enrolByJson();
    var login = json(post("/login", "{\"username\":\"mary\",\"password\":\"" + PASSWORD + "\"}"));
    var token = login.path("mfa_token").asString();
    mail.stop();
    var failed = post("/2fa/challenge", challenge(token));
    assertThat(failed.statusCode()).isEqualTo(502);
    assertThat(json(failed).path("error").asString()).isEqualTo("provider_error");
    assertThat(failed.body()).doesNotContain("example.com");
    assertThat(app.domain().secondFactors().pending(Confidential.of(token))).isPresent();
    mail.start();
  }

  @Test
  @Proves("S41")
  void tooManyAreRefusedWithTheTimeToWait() throws Exception {
    enrolByJson();
    var login = json(post("/login", "{\"username\":\"mary\",\"password\":\"" + PASSWORD + "\"}"));
    var token = login.path("mfa_token").asString();
    for (int i = 0; i < 5; i++) {
      assertThat(post("/2fa/challenge", challenge(token)).statusCode()).isEqualTo(202);
    }
    var refused = post("/2fa/challenge", challenge(token));
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isEqualTo(900);
    assertThat(mail.getReceivedMessages()).hasSize(6);
  }

  @Test
  @Proves("S64")
  void withoutATokenACodeIsForWhoeverIsSignedInAlone() throws Exception {
    assertThat(post("/2fa/challenge", "{\"method\":\"email\"}").statusCode()).isEqualTo(401);
    assertThat(post("/2fa/challenge", challenge("pcm_" + "A".repeat(43))).statusCode())
        .isEqualTo(401);
    assertThat(post("/2fa/challenge", "{\"method\":\"totp\"}").statusCode()).isEqualTo(400);
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  private String token(String username) throws Exception {
    var body = "{\"username\":\"" + username + "\",\"password\":\"" + PASSWORD + "\"}";
    return "Bearer " + json(post("/login", body)).path("access_token").asString();
  }

  private String idOf(String username) {
    return app.domain().accounts().findByUsername(username).orElseThrow().id();
  }

  @Test
  @Proves({"S24", "S26"})
  void anAdministratorTakesLostFactorsAway() throws Exception {
    create("root");
    int given =
        app.server()
            .database()
            .inNew(
                tx ->
                    tx.em()
                        .createNativeQuery(
                            "INSERT INTO auth_account_role (account_id, role_name) SELECT id,"
                                + " 'auth-admin' FROM auth_account WHERE username = 'root'")
                        .executeUpdate());
    assertThat(given).isEqualTo(1);
    create("clerk");
    enrolByJson();
    var path = "/admin/users/" + idOf("mary") + "/reset-2fa";
    assertThat(post(path, "{}").statusCode()).isEqualTo(401);
    assertThat(post(path, "{}", "Authorization", token("clerk")).statusCode()).isEqualTo(403);
    var root = token("root");
    assertThat(post(path, "{\"all\":true}", "Authorization", root).statusCode()).isEqualTo(400);
    var own = "/admin/users/" + idOf("root") + "/reset-2fa";
    assertThat(post(own, "{}", "Authorization", root).statusCode()).isEqualTo(409);
    var nobody = post("/admin/users/nobody/reset-2fa", "{}", "Authorization", root);
    assertThat(nobody.statusCode()).isEqualTo(404);
    var login = "{\"username\":\"mary\",\"password\":\"" + PASSWORD + "\"}";
    assertThat(post("/login", login).statusCode()).isEqualTo(401);
    var done = post(path, "{\"end_sessions\":true}", "Authorization", root);
    assertThat(done.statusCode()).isEqualTo(204);
    assertThat(post("/login", login).statusCode()).isEqualTo(200);

    app.server().clock().advance(Duration.ofMinutes(5).plusSeconds(1));
    var late = post(path, "{}", "Authorization", root);
    assertThat(late.statusCode()).isEqualTo(401);
    assertThat(late.body()).contains("insufficient_user_authentication");
  }
}
