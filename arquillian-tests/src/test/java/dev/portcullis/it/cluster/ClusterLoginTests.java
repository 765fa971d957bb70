package dev.portcullis.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.TestUsers;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What begins on one node ends on the other; the proxy sends every request to the next one. */
interface ClusterLoginTests extends OnCluster {

  Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  @Test
  default void aBrowserLogsInAcrossNodes() {
    cluster().account("wanderer");
    TestClient browser = cluster().client().likeBrowser();
    Answer form = browser.get("/auth/login?return_to=/members/probe");
    Answer sent =
        browser.postForm(
            "/auth/login",
            Map.of(
                "_csrf",
                csrf(form),
                "return_to",
                "/members/probe",
                "username",
                "wanderer",
                "password",
                TestUsers.PASSWORD));
    assertThat(sent.status()).as(sent.body()).isEqualTo(303);
    assertThat(node(sent)).isNotEqualTo(node(form));
    for (int i = 0; i < 4; i++) {
      Answer page = browser.get("/members/probe");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.text("remote_user")).isEqualTo("wanderer");
    }
    Answer account = browser.get("/auth/account");
    Answer out = browser.postForm("/auth/logout", Map.of("_csrf", csrf(account)));
    assertThat(out.status()).isEqualTo(303);
    assertThat(node(out)).isNotEqualTo(node(account));
    assertThat(browser.cookies().keySet().stream().filter(n -> n.contains("session"))).isEmpty();
  }

  @Test
  default void aSessionOfOneNodeIsProvenAnewAndItsPasswordChangedOnTheOther() {
    cluster().account("changer");
    TestClient client = cluster().client();
    Answer login = client.loginForSession("changer", TestUsers.PASSWORD);
    assertThat(login.status()).isEqualTo(200);
    Answer proof =
        client.postJson(
            "/auth/reauthenticate", Map.of("method", "password", "password", TestUsers.PASSWORD));
    assertThat(proof.status()).as(proof.body()).isEqualTo(200);
    assertThat(node(proof)).isNotEqualTo(node(login));
    // The session has a new secret: the other node must know it with the next request.
    assertThat(client.get("/members/probe").status()).isEqualTo(200);
    assertThat(client.get("/members/probe").status()).isEqualTo(200);
    String next = "eight-dry-herons-whistle-loud";
    Answer changed =
        client.postJson(
            "/auth/password/change",
            Map.of("current_password", TestUsers.PASSWORD, "new_password", next));
    assertThat(changed.status()).as(changed.body()).isEqualTo(204);
    for (ClusterNode node : cluster().nodes()) {
      assertThat(cluster().at(node).login("changer", next).status()).isEqualTo(200);
      assertThat(cluster().at(node).login("changer", TestUsers.PASSWORD).status()).isEqualTo(401);
    }
  }

  @Test
  default void tokensOfOneNodeServeOnTheOther() {
    cluster().account("caller");
    for (ClusterNode node : cluster().nodes()) {
      TestClient other = cluster().at(cluster().other(node));
      Answer tokens = cluster().at(node).login("caller", TestUsers.PASSWORD);
      TestClient there = other.withToken(tokens.text("access_token"));
      assertThat(there.get("/api/ping").status()).isEqualTo(200);
      Answer fresh = Cluster.refresh(other, tokens.text("refresh_token"));
      assertThat(fresh.status()).isEqualTo(200);

      Answer made = there.postJson("/auth/tokens", Map.of("name", node.name(), "expires_in", 3600));
      assertThat(made.status()).as(made.body()).isEqualTo(201);
      TestClient program = cluster().at(node).withToken(made.text("token"));
      assertThat(program.get("/api/ping").status()).isEqualTo(200);
    }
  }

  @Test
  default void theSetUpLinkThatOneNodeLoggedIsTakenByEither() {
    // Its page is asked of one node, and sent to the other.
    assertThat(cluster().administrator().get("/auth/me").text("username")).isEqualTo("root");
  }

  static String csrf(Answer page) {
    Matcher field = CSRF.matcher(page.body());
    assertThat(field.find()).as(page.body()).isTrue();
    return field.group(1);
  }

  static String node(Answer answer) {
    return answer.header(RoundRobinProxy.NODE);
  }
}
