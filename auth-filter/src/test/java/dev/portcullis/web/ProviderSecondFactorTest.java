package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AuthenticationResult.SecondFactorRequired;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.PendingLogin;
import dev.portcullis.ProviderInfo;
import dev.portcullis.ProviderLogins;
import dev.portcullis.web.testing.Settings;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An account that a provider's word alone does not open. */
class ProviderSecondFactorTest {

  /** Every answer proves somebody who needs more than that. */
  private static final class Proven implements ProviderLogins {

    @Override
    public List<ProviderInfo> providers() {
      return List.of(new ProviderInfo("corp", "corp"));
    }

    @Override
    public Beginning begin(String provider, Wish wish, ClientInfo client) {
      return new Beginning.Unknown();
    }

    @Override
    public Ending finish(String provider, Answer answer, ClientInfo client) {
      var pending =
          new PendingLogin(
              Confidential.of("pending-canary"), List.of(), null, false, Instant.now());
      return new Ending.InSession(new SecondFactorRequired<>(pending), "/app/x");
    }
  }

  @Test
  void aBrowserIsToldThatASecondFactorIsNeeded() throws Exception {
    try (var server = new TestServer(new Settings().build())) {
      server.domain().setProviderLogins(new Proven());
      var answer =
          server.http().get("/app/auth/oauth/corp/callback?code=a&state=b", "Accept: text/html");
      assertThat(answer.status()).isEqualTo(303);
      assertThat(answer.header("Set-Cookie").orElse("")).doesNotContain("portcullis-");
      var address = answer.header("Location").orElseThrow();
      assertThat(address)
          .isEqualTo("/app/auth/login?notice=second_factor_required&return_to=%2Fapp%2Fx");
      assertThat(server.http().get(address, "Accept: text/html").body())
          .contains("A second factor is needed");
    }
  }
}
