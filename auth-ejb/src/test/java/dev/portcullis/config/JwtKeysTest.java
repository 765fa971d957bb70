package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.config.file.Problem;
import dev.portcullis.testing.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys of our own tokens, as the configuration has them. */
class JwtKeysTest {

  private static final String PEM = "-----BEGIN PRIVATE KEY-----CANARY-----END PRIVATE KEY-----";
  private static final String JWT = "auth.providers.jwt.";

  private static TestSource with(String jwt) {
    return TestSource.of("auth: {providers: {jwt: {" + jwt + "}}}");
  }

  @ParameterizedTest
  @Proves({"S2", "S3", "S71", "S73"})
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "key_rotation: 20m                                        | key_rotation",
        "key_rotation: 1h, expiration: 45m                        | key_rotation",
        "key_rotation: 1h, key_publication: 40m                   | key_rotation",
        "previous_secrets: [SECRET]                               | previous_secrets",
        "secret: SECRET, previous_secrets: [SECRET]               | previous_secrets",
        "secret: SECRET, keys: [{pem: 'PEM'}]                     | secret",
        "keys: [{}]                                               | keys[0]",
        "keys: [{pem: 'PEM', jwk: '{}'}]                          | keys[0]",
        "keys: [{pem: 'PEM'}, {pem: 'PEM'}]                       | keys[1]",
        "keys: [{pem: CANARY}]                                    | keys[0].pem",
        "keys: [{jwk: CANARY}]                                    | keys[0].jwk",
        "keys: [{file: /no/such/file}]                            | keys[0].file",
      })
  void whatCannotBeIsRefused(String jwt, String key) {
    var thrown =
        catchThrowableOfType(
            ConfigurationException.class,
            with(jwt.replace("PEM", PEM).replace("SECRET", "'" + TestSource.JWT_SECRET + "'"))
                ::load);
    assertThat(thrown.problems()).extracting(Problem::path).containsExactly(JWT + key.strip());
    assertThat(thrown.getMessage()).doesNotContain("CANARY", TestSource.JWT_SECRET);
  }

  @Test
  @Proves("S71")
  void aKeyComesFromAFileOrTheText(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("key.pem"), PEM + "\n");
    var settings =
        with("keys: [{file: '" + file + "'}, {jwk: '{\"kid\": \"CANARY\"}'}]").load().settings();
    var keys = settings.jwt().keys().given();
    assertThat(keys).extracting(GivenKey::path).containsExactly(JWT + "keys[0]", JWT + "keys[1]");
    assertThat(keys).extracting(GivenKey::isJwk).containsExactly(false, true);
    assertThat(keys.get(0).text().reveal()).isEqualTo(PEM);
    assertThat(settings.jwt().algorithm()).isEqualTo(JwsAlgorithm.ES256);
    assertThat(settings.toString()).doesNotContain("CANARY");
  }

  @Test
  @Proves("S71")
  void aFileThatHoldsNoKeyIsNotShown(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("key.pem"), "CANARY");
    var thrown =
        catchThrowableOfType(
            ConfigurationException.class, with("keys: [{file: '" + file + "'}]")::load);
    assertThat(thrown.problems())
        .extracting(Problem::path)
        .isEqualTo(List.of(JWT + "keys[0].file"));
    assertThat(thrown.getMessage()).doesNotContain("CANARY");
  }
}
