package dev.portcullis.web.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.TokenVerification;
import dev.portcullis.testing.LogCapture;
import dev.portcullis.testing.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.pac4j.core.exception.CredentialsException;

class BearerClientTest {

  private static final String CANARY = "canary-0f1e2d3c4b5a";

  private final List<String> asked = new ArrayList<>();

  private TokenVerification verify(String header, AccessTokenVerifier verifier) {
    return new BearerClient(
            token -> {
              asked.add(token);
              return verifier.verify(token);
            })
        .verify(header);
  }

  @Test
  @Proves("S1")
  void ourVerifierIsTheAuthenticatorAndSaysItAll() {
    var invalid = new TokenVerification.Invalid("signature");
    var unavailable = new TokenVerification.Unavailable();
    assertThat(verify("Bearer " + CANARY, token -> invalid)).isSameAs(invalid);
    assertThat(verify("Bearer " + CANARY, token -> unavailable)).isSameAs(unavailable);
    assertThat(asked).containsExactly(CANARY, CANARY);
  }

  /** pac4j catches its own exceptions and goes on without a profile. */
  @Test
  @Proves("S1")
  void whatPac4jSwallowsIsNoCaller() {
    assertThat(verify("Basic " + CANARY, token -> new TokenVerification.Unavailable()))
        .isInstanceOf(TokenVerification.Invalid.class);
    assertThat(asked).isEmpty();
    assertThat(
            verify(
                "Bearer " + CANARY,
                token -> {
                  throw new CredentialsException("broken");
                }))
        .isInstanceOf(TokenVerification.Invalid.class);
  }

  @Test
  @Proves("S71")
  void pac4jLogsNoTokenHoweverMuchItSays() {
    var pac4j = Logger.getLogger("org.pac4j");
    var before = pac4j.getLevel();
    pac4j.setLevel(Level.ALL);
    try (var log = new LogCapture("org.pac4j")) {
      verify("Bearer " + CANARY, token -> new TokenVerification.Invalid("signature"));
      verify("Basic " + CANARY, token -> new TokenVerification.Invalid("signature"));
      assertThat(log.records())
          .isNotEmpty()
          .allSatisfy(
              record -> {
                assertThat(record.getMessage()).doesNotContain(CANARY);
                assertThat(String.valueOf(record.getThrown())).doesNotContain(CANARY);
              });
    } finally {
      pac4j.setLevel(before);
    }
  }
}
