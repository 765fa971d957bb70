package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.Browser;
import dev.portcullis.it.client.KeycloakVisitor;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.TestUsers;
import dev.portcullis.it.server.Keycloak;
import dev.portcullis.it.server.PayaraMicro;
import dev.portcullis.it.server.RunningServer;
import dev.portcullis.it.server.TestDatabases;
import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.Proves;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People of a real Keycloak, whose client may only use PKCE. */
class KeycloakIT {

  private static final String PROVIDER = "keycloak";
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Longer than recheck_source, and than a session is kept in memory. */
  private static final Duration LATER = Duration.ofSeconds(60);

  private static Keycloak keycloak;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    int port = RunningServer.freePort();
    // Both at a time: neither needs the other until somebody signs in.
    keycloak = Keycloak.begin(URI.create("http://localhost:" + port + "/demo"));
    var jvm = new ArrayList<>(RunningServer.systemProperties(RunningServer.door()));
    // Half the start: it lives for a minute or two.
    jvm.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    server =
        PayaraMicro.start(
            "keycloak",
            new PayaraMicro.Setup(port, jvm, RunningServer.datasource(), List.of()),
            TestApplication.war(
                "demo",
                "keycloak-auth.yaml",
                text ->
                    text.replace("ISSUER", keycloak.issuer().toString())
                        .replace("CLIENT_SECRET", Keycloak.CLIENT_SECRET)));
    keycloak.await();
    // The application may have looked for it before it was there, and looks again in a moment.
    int status =
        Polling.until(
            LATER,
            () -> client().get("/auth/oauth/keycloak/login?response=json").status(),
            s -> s == 200);
    assertThat(status).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (keycloak != null) {
      keycloak.close();
    }
  }

  private static URI base() {
    return server.application("demo");
  }

  private static TestClient client() {
    return new TestClient(base());
  }

  private static Answer tokens(String user) {
    return new KeycloakVisitor(keycloak.base()).tokens(client(), PROVIDER, user, Keycloak.PASSWORD);
  }

  private static Answer refresh(Answer tokens) {
    return client()
        .postJson("/auth/token/refresh", Map.of("refresh_token", tokens.text("refresh_token")));
  }

  private static Answer probe(Answer tokens) {
    return client().withToken(tokens.text("access_token")).get("/members/probe");
  }

  /** As far as Keycloak's form. */
  private static Browser atKeycloak() {
    Browser browser = Browser.open(base());
    browser.go("/members/");
    browser.click("a[href*='/oauth/keycloak/login']");
    assertThat(browser.address()).hasAuthority(keycloak.base().getAuthority());
    return browser;
  }

  @Test
  @Proves({"S42", "S43", "S44", "S45"})
  void aPersonSignsInWithPkceAndTheWholeContainerKnowsThem() {
    try (Browser browser = atKeycloak()) {
      assertThat(browser.address().getQuery())
          .contains("code_challenge_method=S256", "code_challenge=", "state=", "nonce=");
      browser.login("george", Keycloak.PASSWORD);

      assertThat(browser.path()).as("back where george wanted to go").isEqualTo("/members/");
      assertThat(browser.text("#caller")).isEqualTo("george");
      assertThat(browser.text("#name")).isEqualTo("George Gerber");
      assertThat(browser.text("#email")).isEqualTo("george@example.org");
      assertThat(browser.text("#roles")).isEqualTo("user editor");
      browser.go("/members/probe");
      assertThat(browser.text())
          .contains("\"ejb_for_users\":\"george\"", "\"ejb_for_editors\":\"george\"");
    }
  }

  @Test
  @Proves({"S47", "S23"})
  void whoeverSignsOutHereIsSignedOutThere() {
    try (Browser browser = atKeycloak()) {
      browser.login("frieda", Keycloak.PASSWORD);
      assertThat(browser.text("#caller")).isEqualTo("frieda");
      browser.go("/auth/logout");
      browser.click("main form button[type=submit]");
      Polling.until(SOON, browser::address, base().resolve("/demo/")::equals);
      assertThat(browser.address()).isEqualTo(base().resolve("/demo/"));
      assertThat(browser.text("#anonymous")).isEqualTo("You are not logged in.");

      browser.go("/members/");
      browser.click("a[href*='/oauth/keycloak/login']");
      assertThat(browser.count("#password")).as("asked for the password again").isEqualTo(1);
    }
  }

  @Test
  @Proves({"S24", "S27"})
  void whoeverSignsOutThereIsSignedOutHere() {
    Answer tokens = tokens("frieda");
    try (Browser browser = atKeycloak()) {
      browser.login("frieda", Keycloak.PASSWORD);
      assertThat(browser.text("#caller")).isEqualTo("frieda");
      keycloak.administrator().logOut("frieda");
      String path =
          Polling.until(SOON, () -> browser.go("/members/").path(), "/auth/login"::equals);
      assertThat(path).isEqualTo("/auth/login");
    }
    int status = Polling.until(SOON, () -> probe(tokens).status(), s -> s == 401);
    assertThat(status).isEqualTo(401);
    assertThat(refresh(tokens).status()).isEqualTo(401);
    assertThat(client().get("/auth/metrics").body())
        .contains("oauth2_success_total{provider=\"keycloak\"}");
  }

  @Test
  void aProgramGetsTokensAndRefreshesThem() {
    Answer tokens = tokens("frieda");
    assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
    assertThat(probe(tokens).text("ejb_for_users")).isEqualTo("frieda");
    assertThat(probe(tokens).text("ejb_for_editors")).isEqualTo("refused");
    Answer refreshed = refresh(tokens);
    assertThat(refreshed.status()).as(refreshed.body()).isEqualTo(200);
    assertThat(probe(refreshed).text("remote_user")).isEqualTo("frieda");
  }

  @Test
  @Proves({"S11", "S19"})
  void rolesFollowAtTheNextSignIn() {
    Answer before = tokens("hanna");
    assertThat(probe(before).text("ejb_for_editors")).isEqualTo("refused");
    keycloak.administrator().giveRole("hanna", "editors");
    Answer after = tokens("hanna");
    assertThat(probe(after).text("ejb_for_editors")).isEqualTo("hanna");
    assertThat(probe(before).status()).as("granted under other roles").isEqualTo(401);
    keycloak.administrator().takeRole("hanna", "editors");
    assertThat(probe(tokens("hanna")).text("ejb_for_editors")).isEqualTo("refused");
  }

  @Test
  @Proves("S46")
  void theProviderChangesItsKeyAndNobodyNotices() {
    assertThat(tokens("george").status()).isEqualTo(200);
    keycloak.administrator().rotateKeys();
    Answer tokens = tokens("george");
    assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
    assertThat(probe(tokens).text("ejb_for_editors")).isEqualTo("george");
  }

  @Test
  void theApplicationCallsTheProviderInTheNameOfItsUser() throws SQLException {
    Answer tokens = tokens("george");
    String token = probe(tokens).text("provider_token");
    Answer there =
        new TestClient(keycloak.issuer()).withToken(token).get("/protocol/openid-connect/userinfo");
    assertThat(there.status()).as(there.body()).isEqualTo(200);
    assertThat(there.text("preferred_username")).isEqualTo("george");
    assertThat(server.log()).doesNotContain(token);
    assertThat(TestDatabases.get().dump()).doesNotContain(token);
  }

  @Test
  @Proves({"S24", "S38"})
  void whoeverIsDisabledThereLosesTheirSessionsAndCannotComeBack() {
    Answer tokens = tokens("ivan");
    assertThat(probe(tokens).text("remote_user")).isEqualTo("ivan");
    try (Browser browser = atKeycloak()) {
      browser.login("ivan", Keycloak.PASSWORD);
      assertThat(browser.text("#caller")).isEqualTo("ivan");
      keycloak.administrator().setEnabled("ivan", false);
      String path =
          Polling.until(LATER, () -> browser.go("/members/").path(), "/auth/login"::equals);
      assertThat(path).as("asked again, Keycloak said no").isEqualTo("/auth/login");
      assertThat(refresh(tokens).status()).isEqualTo(401);

      browser.click("a[href*='/oauth/keycloak/login']");
      if (browser.count("#password") == 1) {
        browser.login("ivan", Keycloak.PASSWORD);
      }
      assertThat(browser.address()).hasAuthority(keycloak.base().getAuthority());
      browser.go("/members/");
      assertThat(browser.path()).isEqualTo("/auth/login");
    }
  }

  @Test
  @Proves({"S26", "S48", "S83"})
  void anAccountIsLinkedWithAPersonOfKeycloakAndUnlinkedAgain() {
    try (Browser browser = Browser.open(base())) {
      browser.go("/auth/login").login("leaver", TestUsers.PASSWORD);
      browser.go("/auth/account").click("form[action$='/oauth/keycloak/link'] button");
      // The page in between leads on by itself.
      Polling.until(SOON, () -> browser.count("#kc-form-login"), n -> n == 1);
      assertThat(browser.address()).hasAuthority(keycloak.base().getAuthority());
      browser.login("judith", Keycloak.PASSWORD);
      assertThat(browser.path()).isEqualTo("/auth/account");
      assertThat(browser.text()).contains("The account elsewhere is linked", "judith");
      browser.photograph("account-linked");

      try (Browser other = atKeycloak()) {
        other.login("judith", Keycloak.PASSWORD);
        assertThat(other.text("#caller")).isEqualTo("leaver");
        assertThat(other.text("#roles")).as("of the account alone").isEqualTo("user");

        browser.click("form[action$='/oauth/keycloak/unlink'] button");
        assertThat(browser.text()).contains("The link has ended");
        browser.photograph("account-unlinked");
        assertThat(other.go("/members/").path()).as("its session ended").isEqualTo("/auth/login");
      }
      assertThat(browser.go("/members/").text("#caller")).isEqualTo("leaver");
    }
    assertThat(probe(tokens("judith")).text("remote_user")).as("another now").isEqualTo("judith");
  }

  @Test
  @Proves({"S26", "S45"})
  void keycloakAsksForThePasswordAgain() {
    try (Browser browser = atKeycloak()) {
      browser.login("karl", Keycloak.PASSWORD);
      assertThat(browser.text("#caller")).isEqualTo("karl");
      browser.go("/auth/reauthenticate?return_to=/demo/members/").photograph("reauthentication");
      assertThat(browser.count("#password")).as("there is none here").isZero();
      browser.click("form[action$='/oauth/keycloak/reauthenticate'] button");
      Polling.until(SOON, () -> browser.count("#password"), n -> n == 1);
      assertThat(browser.address()).hasAuthority(keycloak.base().getAuthority());
      assertThat(browser.address().getQuery()).contains("prompt=login", "max_age=0");
      browser.find("#password").sendKeys(Keycloak.PASSWORD);
      browser.click("form button[type=submit]");
      assertThat(browser.path()).isEqualTo("/members/");
      assertThat(browser.text("#caller")).isEqualTo("karl");
    }
    assertThat(server.log())
        .containsPattern("action=\"reauthentication\" outcome=\"success\".*provider=\"keycloak\"");
  }

  @Test
  @Proves("S71")
  void nothingSecretOfASignInIsLogged() {
    Answer tokens = tokens("george");
    String log = server.log();
    assertThat(log).contains("provider=\"keycloak\"");
    for (String secret :
        List.of(
            Keycloak.CLIENT_SECRET,
            Keycloak.PASSWORD,
            tokens.text("access_token"),
            tokens.text("refresh_token"),
            probe(tokens).text("provider_token"))) {
      assertThat(log).doesNotContain(secret);
    }
    assertThat(log).doesNotContain("eyJhbGciOi").doesNotContainPattern("[?&]code=[\\w.-]{20}");
  }
}
