package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.Door;
import dev.portcullis.web.testing.Settings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The same application through the module and through the filter alone. */
class DoorsTest {

  @Nested
  class ThroughTheModule extends Suite {
    ThroughTheModule() {
      super(Door.MODULE);
    }

    @Test
    void aConstraintOfTheContainerIsMetByACaller() {
      var answer = server.http().get("/app/secured/x", "Authorization: Bearer token-alice");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("user=alice");
    }

    @Test
    void aConstraintOfTheContainerChallengesABrowser() {
      var answer = server.http().get("/app/secured/x?a=1", "Accept: text/html");
      assertThat(answer.status()).isEqualTo(302);
      assertThat(answer.header("Location"))
          .contains("/app/auth/login?return_to=%2Fapp%2Fsecured%2Fx%3Fa%3D1");
    }

    @Test
    void aConstraintOfTheContainerChallengesAProgram() {
      var answer = server.http().get("/app/secured/x");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"portcullis\"");
    }
  }

  @Nested
  class ThroughTheFilter extends Suite {
    ThroughTheFilter() {
      super(Door.FILTER);
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Suite {

    private final Door door;

    @SuppressWarnings("NullAway.Init") // set before any test
    TestServer server;

    Suite(Door door) {
      this.door = door;
    }

    @BeforeAll
    void start() throws Exception {
      server =
          new TestServer(
              new Settings()
                  .door(door)
                  .rule(Settings.role("/admin/*", "admin"))
                  .rule(Settings.anonymous("/app/open/*"))
                  .rule(Settings.authenticated("/app/*"))
                  .build());
    }

    @AfterAll
    void stop() throws Exception {
      server.close();
    }

    @Test
    void theApplicationKnowsTheCallerOfASession() {
      var secret = server.domain().signIn("bob");
      var answer = server.http().get("/app/app/x", server.cookie(secret));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body())
          .contains("user=bob", "principal=bob", "admin=true", "email=bob@example.com")
          .contains("caller=Caller[id-bob]");
    }

    @Test
    void theApplicationKnowsTheCallerOfAToken() {
      var answer = server.http().get("/app/app/x", "Authorization: Bearer token-alice");
      assertThat(answer.body()).contains("user=alice", "admin=false");
    }

    @Test
    void nobodyIsNobody() {
      var answer = server.http().get("/app/elsewhere");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("user=null", "principal=null", "admin=false");
    }

    @Test
    void aPathWithARuleIsClosedToNobody() {
      assertThat(server.http().get("/app/app/x").status()).isEqualTo(401);
    }

    @Test
    void aRoleIsAskedFor() {
      var answer = server.http().get("/app/admin/x", "Authorization: Bearer token-alice");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).contains("insufficient_permissions");
      assertThat(server.http().get("/app/admin/x", "Authorization: Bearer token-bob").status())
          .isEqualTo(200);
    }

    @Test
    void aBadTokenStopsEvenWhereTheSessionIsGood() {
      var secret = server.domain().signIn("alice");
      var answer =
          server.http().get("/app/app/x", server.cookie(secret), "Authorization: Bearer bad");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate"))
          .contains("Bearer realm=\"portcullis\", error=\"invalid_token\"");
    }

    @Test
    void theLoginPageIsOpen() {
      var answer = server.http().get("/app/auth/login", "Accept: text/html");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("_csrf");
    }

    @Test
    void theCallerIsKnownInAnAsynchronousDispatch() {
      var answer =
          server.http().get("/app/app/x", "Authorization: Bearer token-alice", "X-Do: async");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("user=alice");
    }

    @Test
    void everyAnswerCarriesACorrelationId() {
      assertThat(server.http().get("/app/elsewhere").header("X-Request-Id")).isPresent();
    }
  }
}
