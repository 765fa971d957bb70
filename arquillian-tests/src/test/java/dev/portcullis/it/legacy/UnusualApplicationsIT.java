package dev.portcullis.it.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portcullis.it.FilterIdentityTests;
import dev.portcullis.it.TestApplication;
import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.own.OwnMechanism;
import dev.portcullis.it.server.RunningServer;
import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.Proves;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jboss.shrinkwrap.api.asset.ClassLoaderAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Applications on one server of which some cannot start, one has Portcullis switched off, one has a
 * mechanism of its own, and one has the shortest lives that can be set.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnusualApplicationsIT
    implements LegacyFormTests,
        LegacyOwnPageTests,
        LegacyBasicTests,
        LegacyCertificateTests,
        LegacyUserTests,
        LegacyCallTests {

  private static final List<String> OPEN_AND_PROTECTED =
      List.of("/", "/members/", "/members/probe", "/api/notes", "/open/ping", "/auth/login");

  private @Nullable RunningServer server;

  @BeforeAll
  void startServer() {
    LegacyUsers.make();
    server = RunningServer.start("unusual", "auto", applications().toArray(WebArchive[]::new));
  }

  private static List<WebArchive> applications() {
    WebArchive own = TestApplication.war("own", "test-auth.yaml");
    own.addPackage(OwnMechanism.class.getPackage());
    var applications =
        new ArrayList<>(
            List.of(
                TestApplication.war("disabled", "disabled-auth.yaml"),
                own,
                TestApplication.metadataComplete("complete", "complete-auth.yaml"),
                TestApplication.metadataComplete("guarded", "complete-auth.yaml")
                    .setWebXML(new ClassLoaderAsset("guarded-web.xml")),
                TestApplication.war("short", "short-auth.yaml"),
                TestApplication.war("demo", "test-auth.yaml"),
                LegacyApplication.war("ledger"),
                LegacyApplication.war("depot"),
                LegacyApplication.war("stock"),
                LegacyApplication.war(
                    "journal",
                    "ledger",
                    settings -> settings + "\n  form: {login_page: portcullis}\n"),
                LegacyApplication.vault(LegacyCertificateTests.AUTHORITY),
                LegacyApplication.untouched("bare", "depot")));
    if (RunningServer.onWildFly()) {
      applications.add(
          TestApplication.war(
              "filtered",
              "test-auth.yaml",
              settings -> settings.replaceFirst("auth:", "auth:\n  door: filter")));
    }
    // The last one: Payara Micro starts no further application after one that failed.
    applications.add(TestApplication.war("broken", "broken-auth.yaml"));
    return applications;
  }

  @AfterAll
  void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  @Proves({"S73", "S86"})
  void anApplicationWithABrokenConfigurationServesNothing() {
    assertClosed(server(), "broken");
    assertThat(server().log())
        .contains("auth.providers.jwt.secret", "auth.no_such_key", "auth.sessions.idle")
        .doesNotContain("changeme");
  }

  @Test
  @Proves("S86")
  void anApplicationWithoutItsDatasourceServesNothing() {
    try (RunningServer alone =
        RunningServer.start(
            "nodatasource",
            "auto",
            TestApplication.war("nodatasource", "no-datasource-auth.yaml"))) {
      assertClosed(alone, "nodatasource");
      assertThat(alone.log()).contains("jdbc/no_such_datasource");
    }
  }

  /** WildFly overlooks the whole jar but for its beans. */
  @Test
  @Proves("S86")
  void anApplicationWhoseOrderingLeavesPortcullisOutServesNothing() {
    // Payara overlooks its beans too: a known limit.
    assumeTrue(RunningServer.onWildFly());
    try (RunningServer alone =
        RunningServer.start(
            "unordered",
            "auto",
            TestApplication.metadataComplete("unordered", "complete-auth.yaml")
                .setWebXML(new ClassLoaderAsset("unordered-web.xml")))) {
      assertThat(new TestClient(alone.application("unordered")).get("/open/hello.jsp").status())
          .isIn(404, 500, 503);
      assertThat(alone.log()).contains("left out by the absolute-ordering");
    }
  }

  private static void assertClosed(RunningServer server, String application) {
    for (String path : OPEN_AND_PROTECTED) {
      Answer answer = new TestClient(server.application(application)).get(path);
      assertThat(answer.status()).as(application + path).isIn(404, 500, 503);
      assertThat(answer.body().toLowerCase(Locale.ROOT))
          .as(application + path)
          .doesNotContain("notebook", "pong", "remote_user", "<form");
    }
  }

  @Test
  void switchedOffItStepsAside() {
    TestClient anybody = client("disabled");
    assertThat(anybody.get("/open/ping").body()).isEqualTo("pong\n");
    assertThat(anybody.get("/members/probe").text("remote_user")).isEmpty();
    assertThat(anybody.get("/auth/login").status()).isEqualTo(404);
    // WildFly: a constraint without a login-config.
    assertThat(anybody.get("/admin/").status()).isIn(401, 403, 500);
  }

  @Test
  void besideAMechanismOfTheApplicationItStepsAside() {
    assertThat(client("own").get("/open/ping").body()).isEqualTo("pong\n");
    // As it comes, WildFly takes callers of such a mechanism only if its own realm knows them.
    assumeFalse(RunningServer.onWildFly());
    Answer answer = client("own").with("X-Own-User", "carol").get("/probe");
    assertThat(answer.text("remote_user")).isEqualTo("carol");
    assertThat(answer.text("ejb_for_users")).isEqualTo("carol");
  }

  /** Servers then find no EJB either, ours included. */
  @Test
  @Proves("S86")
  void anApplicationThatLeavesAnnotationsOutIsGuardedAllTheSame() {
    TestClient anybody = client("complete");
    assertThat(anybody.get("/open/hello.jsp").body()).contains("caller=null");
    assertThat(anybody.get("/members/hello.jsp").status()).isEqualTo(401);
    assertThat(anybody.get("/admin/hello.jsp").status()).isEqualTo(401);
    TestClient alice = client("complete");
    assertThat(alice.loginForSession("alice", TestApplication.ALICE).status()).isEqualTo(200);
    assertThat(alice.get("/members/hello.jsp").body()).contains("caller=alice", "user=true");
    assertThat(alice.get("/admin/hello.jsp").status()).isEqualTo(403);
    assertThat(alice.postJson("/auth/logout", Map.of()).status()).isIn(200, 204);
    assertThat(alice.get("/members/hello.jsp").status()).isEqualTo(401);
  }

  /** The container asks for a caller before there is a filter. */
  @Test
  void aConstraintOverEverythingLeavesThePagesOpen() {
    TestClient browser = client("guarded").likeBrowser();
    Answer page = browser.get("/auth/login");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("<form", "</html>");
    assertThat(browser.get("/all/hello.jsp").status()).isEqualTo(302);
    Answer refused = client("guarded").postJson("/all/hello.jsp", Map.of("text", "x".repeat(9000)));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text("error")).isEqualTo("authentication_required");
    TestClient alice = client("guarded");
    assertThat(alice.loginForSession("alice", TestApplication.ALICE).status()).isEqualTo(200);
    assertThat(alice.get("/all/hello.jsp").body()).contains("caller=alice");
  }

  @Test
  @Proves("S8")
  void aTokenEndsWithItsTime() {
    Answer tokens = client("short").login("alice", TestApplication.ALICE);
    assertThat(tokens.json().get("expires_in").asInt()).isEqualTo(10);
    TestClient alice = client("short").withToken(tokens.text("access_token"));
    assertThat(alice.get("/api/ping").status()).isEqualTo(200);
    Answer late =
        Polling.until(
            Duration.ofSeconds(15), () -> alice.get("/api/ping"), answer -> answer.status() != 200);
    assertThat(late.status()).isEqualTo(401);
    assertThat(late.text("error")).isEqualTo("invalid_token");
  }

  @Test
  @Proves("S9")
  void aTokenForAnotherApplicationIsRefused() {
    String token = client("short").login("alice", TestApplication.ALICE).text("access_token");
    // The same database, key and issuer, another audience.
    assertThat(client("demo").withToken(token).get("/api/notes").status()).isEqualTo(401);
    assertThat(client("short").withToken(token).get("/api/ping").status()).isEqualTo(200);
  }

  @Test
  void whatARuleDoesNotAcceptIsNotEnough() {
    TestClient alice = client("short");
    alice.loginForSession("alice", TestApplication.ALICE);
    assertThat(alice.get("/members/probe").status()).isEqualTo(200);
    assertThat(alice.get("/api/ping").status()).isIn(401, 403);
  }

  /** Payara has a run of its own for this door. */
  @Nested
  @EnabledIfSystemProperty(named = "it.server", matches = "wildfly")
  class ThroughTheFilterAlone implements FilterIdentityTests {

    @Override
    public URI base() {
      return server().application("filtered");
    }

    @Override
    public String log() {
      return server().log();
    }
  }

  @Override
  public URI legacy(String application) {
    return server().application(application);
  }

  private TestClient client(String application) {
    return new TestClient(server().application(application));
  }

  private RunningServer server() {
    return Objects.requireNonNull(server);
  }
}
