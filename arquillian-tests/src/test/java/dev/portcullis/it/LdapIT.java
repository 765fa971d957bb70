package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.server.RunningServer;
import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.Proves;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** People of a directory in the whole container. */
@TestMethodOrder(OrderAnnotation.class)
class LdapIT {

  private static final String PASSWORD = "seven lazy herons";
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final String PEOPLE =
      """
      dn: dc=example,dc=com
      objectClass: dcObject
      objectClass: organization
      o: Example
      dc: example

      dn: cn=reader,dc=example,dc=com
      objectClass: organizationalRole
      objectClass: simpleSecurityObject
      cn: reader
      userPassword: seven lazy readers

      dn: uid=carol,dc=example,dc=com
      objectClass: inetOrgPerson
      uid: carol
      cn: Carol
      sn: Carol
      mail: carol@example.org
      userPassword: seven lazy herons

      dn: cn=staff,dc=example,dc=com
      objectClass: groupOfNames
      cn: staff
      member: uid=carol,dc=example,dc=com

      dn: cn=editors,dc=example,dc=com
      objectClass: groupOfNames
      cn: editors
      member: uid=carol,dc=example,dc=com
      """;

  private static InMemoryDirectoryServer directory;
  private static RunningServer server;

  @BeforeAll
  static void start() throws LDAPException, IOException {
    int port = RunningServer.freePort();
    var config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig(
            "plain", InetAddress.getLoopbackAddress(), port, null));
    directory = new InMemoryDirectoryServer(config);
    directory.importFromLDIF(
        true, new LDIFReader(new ByteArrayInputStream(PEOPLE.getBytes(StandardCharsets.UTF_8))));
    directory.startListening();
    server =
        RunningServer.start(
            "ldap",
            RunningServer.door(),
            TestApplication.war(
                "demo", "ldap-auth.yaml", text -> text.replace("PORT", String.valueOf(port))));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (directory != null) {
      directory.shutDown(true);
    }
  }

  private static TestClient client() {
    return new TestClient(server.application("demo"));
  }

  private static Answer login(String name, String provider) {
    return client()
        .postJson(
            "/auth/login", Map.of("username", name, "password", PASSWORD, "provider", provider));
  }

  @Test
  @Order(1)
  void aProgramSignsInAndTheWholeContainerKnowsTheRoles() {
    Answer in = client().login("carol", PASSWORD);
    assertThat(in.status()).as(in.body()).isEqualTo(200);
    Answer probe = client().withToken(in.text("access_token")).get("/members/probe");
    assertThat(probe.text("remote_user")).isEqualTo("carol");
    assertThat(probe.text("ejb_for_users")).isEqualTo("carol");
    assertThat(probe.text("ejb_for_editors")).isEqualTo("carol");
    assertThat(probe.texts("ejb_roles")).containsExactlyInAnyOrder("user", "editor");
    assertThat(login("carol", "ldap").status()).isEqualTo(200);
  }

  @Test
  @Order(2)
  @Proves("S32")
  void whateverIsWrongIsAnsweredTheSame() {
    Answer wrong = client().login("carol", "wrong");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(client().login("nobody", "wrong").body()).isEqualTo(wrong.body());
    assertThat(login("carol", "local").body()).isEqualTo(wrong.body());
    assertThat(login("carol", "elsewhere").body()).isEqualTo(wrong.body());
    assertThat(login("carol", "elsewhere").status()).isEqualTo(401);
  }

  @Test
  @Order(3)
  void somebodySignsInOnThePage() {
    TestClient browser = client().likeBrowser();
    Answer page = browser.get("/auth/login");
    assertThat(page.body()).contains("name=\"provider\"", "value=\"ldap\"");
    var csrf = CSRF.matcher(page.body());
    assertThat(csrf.find()).isTrue();
    Answer in =
        browser.postForm(
            "/auth/login",
            Map.of(
                "_csrf", csrf.group(1), "username", "carol", "password", PASSWORD, "provider", ""));
    assertThat(in.status()).as(in.body()).isEqualTo(303);
    assertThat(browser.get("/members/probe").text("remote_user")).isEqualTo("carol");
  }

  @Test
  @Order(4)
  @Proves({"S24", "S74"})
  void whileTheDirectoryIsAwayOthersSignInAndItComesBackByItself() throws LDAPException {
    Answer tokens = client().login("carol", PASSWORD);
    directory.shutDown(true);
    Answer away = client().login("carol", PASSWORD);
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.header("Retry-After")).matches("[1-9][0-9]?");
    assertThat(away.text("error")).isEqualTo("temporarily_unavailable");
    assertThat(client().login("alice", TestApplication.ALICE).status()).isEqualTo(200);
    Map<String, String> refresh = Map.of("refresh_token", tokens.text("refresh_token"));
    assertThat(client().postJson("/auth/token/refresh", refresh).status()).isEqualTo(503);

    directory.startListening();
    int status =
        Polling.until(
            Duration.ofSeconds(30),
            () -> client().login("carol", PASSWORD).status(),
            s -> s == 200);
    assertThat(status).isEqualTo(200);
    assertThat(client().postJson("/auth/token/refresh", refresh).status()).isEqualTo(200);
  }

  @Test
  @Order(5)
  @Proves({"S19", "S24"})
  void whoeverLeavesAGroupLosesItsRoleAtTheNextRefresh() throws LDAPException, LDIFException {
    Answer tokens = client().login("carol", PASSWORD);
    directory.modify(
        "dn: cn=editors,dc=example,dc=com",
        "changetype: modify",
        "replace: member",
        "member: cn=reader,dc=example,dc=com");
    Map<String, String> refresh = Map.of("refresh_token", tokens.text("refresh_token"));
    assertThat(client().postJson("/auth/token/refresh", refresh).status()).isEqualTo(401);
    assertThat(client().withToken(tokens.text("access_token")).get("/members/probe").status())
        .isEqualTo(401);
    String token = client().login("carol", PASSWORD).text("access_token");
    Answer probe = client().withToken(token).get("/members/probe");
    assertThat(probe.text("ejb_for_users")).isEqualTo("carol");
    assertThat(probe.text("ejb_for_editors")).isEqualTo("refused");
  }
}
