package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.CredentialKind;
import dev.portcullis.config.Door;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.FakeDomain;
import dev.portcullis.web.testing.RawHttp;
import dev.portcullis.web.testing.Settings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The BASIC of web.xml, through the module. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BasicLoginTest {

  static final String WEB_XML =
      """
      <?xml version="1.0"?>
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <login-config>
          <auth-method>BASIC</auth-method>
          <realm-name>The "old" ledger</realm-name>
        </login-config>
      </web-app>
      """;

  private static final String HTML = "Accept: text/html,*/*;q=0.8";
  private static final String CHALLENGE =
      "Basic realm=\"The \\\"old\\\" ledger\", charset=\"UTF-8\"";

  @SuppressWarnings("NullAway.Init") // set before any test
  private TestServer server;

  @BeforeAll
  void start() throws Exception {
    server =
        TestServer.withDescriptor(
            new Settings()
                .door(Door.MODULE)
                .rule(Settings.accepting("/api/*", CredentialKind.BEARER))
                .build(),
            WEB_XML);
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  @AfterEach
  void recover() {
    server.domain().setDown(false);
    server.domain().expireAll();
  }

  static String basic(String username, String password) {
    return basic(username + ":" + password, StandardCharsets.UTF_8);
  }

  private static String basic(String text, Charset charset) {
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(text.getBytes(charset));
  }

  static String alice() {
    return basic("alice", FakeDomain.PASSWORD);
  }

  private RawHttp.Answer get(String path, String... headers) {
    return server.http().get(path, headers);
  }

  @Test
  void thePasswordComesWithTheRequestAndNothingIsKept() {
    var answer = get("/app/secured/x", alice());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("user=alice", "principal=alice");
    assertThat(answer.headers("Set-Cookie")).isEmpty();
    assertThat(server.domain().liveSessions()).isZero();
    assertThat(get("/app/x", alice()).body()).contains("user=alice");
  }

  @Test
  void whoeverSendsNothingIsAskedForEitherCredential() {
    for (var accept : new String[] {HTML, "Accept: application/json"}) {
      var answer = get("/app/secured/x", accept);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.headers("WWW-Authenticate"))
          .containsExactly(CHALLENGE, "Bearer realm=\"portcullis\"");
    }
    assertThat(get("/app/secured/x", "Accept: application/json").body())
        .contains("missing_authorization_header");
    assertThat(get("/app/secured/x", "Authorization: Bearer token-alice").body())
        .contains("user=alice");
  }

  @Test
  void nobodyIsAskedWhereNothingIsGuarded() {
    var answer = get("/app/x", HTML);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers("WWW-Authenticate")).isEmpty();
  }

  @Test
  void ourOwnOperationsTakeNoPasswordInAHeader() {
    var answer = get("/app/auth/me", alice(), "Accept: application/json");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers("WWW-Authenticate")).hasSize(1);
  }

  @Test
  void aRuleThatNamesItsCredentialsIsObeyed() {
    var answer = get("/app/api/x", alice());
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers("WWW-Authenticate")).hasSize(1);
  }

  @Test
  @Proves("S32")
  void aWrongPasswordAndAnUnknownNameLookAlike() {
    var wrong = get("/app/secured/x", basic("alice", "wrong"), HTML);
    var unknown = get("/app/secured/x", basic("nobody", "wrong"), HTML);
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.headers("WWW-Authenticate")).contains(CHALLENGE);
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(get("/app/x", basic("alice", "wrong")).status()).isEqualTo(401);
  }

  @Test
  @Proves("S35")
  void whoeverTriesTooOftenIsToldWhen() {
    var answer = get("/app/secured/x", basic("flood", "x"));
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).contains("42");
  }

  @Test
  @Proves("S74")
  void withoutADatabaseNobodyIsLetIn() {
    server.domain().setDown(true);
    assertThat(get("/app/secured/x", alice()).status()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic",
        "Basic !!!!",
        "Basic YWxpY2U=",
        "Basic OnB3",
        "Basic YWxpY2U6",
        "Basic YTpiAGM="
      })
  void whatIsNoNameAndPasswordIsRefusedClearly(String header) {
    var answer = get("/app/secured/x", "Authorization: " + header, "Accept: application/json");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).contains("invalid_authorization_header", "RFC 7617");
    assertThat(answer.headers("WWW-Authenticate")).contains(CHALLENGE);
  }

  @Test
  @Proves("S17")
  void twoCredentialsAreOneTooMany() {
    assertThat(get("/app/secured/x", alice(), alice()).status()).isEqualTo(400);
    assertThat(get("/app/secured/x", alice(), "Authorization: Bearer token-bob").status())
        .isEqualTo(400);
    assertThat(get("/app/secured/x", "Authorization: Basic " + "A".repeat(9000)).status())
        .isEqualTo(400);
  }

  @Test
  void namesAreReadInUtf8AndElseAsOldClientsWriteThem() {
    var text = FakeDomain.UMLAUTS + ":" + FakeDomain.PASSWORD_OF_UMLAUTS;
    for (var charset : new Charset[] {StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1}) {
      assertThat(get("/app/x", basic(text, charset)).body()).contains("user=" + FakeDomain.UMLAUTS);
    }
  }

  @Test
  @Proves("S76")
  void anotherSiteCannotUseWhatTheBrowserRemembers() {
    for (var origin :
        new String[] {
          "Origin: https://evil.example", "Sec-Fetch-Site: cross-site", "Origin: null"
        }) {
      var answer = server.http().postForm("/app/secured/x", "a=b", alice(), origin);
      assertThat(answer.status()).as(origin).isEqualTo(403);
      assertThat(answer.body()).contains("csrf_failed");
    }
    assertThat(server.http().postForm("/app/secured/x", "a=b", alice()).status()).isEqualTo(200);
    assertThat(server.http().postForm("/app/secured/x", "a=b", alice(), server.origin()).status())
        .isEqualTo(200);
    assertThat(get("/app/secured/x", alice(), "Sec-Fetch-Site: cross-site").status())
        .isEqualTo(200);
  }

  @Test
  void logoutForgetsTheHttpSessionAlone() {
    var in = get("/app/secured/x", alice(), "X-Do: note", "X-Note: n");
    assertThat(in.body()).contains("note=n");
    var out = get("/app/secured/x", alice(), "X-Do: note,logout", "X-Note: n");
    assertThat(out.status()).isEqualTo(200);
    assertThat(out.body()).contains("user=null", "note=null");
    assertThat(get("/app/secured/x", alice()).status()).isEqualTo(200);
  }

  @Test
  @Proves({"S19", "S84"})
  void theHttpSessionIsOfWhoeverSendsThePassword() {
    var planted = get("/app/x", "X-Do: note", "X-Note: planted").cookie("JSESSIONID").orElseThrow();
    var fixed = "Cookie: JSESSIONID=" + planted;
    var adopted = get("/app/x", alice(), fixed).cookie("JSESSIONID").orElseThrow();
    assertThat(adopted).isNotEqualTo(planted);
    assertThat(get("/app/x", fixed).body()).contains("note=null");

    var own = "Cookie: JSESSIONID=" + adopted;
    assertThat(get("/app/x", alice(), own, "X-Do: note", "X-Note: basket").body())
        .contains("note=basket", "httpSession=" + adopted);
    assertThat(get("/app/x", basic("bob", FakeDomain.PASSWORD), own).body())
        .contains("user=bob", "note=null");
    assertThat(get("/app/x", alice(), own).body()).contains("note=null");
  }

  @Test
  @Proves("S76")
  void anotherSiteOpensNoWebSocketWithIt() {
    var socket = new String[] {alice(), "Upgrade: websocket", "Connection: Upgrade", ""};
    for (var foreign : new String[] {"Origin: https://evil.example", "Sec-Fetch-Site: same-site"}) {
      socket[3] = foreign;
      assertThat(get("/app/secured/x", socket).status()).as(foreign).isEqualTo(403);
    }
    socket[3] = server.origin();
    assertThat(get("/app/secured/x", socket).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @Proves("S80")
  @ValueSource(
      strings = {
        "/app//secured/x",
        "/app/secured;x/x",
        "/app/x/../secured/x",
        "/app/secured%2fx",
        "/app/%73ecured/x",
        "/app/secured/./x"
      })
  void noOtherSpellingIsServedWithoutAPassword(String path) {
    assertThat(get(path).body()).doesNotContain("served=/secured");
  }

  @Test
  void theApplicationsOwnCallsWork() {
    var asked = get("/app/x", "X-Do: authenticate");
    assertThat(asked.status()).isEqualTo(401);
    assertThat(asked.headers("WWW-Authenticate")).contains(CHALLENGE);
    assertThat(get("/app/x", alice(), "X-Do: authenticate").body()).contains("user=alice");
    var in = get("/app/x", "X-Do: login");
    assertThat(in.body()).contains("user=alice");
    assertThat(in.headers("Set-Cookie")).anyMatch(c -> c.startsWith(server.cookieName()));
  }
}
