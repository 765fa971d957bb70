package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.portcullis.testing.Proves;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a file, its secrets are not in what is logged about it. */
@Proves({"S71", "S73"})
class RedactionTest {

  private static final String CANARY = "CANARY";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth: {providers: {jwt: {secret: CANARY}}}",
        "auth: {providers: {jwt: {secret: CANARY-${NOWHERE}}}}",
        "auth: {providers: {jwt: {secret: CANARY-x8Jq3LzW0pVt7RmYc5NdKf2BgHs9QaE4, algorithm: ES256}}}",
        "auth: {providers: {jwt: {secret: CANARY-x8Jq3LzW0pVt7RmYc5NdKf2BgHs9QaE4, algorithm: HS512}}}",
        "auth: {providers: {jwt: {secret: [CANARY]}}}",
        "auth: {providers: {jwt: {secret: {CANARY-VALUE: CANARY}}}}",
        "auth: {providers: {jwt: {secert: CANARY}}}",
        "auth: {encryption_key: CANARY}",
        "auth: {encryption_key: 'CANARY${'}",
        "auth: {clients: [{id: a, secret_hash: CANARY}]}",
        "auth: {providers: {ldap: {bind_password: CANARY}}}",
        "auth: {providers: {ldap: {bind_password: {x: CANARY}}}}",
        "auth: {public_url: 'https://user:CANARY@app.example.com'}",
        "auth: {sessions: CANARY}",
        "auth: {clients: [CANARY]}",
        "auth:\n  providers: {jwt: {secret: CANARY: x}}",
        "auth:\n  secret: \"CANARY\n",
        "auth:\n  secret: 'CANARY\\q'\n :",
        "auth:\n  secret: \"CANARY\\q\"",
        "auth:\n  secret: @CANARY",
        "auth:\n  secret: CANARY\n bad",
        "auth:\n  secret: !CANARY x",
        "auth:\n  secret: !!binary CANARY*",
        "auth:\n  secret: CANARY\n  secret: CANARY",
        "CANARY",
        "- CANARY",
        "auth: CANARY",
      })
  void aSecretIsNotInTheMessage(String yaml) {
    var thrown = catchThrowable(TestSource.of(yaml).withoutEnv("AUTH_ENCRYPTION_KEY")::load);

    assertThat(thrown).isInstanceOf(ConfigurationException.class);
    var whole = new StringWriter();
    thrown.printStackTrace(new PrintWriter(whole));
    assertThat(whole.toString()).doesNotContain(CANARY);
  }

  @Test
  void aSecretIsNotInSettingsAndNotices() {
    var secret = "CANARY-x8Jq3LzW0pVt7RmYc5NdKf2BgHs9QaE4";
    var loaded = TestSource.of("auth: {}").env("AUTH_PROVIDERS_JWT_SECRET", secret).load();

    assertThat(loaded.settings().jwt().secret()).isNotNull();
    assertThat(loaded.toString()).doesNotContain(CANARY).doesNotContain(TestSource.ENCRYPTION_KEY);
  }

  @Test
  @Proves("S72")
  void aValueCannotForgeALineOfTheLog() {
    var thrown =
        catchThrowable(TestSource.of("auth: {door: \"x\\r\\nINFO all is well\\e[0m\"}")::load);

    assertThat(thrown).hasMessageContaining("value:   x??INFO all is well?[0m");
    assertThat(catchThrowable(TestSource.of("auth: {\"a\\nb\": 1}")::load))
        .hasMessageContaining("auth.a?b");
  }

  @Test
  void aLongValueIsCut() {
    var thrown = catchThrowable(TestSource.of("auth: {door: " + "x".repeat(5000) + "}")::load);

    assertThat(thrown.getMessage()).hasSizeLessThan(500).contains("xxx…");
  }
}
