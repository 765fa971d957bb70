package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.RawHttp;
import dev.portcullis.web.testing.Settings;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The signing keys over HTTP; bob is an administrator, alice is none. */
class KeyOperationsTest {

  private static final String KEYS = "/app/auth/admin/keys";
  private static final String RETIRE = KEYS + "/k1/retire";
  private static final String ALICE = "Authorization: Bearer token-alice";
  private static final String BOB = "Authorization: Bearer token-bob";

  @SuppressWarnings("NullAway.Init") // set before any test
  private TestServer server;

  @SuppressWarnings("NullAway.Init") // set before any test
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

  @Test
  void anAdministratorSeesTheKeys() {
    assertThat(http.get(KEYS, BOB).body())
        .isEqualTo(
            "{\"items\":[{\"kid\":\"k1\",\"algorithm\":\"ES256\",\"state\":\"signing\","
                + "\"created_at\":\"2026-06-01T12:00:00Z\","
                + "\"activates_at\":\"2026-06-01T12:01:00Z\",\"retires_at\":null}],"
                + "\"next_cursor\":null}");
  }

  @Test
  void anAdministratorRotatesImportsAndRetires() {
    var rotated = http.postJson(KEYS, "{}", BOB);
    assertThat(rotated.status()).isEqualTo(201);
    assertThat(rotated.body()).contains("\"kid\":\"k2\"", "\"state\":\"pending\"");
    assertThat(http.postJson(KEYS, "{\"jwk\":{\"kty\":\"EC\"}}", BOB).body())
        .contains("\"kid\":\"k3\"");
    assertThat(http.postJson(RETIRE, "{}", BOB).body()).contains("\"state\":\"retired\"");
    assertThat(http.send("POST", RETIRE, "", BOB).status()).isEqualTo(200);
    assertThat(http.postJson(KEYS + "/other/retire", "{}", BOB).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"pem\":\"duplicate\"} | 409 | conflict",
        "{\"pem\":\"x\"} | 400 | This is not one PEM block.",
        "{\"jwk\":{}} | 400 | This is no private JWK.",
        "{\"jwk\":\"x\"} | 400 | must be an object",
        "{\"jwk\":{},\"pem\":\"x\"} | 400 | not both",
        "{\"key\":{}} | 400 | unknown_field",
        "[] | 400 | invalid_request"
      })
  void whatCannotBeTakenInIsSaid(String body, int status, String words) {
    var answer = http.postJson(KEYS, body, BOB);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).contains(words);
  }

  @Test
  @Proves("S26")
  void othersMayNotAndAnOldProofDoesNotServe() {
    assertThat(http.get(KEYS).status()).isEqualTo(401);
    assertThat(http.get(KEYS, ALICE).body()).contains("insufficient_permissions");
    assertThat(http.postJson(KEYS, "{}", ALICE).status()).isEqualTo(403);
    assertThat(http.postJson(RETIRE, "{}", ALICE).status()).isEqualTo(403);

    server.domain().setAuthenticatedAt(Instant.now().minus(Duration.ofMinutes(6)));
    for (var answer :
        new RawHttp.Answer[] {
          http.get(KEYS, BOB), http.postJson(KEYS, "{}", BOB), http.postJson(RETIRE, "{}", BOB)
        }) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.body()).contains("insufficient_user_authentication", "\"max_age\":300");
    }
  }

  @Test
  @Proves("S76")
  void anotherSiteCannotChangeKeys() {
    var cookie = server.cookie(server.domain().signIn("bob"));
    assertThat(http.postJson(KEYS, "{}", cookie).body()).contains("csrf_failed");
    assertThat(http.send("POST", RETIRE, "", cookie).body()).contains("csrf_failed");
    assertThat(http.postJson(KEYS, "{}", cookie, server.origin()).status()).isEqualTo(201);
  }
}
