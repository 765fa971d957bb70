package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.crypto.RandomSource;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.page.Pages;
import dev.portcullis.web.request.WebContext;
import dev.portcullis.web.testing.FakeApiTokens;
import dev.portcullis.web.testing.FakeDomain;
import dev.portcullis.web.testing.RawHttp;
import dev.portcullis.web.testing.Settings;
import java.time.Clock;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Personal API tokens over HTTP. */
class ApiTokenOperationsTest {

  private static final String ALICE = "Authorization: Bearer token-alice";
  private static final String PROGRAM = "Authorization: Bearer pct_of-bob";
  private static final String TOKENS = "/app/auth/tokens";

  @SuppressWarnings("NullAway.Init") // set before each test
  private TestServer server;

  @SuppressWarnings("NullAway.Init") // set before each test
  private RawHttp http;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(new Settings().build());
    http = server.http();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private RawHttp.Answer post(String json) {
    return http.postJson(TOKENS, json, ALICE);
  }

  @Test
  void oneIsMadeShownOnceListedAndDeleted() {
    var made = post("{\"name\":\"sync\",\"expires_in\":3600,\"roles\":[\"user\"]}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body())
        .isEqualTo(
            "{\"id\":\"id0\",\"name\":\"sync\",\"roles\":[\"user\"],"
                + "\"created_at\":\"2026-06-01T12:00:00Z\",\"expires_at\":\"2026-06-01T13:00:00Z\","
                + "\"last_used_at\":null,\"token\":\""
                + FakeApiTokens.SECRET
                + "\"}");
    assertThat(made.header("Cache-Control")).contains("no-store");
    var list = http.get(TOKENS, ALICE);
    assertThat(list.body())
        .contains("\"name\":\"sync\"", "\"next_cursor\":null")
        .doesNotContain(FakeApiTokens.SECRET);
    assertThat(http.send("DELETE", TOKENS + "/id0", "", ALICE).status()).isEqualTo(204);
    assertThat(http.send("DELETE", TOKENS + "/id0", "", ALICE).status()).isEqualTo(404);
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(post("{\"name\":\"bad\",\"expires_in\":1}").status()).isEqualTo(400);
    assertThat(post("{\"name\":\"x\",\"expires_in\":\"1\"}").body()).contains("whole number");
    assertThat(post("{\"name\":\"x\",\"expires_in\":1.5}").status()).isEqualTo(400);
    assertThat(post("{\"name\":\"x\",\"expires_in\":99999999999999999999}").status())
        .isEqualTo(400);
    for (var tooShort : new String[] {"0", "-1", "-9223372036854775808"}) {
      var answer = post("{\"name\":\"x\",\"expires_in\":" + tooShort + "}");
      assertThat(answer.status()).as(tooShort).isEqualTo(400);
      assertThat(answer.body()).contains("The member expires_in must be from 1 to");
    }
    assertThat(post("{\"name\":\"x\",\"expires_in\":1,\"roles\":\"user\"}").body())
        .contains("list of texts");
    assertThat(post("{\"name\":\"x\",\"expires_in\":1,\"roles\":[\"root\"]}").body())
        .contains("some of your own");
    assertThat(post("{\"name\":\"x\",\"expires_in\":1,\"owner\":\"bob\"}").body())
        .contains("unknown_field");
    assertThat(post("{\"name\":\"x\"}").status()).isEqualTo(400);
  }

  @Test
  void oneMoreThanThereMayBeIsAConflict() {
    for (int i = 0; i < 3; i++) {
      assertThat(post("{\"name\":\"x\",\"expires_in\":1}").status()).isEqualTo(201);
    }
    var full = post("{\"name\":\"x\",\"expires_in\":1}");
    assertThat(full.status()).isEqualTo(409);
    assertThat(full.body()).contains("There may be 3 tokens");
  }

  @Test
  @Proves("S26")
  void anOldAuthenticationHasToBeRenewedFirst() {
    var answer = post("{\"name\":\"late\",\"expires_in\":1}");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).contains("\"insufficient_user_authentication\"", "\"max_age\":300");
  }

  /** All there is, so that a new operation is closed to API tokens until somebody opens it. */
  @Test
  void anApiTokenReachesNothingThatConcernsTheAccount() throws Exception {
    var web =
        WebContext.of(
            new FakeDomain(),
            new Settings().build(),
            "/app",
            Clock.systemUTC(),
            RandomSource.secure());
    var open = new TreeSet<String>();
    for (Route route : PortcullisStartup.routes(Pages.of(web, server.servletContext())).table()) {
      var path = "/app/auth" + route.template().replaceAll("\\{[a-z]+}", "x");
      var type = route.consumes().stream().sorted().findFirst().orElse(null);
      var answer =
          type == null
              ? http.send(route.method(), path, "", PROGRAM)
              : http.send(route.method(), path, "", PROGRAM, "Content-Type: " + type);
      boolean refused = answer.status() == 403 && answer.body().contains("An API token");
      if (!refused && !(route.access() == Access.PUBLIC)) {
        open.add(route.method() + " " + route.template());
      }
      if (route.template().startsWith("/logout") && !route.method().equals("GET")) {
        assertThat(refused).as(route.template()).isTrue();
      }
    }
    assertThat(open).containsExactly("GET /me");
    assertThat(http.get("/app/auth/me", PROGRAM).status()).isEqualTo(200);
  }

  @Test
  void switchedOffThereIsNothing() throws Exception {
    try (var off = new TestServer(new Settings().withoutApiTokens().build())) {
      assertThat(off.http().get(TOKENS, ALICE).status()).isEqualTo(404);
      assertThat(off.http().postJson(TOKENS, "{\"name\":\"x\",\"expires_in\":1}", ALICE).status())
          .isEqualTo(404);
    }
  }
}
