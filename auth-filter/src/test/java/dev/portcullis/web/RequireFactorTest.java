package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.InsufficientAuthenticationException;
import dev.portcullis.RequireFactor;
import dev.portcullis.config.Door;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.request.StepUp;
import dev.portcullis.web.testing.GuardedServlet;
import dev.portcullis.web.testing.RawHttp;
import dev.portcullis.web.testing.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code @RequireFactor} on a servlet and on what the application calls, in a browser and a
 * program.
 */
@ParameterizedClass
@EnumSource(names = {"MODULE", "FILTER"})
class RequireFactorTest {

  private static final String BROWSER = "Accept: text/html";

  @Parameter
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Door door;

  @SuppressWarnings("NullAway.Init")
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(new Settings().door(door).withSecondFactors().build());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private RawHttp.Answer get(String path, String... headers) {
    return server.http().get("/app" + path, headers);
  }

  private String byPassword() {
    return server.cookie(server.domain().signIn("alice"));
  }

  private String byBoth() {
    return server.cookie(server.domain().signInWithBoth("alice"));
  }

  @Test
  @Proves("S69")
  void aServletAsksForASecondFactor() {
    assertThat(get("/guarded/x", BROWSER).header("Location").orElseThrow())
        .isEqualTo("/app/auth/login?return_to=%2Fapp%2Fguarded%2Fx");
    assertThat(get("/guarded/x").status()).isEqualTo(401);
    assertThat(get("/guarded/x").body()).contains("authentication_required");

    var asked = get("/guarded/x?a=1", BROWSER, byPassword());
    assertThat(asked.status()).isEqualTo(302);
    assertThat(asked.header("Location").orElseThrow())
        .isEqualTo("/app/auth/reauthenticate?return_to=%2Fapp%2Fguarded%2Fx%3Fa%3D1&factor=second");
    for (var credential : new String[] {byPassword(), "Authorization: Bearer token-alice"}) {
      var refused = get("/guarded/x", credential);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.header("WWW-Authenticate").orElseThrow())
          .contains("error=\"insufficient_user_authentication\", acr_values=\"mfa\"");
      assertThat(refused.body()).doesNotContain("served");
    }
    assertThat(get("/guarded/x", byBoth()).body()).isEqualTo("served");
  }

  @Test
  @Proves("S26")
  void aMethodOfAServletDecidesForItself() {
    assertThat(post(byPassword()).body()).isEqualTo("changed");
    server.domain().setAuthenticatedAt(Instant.now().minus(Duration.ofSeconds(310)));
    var refused = post(byPassword());
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate").orElseThrow()).contains("max_age=\"300\"");
    assertThat(refused.body()).contains("\"max_age\":300").doesNotContain("acr_values");
    // Those that have none go by the class, and HEAD by what it does for GET.
    for (var method : new String[] {"DELETE", "HEAD", "PUT", "OPTIONS"}) {
      assertThat(server.http().send(method, "/app/guarded/x", "", byPassword()).status())
          .as(method)
          .isEqualTo(401);
    }
    assertThat(server.http().send("DELETE", "/app/guarded/x", "", byBoth()).body())
        .isEqualTo("deleted");
  }

  private RawHttp.Answer post(String credential) {
    return server.http().postForm("/app/guarded/x", "a=1", credential, server.origin());
  }

  @ParameterizedTest
  @ValueSource(strings = {"through", "wrapped", "another", "error", "mapped", "caught"})
  @Proves("S69")
  void whateverBecomesOfTheExceptionTheAnswerIsTheSame(String way) {
    var asked = get("/calls/" + way, BROWSER, byPassword());
    assertThat(asked.status()).isEqualTo(302);
    assertThat(asked.header("Location").orElseThrow())
        .isEqualTo("/app/auth/reauthenticate?return_to=%2Fapp%2Fcalls%2F" + way + "&factor=second");
    var refused = get("/calls/" + way, byPassword());
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate").orElseThrow())
        .contains("error=\"insufficient_user_authentication\", acr_values=\"mfa\"");
    assertThat(refused.body())
        .startsWith("{")
        .endsWith("}")
        .contains("\"error\":\"insufficient_user_authentication\"");
    assertThat(get("/calls/" + way).body()).contains("authentication_required");
    assertThat(get("/calls/" + way, byBoth()).body())
        .isEqualTo(way.equals("mapped") ? "called" : "before called");
  }

  @Test
  void aServletWithoutItAsksForNothing() {
    assertThat(get("/echo").status()).isEqualTo(200);
    assertThat(get("/echo", byPassword()).body()).contains("user=alice");
  }

  @Test
  void withoutARequestNobodyMeetsIt() {
    var annotation =
        Objects.requireNonNull(GuardedServlet.class.getAnnotation(RequireFactor.class));
    assertThatThrownBy(() -> StepUp.require(annotation))
        .isInstanceOf(InsufficientAuthenticationException.class)
        .hasMessageContaining("outside of a request");
  }
}
