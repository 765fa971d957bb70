package dev.portcullis.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portcullis.config.CryptoProvider;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestSettings;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureProviderTest {

  private static final byte[] PAYLOAD = "{\"sub\":\"x\"}".getBytes(UTF_8);

  @BeforeAll
  static void onlyWhereItsJarIsFor() {
    boolean here =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    if (!here) {
      System.err.println("SKIPPED: the test has the Corretto provider for Linux on x86-64 only");
    }
    assumeTrue(here, "no Corretto provider for this platform");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "HS.*")
  void signsAndVerifiesAsTheJdkDoes(JwsAlgorithm algorithm) throws Exception {
    var corretto = SignatureProvider.of(CryptoProvider.CORRETTO);
    var pair = TestKeys.of(algorithm);
    var signer = ((PrivateSigningKey) pair.signer()).using(corretto);
    var verifier = pair.verifier().using(corretto);
    for (var token : List.of(token(pair.signer()), token(signer))) {
      assertThat(refusal(verifier, token)).isNull();
      assertThat(refusal(pair.verifier(), token)).isNull();
      var forged =
          token.substring(0, token.length() - 20) + "AAAA" + token.substring(token.length() - 16);
      assertThat(refusal(verifier, forged)).isEqualTo(Stage.SIGNATURE);
    }
    assertThat(verifier.isSameAs(pair.verifier())).isTrue();
  }

  /** r or s of zero, or as large as the order: what some platforms took for good. */
  @ParameterizedTest
  @EnumSource(names = {"ES256", "ES384", "EDDSA"})
  @Proves("S2")
  void degenerateSignaturesAreRefused(JwsAlgorithm algorithm) throws Exception {
    var verifier =
        TestKeys.of(algorithm).verifier().using(SignatureProvider.of(CryptoProvider.CORRETTO));
    int length = algorithm == JwsAlgorithm.ES384 ? 96 : 64;
    for (int value : new int[] {0, 1, 0xff}) {
      var signature = new byte[length];
      Arrays.fill(signature, (byte) value);
      assertThat(verifier.verifies(PAYLOAD, PAYLOAD.length, signature)).isFalse();
    }
    assertThat(verifier.verifies(PAYLOAD, PAYLOAD.length, new byte[length - 1])).isFalse();
  }

  /** The application's own cryptography is none of our business. */
  @Test
  void nothingIsInstalledInTheJvm() {
    var before = List.of(Security.getProviders());
    assertThat(SignatureProvider.of(CryptoProvider.CORRETTO))
        .hasToString("AmazonCorrettoCryptoProvider 2.5.0");
    assertThat(Security.getProviders()).containsExactlyElementsOf(before);
  }

  @Test
  @Proves("S73")
  void theStartIsRefusedWhereItsJarIsNotThere() {
    assertThatThrownBy(() -> SignatureProvider.corretto(ClassLoader.getPlatformClassLoader()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("auth.crypto.provider is corretto, and its jar is not there")
        .hasMessageContaining("software.amazon.cryptools:AmazonCorrettoCryptoProvider");
  }

  @Test
  void oneSettingChoosesIt() {
    assertThat(TestSettings.defaults().cryptoProvider()).isEqualTo(CryptoProvider.JDK);
    var chosen =
        TestSettings.of(
            """
            auth:
              encryption_key: ${AUTH_ENCRYPTION_KEY}
              crypto: {provider: corretto}
              providers:
                local: {enabled: true}
                jwt: {issuer: test, audience: test}
            """);
    assertThat(chosen.cryptoProvider()).isEqualTo(CryptoProvider.CORRETTO);
  }

  private static String token(Signer signer) {
    return Jws.sign(signer, "t", PAYLOAD);
  }

  private static @org.jspecify.annotations.Nullable Stage refusal(
      VerificationKey key, String token) {
    var refused =
        catchThrowableOfType(
            RefusedException.class, () -> Jws.verify(KeySet.of(List.of(key)), token));
    return refused == null ? null : refused.stage();
  }
}
