package dev.portcullis.it.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.TestApplication;
import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.Browser;
import dev.portcullis.it.client.HostClient;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.server.RunningServer;
import dev.portcullis.it.server.WildFly;
import dev.portcullis.testing.Proves;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Applications that share a host: one at its root with tables of its own, one with the tables of
 * the others, and two of one {@code sso_group}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeveralApplicationsIT implements EnterpriseApplicationTests {

  private static final String ROOT = "";
  private static final String SHOP = "/shop";
  private static final String CRM = "/crm";
  private static final String DESK = "/desk";
  private static final String PROBE = "/members/probe";

  private @Nullable RunningServer server;

  @BeforeAll
  void startServer() throws IOException {
    server =
        RunningServer.start(
            "several",
            "auto",
            application("ROOT", "root", ""),
            application("shop", "shop", ""),
            application("crm", "office", "sso_group: office, idle: 20m"),
            application("desk", "office", "sso_group: office, idle: 10m"));
    if (server instanceof WildFly takesEars) {
      assertThat(takesEars.deploy(EnterpriseApplication.secured("estate"))).isTrue();
    }
  }

  @AfterAll
  void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private static WebArchive application(String name, String audience, String sessions) {
    return TestApplication.war(
        name,
        "test-auth.yaml",
        text -> {
          var changed =
              text.replace("audience: portcullis-demo", "audience: " + audience)
                  .replace(
                      "max_per_user: 200", sessions.isEmpty() ? "max_per_user: 200" : sessions);
          return switch (name) {
            case "ROOT" -> changed.replace("jdbc/portcullis", "jdbc/demo");
            case "desk" ->
                changed.replace("\"/members/*\", roles: [user]", "\"/members/*\", roles: [editor]");
            default -> changed;
          };
        });
  }

  @Test
  @Proves({"S21", "S84"})
  void loginsOfOneBrowserStandBesideEachOther() {
    HostClient browser = browser();
    assertThat(browser.login(ROOT, "bob", TestApplication.BOB).status()).isEqualTo(200);
    assertThat(browser.get(SHOP + PROBE).status()).isEqualTo(401);
    assertThat(browser.login(SHOP, "alice", TestApplication.ALICE).status()).isEqualTo(200);
    assertThat(browser.get(CRM + PROBE).status()).isEqualTo(401);
    for (String context : List.of(ROOT, SHOP)) {
      browser.get(context + PROBE + "/remember");
    }
    assertThat(caller(browser, ROOT)).isEqualTo("bob");
    assertThat(caller(browser, SHOP)).isEqualTo("alice");
    assertThat(browser.cookies())
        .filteredOn(cookie -> cookie.getName().startsWith("portcullis-"))
        .allMatch(cookie -> cookie.getPath().equals("/") && cookie.isHttpOnly())
        .extracting(HttpCookie::getName)
        .doesNotHaveDuplicates()
        .hasSizeGreaterThanOrEqualTo(2);

    assertThat(browser.logout(ROOT).status()).isIn(200, 204);
    assertThat(browser.get(ROOT + PROBE).status()).isEqualTo(401);
    if (!RunningServer.onWildFly()) {
      // There the JSESSIONID of an application at / is everybody's, and goes with its session.
      assertThat(browser.get(SHOP + PROBE).text("remembered")).isEqualTo("yes");
    }
    assertThat(caller(browser, SHOP)).isEqualTo("alice");
  }

  @Test
  @Proves("S9")
  void anAccessTokenCountsWhereItsAudienceIs() {
    String ofShop = token(SHOP);
    assertThat(status(SHOP, ofShop)).isEqualTo(200);
    assertThat(status(CRM, ofShop)).isEqualTo(401);
    assertThat(status(ROOT, ofShop)).isEqualTo(401);
    String ofOffice = token(CRM);
    assertThat(status(CRM, ofOffice)).isEqualTo(200);
    assertThat(status(SHOP, ofOffice)).isEqualTo(401);
    // The two say the same audience and have the same keys.
    assertThat(new TestClient(at(DESK)).withToken(ofOffice).get("/api/notes").status())
        .isEqualTo(200);
  }

  @Test
  @Proves({"S23", "S84"})
  void oneLoginAndOneLogoutCountForTheWholeGroup() {
    HostClient browser = browser();
    browser.login(CRM, "bob", TestApplication.BOB);
    for (String context : List.of(CRM, DESK)) {
      assertThat(browser.get(context + PROBE + "/remember").text("ejb_for_users")).isEqualTo("bob");
      assertThat(browser.get(context + PROBE).text("remembered")).isEqualTo("yes");
    }
    assertThat(browser.get(SHOP + PROBE).status()).as("outside of the group").isEqualTo(401);
    assertThat(browser.cookies())
        .filteredOn(cookie -> cookie.getName().equals("JSESSIONID"))
        .extracting(HttpCookie::getPath)
        .contains(CRM, DESK);

    assertThat(browser.logout(DESK).status()).isIn(200, 204);
    // Even a browser that kept its cookie is nobody at once, in every member.
    for (String context : List.of(DESK, CRM)) {
      assertThat(browser.get(context + PROBE).status()).isEqualTo(401);
      assertThat(browser.get(context + "/probe").text("remembered")).isEmpty();
    }
  }

  @Test
  @Proves("S23")
  void aSessionThatEndedInOneMemberIsDeadInTheOthersAtOnce() {
    HostClient browser = browser();
    browser.login(CRM, "bob", TestApplication.BOB);
    List<HttpCookie> kept =
        browser.cookies().stream().filter(c -> c.getName().startsWith("portcullis-")).toList();
    HostClient thief = browser();
    kept.forEach(cookie -> thief.put(cookie.getName(), cookie.getValue()));
    assertThat(caller(thief, CRM)).isEqualTo("bob");
    assertThat(caller(thief, DESK)).isEqualTo("bob");
    browser.logout(DESK);
    assertThat(thief.get(CRM + PROBE).status()).isEqualTo(401);
    kept.forEach(cookie -> thief.put(cookie.getName(), cookie.getValue()));
    assertThat(thief.get(DESK + PROBE).status()).isEqualTo(401);
  }

  @Test
  @Proves("S84")
  void anotherCallerInOneMemberIsAnotherCallerInAll() {
    HostClient browser = browser();
    browser.login(CRM, "bob", TestApplication.BOB);
    browser.get(CRM + PROBE + "/remember");
    browser.get(DESK + PROBE + "/remember");
    browser.login(DESK, "alice", TestApplication.ALICE);
    Answer crm = browser.get(CRM + PROBE);
    assertThat(crm.text("caller")).isEqualTo("alice");
    assertThat(crm.text("remembered")).isEmpty();
    // Each member has its own rules: this one wants editors.
    assertThat(browser.get(DESK + PROBE).status()).isEqualTo(403);
    assertThat(browser.get(DESK + "/probe").text("remembered")).isEmpty();
  }

  @Test
  void membersOfAGroupThatAreSetDifferentlyAreNamedAtTheStart() {
    assertThat(server().log())
        .contains("sso_group \"office\"", "/crm", "/desk", "auth.sessions.idle");
  }

  @Test
  @Proves({"S23", "S84"})
  void aPersonLogsInOnceAndOutOnce() {
    try (Browser browser = Browser.open(at(""))) {
      browser.go("/crm/members/");
      assertThat(browser.path()).isEqualTo("/crm/auth/login");
      browser.login("bob", TestApplication.BOB);
      assertThat(browser.path()).isEqualTo("/crm/members/");
      browser.go("/desk/members/");
      assertThat(browser.path()).isEqualTo("/desk/members/");
      assertThat(browser.text("#caller")).isEqualTo("bob");
      browser.go("/shop/members/");
      assertThat(browser.path()).isEqualTo("/shop/auth/login");

      browser.go("/desk/auth/logout");
      browser.photograph("logout-of-a-group");
      browser.click("main form button[type=submit]");
      browser.go("/crm/members/");
      assertThat(browser.path()).isEqualTo("/crm/auth/login");
      browser.go("/desk/members/");
      assertThat(browser.path()).isEqualTo("/desk/auth/login");
    }
  }

  private static String caller(HostClient browser, String context) {
    return browser.get(context + PROBE).text("caller");
  }

  private String token(String context) {
    return new TestClient(at(context)).login("alice", TestApplication.ALICE).text("access_token");
  }

  private int status(String context, String token) {
    return new TestClient(at(context)).withToken(token).get(PROBE).status();
  }

  private HostClient browser() {
    return new HostClient(at(""));
  }

  private URI at(String context) {
    URI any = server().application("any");
    return URI.create(any.getScheme() + "://" + any.getAuthority() + context);
  }

  @Override
  public URI host() {
    return at("");
  }

  @Override
  public RunningServer server() {
    return Objects.requireNonNull(server);
  }
}
