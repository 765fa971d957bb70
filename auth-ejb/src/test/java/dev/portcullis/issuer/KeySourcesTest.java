package dev.portcullis.issuer;

import static dev.portcullis.issuer.OneIssuer.ec;
import static dev.portcullis.issuer.OneIssuer.jwks;
import static dev.portcullis.issuer.OneIssuer.pem;
import static dev.portcullis.issuer.OneIssuer.quoted;
import static dev.portcullis.issuer.OneIssuer.rsa;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.config.ConfigurationException;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.jose.HmacKey;
import dev.portcullis.jose.Signer;
import dev.portcullis.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of an issuer that stand in the configuration or in a file. */
class KeySourcesTest {

  private static final String SECRET = "q0Zt7vB1xLr8mWc4yHs6dKf2jNp9aEg5uTi3oRz";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private static OneIssuer with(String entry) {
    return OneIssuer.of(
        "https://idp.example.com",
        entry,
        address -> {
          throw new AssertionError("Nothing is to be fetched: " + address);
        });
  }

  private OneIssuer withFile(byte[] content) throws IOException {
    return with("jwks_file: " + quoted(Files.write(folder.resolve("jwks"), content).toString()));
  }

  private static Signer hmac(JwsAlgorithm algorithm, String secret) {
    try {
      return HmacKey.of("k", algorithm, secret.getBytes(UTF_8));
    } catch (InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFileIsReadAtTheStart() throws Exception {
    var one = withFile(jwks("c1").getBytes(UTF_8));
    Files.delete(folder.resolve("jwks"));
    assertThat(one.verdict(ec(), "c1")).isEqualTo("live");
    assertThat(one.verdict(ec(), "c2")).isEqualTo("key");
    assertThat(one.verdict(ec(), null)).isEqualTo("header");
    assertThat(one.issuers().states()).containsEntry("corp", "up");
  }

  @Test
  @Proves("S73")
  void aFileThatIsNotThereStopsTheStart() {
    assertThatThrownBy(() -> with("jwks_file: " + quoted(folder + "/none")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("jwks_file")
        .hasMessageContaining("cannot be read")
        .hasMessageContaining("none");
  }

  @Test
  @Proves("S73")
  void aFileThatIsTooLargeStopsTheStart() {
    var json = (jwks("c1") + " ".repeat(512 * 1024)).getBytes(UTF_8);
    assertThatThrownBy(() -> withFile(json))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("512 KiB");
  }

  @Test
  @Proves({"S3", "S73"})
  void aFileOfWhichOneKeyIsNoGoodStopsTheStart() {
    var good = jwks("c1").replace("]}", "");
    for (var bad :
        new String[] {
          "{\"keys\":[]}",
          "no json",
          jwks("c1").replace("\"sig\"", "\"enc\""),
          good + "," + jwks("c1").substring("{\"keys\":[".length()),
          good + ",{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"AAAA\"}]}"
        }) {
      assertThatThrownBy(() -> withFile(bad.getBytes(UTF_8)))
          .as(bad)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("jwks_file");
    }
  }

  @Test
  @Proves("S4")
  void aPemKeyWithAnIdServesTokensOfThatId() {
    var one = with("key_id: c1, public_key: " + quoted(pem(OneIssuer.EC.getPublic())));
    assertThat(one.verdict(ec(), "c1")).isEqualTo("live");
    assertThat(one.verdict(ec(), "c2")).isEqualTo("key");
    assertThat(one.verdict(ec(), null)).isEqualTo("header");
    assertThat(one.verdict(rsa(), "c1")).isEqualTo("key");
  }

  @Test
  @Proves("S4")
  void aPemKeyWithoutAnIdServesTokensWithoutOne() {
    var one = with("public_key: " + quoted(pem(OneIssuer.RSA.getPublic())));
    assertThat(one.verdict(rsa(), null)).isEqualTo("live");
    assertThat(one.verdict(rsa(), "c1")).isEqualTo("key");
    assertThat(one.verdict(rsa(), "")).isNotEqualTo("live");
    assertThat(one.verdict(ec(), null)).isEqualTo("key");
  }

  @Test
  @Proves({"S3", "S73"})
  void aWeakPemKeyStopsTheStart() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    var weak = quoted(pem(generator.generateKeyPair().getPublic()));
    assertThatThrownBy(() -> with("public_key: " + weak))
        .isInstanceOfAny(IllegalStateException.class, ConfigurationException.class)
        .hasMessageContaining("2048");
  }

  @Test
  @Proves("S2")
  void thePublicKeyIsNoSecret() {
    var pem = pem(OneIssuer.RSA.getPublic());
    var one = with("key_id: c1, public_key: " + quoted(pem));
    for (var secret : new String[] {pem, pem.strip()}) {
      assertThat(one.verdict(hmac(JwsAlgorithm.HS256, secret), "c1")).isEqualTo("key");
    }
  }

  /** Everybody has it, however random it looks. */
  @Test
  @Proves({"S2", "S73"})
  void aPublicKeyIsRefusedAsASecret() {
    var pem = pem(OneIssuer.RSA.getPublic());
    for (var secret : new String[] {pem, pem.replace("\n", ""), jwks("c1"), " " + pem}) {
      assertThatThrownBy(() -> with("secret: " + quoted(secret.replace("\"", "\\\""))))
          .as(secret)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("secret");
    }
  }

  @ParameterizedTest
  @Proves({"S2", "S3"})
  @CsvSource({"HS256, 32", "HS384, 48", "HS512, 64"})
  void aSecretIsAsLongAsItsHash(JwsAlgorithm algorithm, int bytes) {
    var secret = (SECRET + SECRET.toUpperCase(java.util.Locale.ROOT)).substring(0, bytes);
    var entry = "algorithms: [" + algorithm.wireName() + "], secret: " + secret;
    assertThat(with(entry).verdict(hmac(algorithm, secret), null)).isEqualTo("live");
    assertThatThrownBy(() -> with(entry.substring(0, entry.length() - 1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("at least " + bytes + " bytes");
  }

  @Test
  @Proves({"S2", "S4"})
  void aSecretWithAnIdServesTokensOfThatId() {
    var one = with("key_id: s1, secret: " + SECRET);
    assertThat(one.verdict(hmac(JwsAlgorithm.HS256, SECRET), "s1")).isEqualTo("live");
    assertThat(one.verdict(hmac(JwsAlgorithm.HS256, SECRET), "s2")).isEqualTo("key");
    assertThat(one.verdict(hmac(JwsAlgorithm.HS256, SECRET), null)).isEqualTo("header");
    assertThat(one.verdict(hmac(JwsAlgorithm.HS256, SECRET + "x"), "s1")).isEqualTo("signature");
    assertThat(one.verdict(hmac(JwsAlgorithm.HS512, SECRET + SECRET), "s1")).isEqualTo("key");
  }

  @Test
  @Proves({"S2", "S4"})
  void aSecretWithoutAnIdServesTokensWithoutOne() {
    var one = with("secret: " + SECRET);
    assertThat(one.verdict(hmac(JwsAlgorithm.HS256, SECRET), null)).isEqualTo("live");
    assertThat(one.verdict(hmac(JwsAlgorithm.HS256, SECRET), "s1")).isEqualTo("key");
    assertThat(one.verdict(ec(), null)).isEqualTo("key");
  }

  @Test
  void nothingIsFetchedWhereAKeyIsConfigured() {
    assertThat(with("secret: " + SECRET).issuers().backgroundWork()).isEmpty();
  }
}
