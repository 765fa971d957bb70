package dev.portcullis.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.testing.Proves;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Proves("S3")
class KeySetTest {

  @Test
  void refusesTwoKeysOfOneId() throws Exception {
    var one = PublicVerificationKey.of("a", JwsAlgorithm.ES256, publicKey(JwsAlgorithm.ES256));
    var two = PublicVerificationKey.of("a", JwsAlgorithm.ES256, publicKey(JwsAlgorithm.ES256));
    assertThatThrownBy(() -> KeySet.of(List.of(one, two))).isInstanceOf(InvalidKeyException.class);
  }

  @Proves("S2")
  @Test
  void refusesSecretsBesidePublicKeys() {
    var mixed =
        List.of(
            TestKeys.of(JwsAlgorithm.HS256).verifier(), TestKeys.of(JwsAlgorithm.ES256).verifier());
    assertThatThrownBy(() -> KeySet.of(mixed)).isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void findsNothingUnderAnotherId() throws Exception {
    var keys = KeySet.of(List.of(TestKeys.of(JwsAlgorithm.ES256).verifier()));
    assertThat(keys.find("key-es256")).isNull();
    assertThat(keys.find("key-ES256")).isNotNull();
  }

  @Test
  void bindsEachAlgorithmToItsKindOfKeyOnly() throws Exception {
    var accepted = new ArrayList<String>();
    for (var algorithm : JwsAlgorithm.values()) {
      for (var kind : List.of("RS256", "ES256", "ES384", "EDDSA")) {
        try {
          PublicVerificationKey.of("k", algorithm, publicKey(JwsAlgorithm.valueOf(kind)));
          accepted.add(algorithm + "/" + kind);
        } catch (InvalidKeyException expected) {
          // Not its kind.
        }
      }
    }
    assertThat(accepted)
        .containsExactly(
            "RS256/RS256",
            "RS384/RS256",
            "RS512/RS256",
            "PS256/RS256",
            "PS384/RS256",
            "PS512/RS256",
            "ES256/ES256",
            "ES384/ES384",
            "EDDSA/EDDSA");
  }

  @ParameterizedTest
  @CsvSource({"HS256, 31", "HS384, 47", "HS512, 63"})
  void refusesASecretShorterThanTheDigest(JwsAlgorithm algorithm, int tooFew) throws Exception {
    assertThatThrownBy(() -> HmacKey.of("k", algorithm, new byte[tooFew]))
        .isInstanceOf(InvalidKeyException.class);
    assertThat(HmacKey.of("k", algorithm, new byte[tooFew + 1])).isNotNull();
  }

  @Test
  void refusesASecretForAPublicKeyAlgorithm() {
    assertThatThrownBy(() -> HmacKey.of("k", JwsAlgorithm.RS256, new byte[64]))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void refusesARsaKeyOf1024Bits() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    var small = generator.generateKeyPair().getPublic();
    assertThatThrownBy(() -> PublicVerificationKey.of("k", JwsAlgorithm.RS256, small))
        .isInstanceOf(InvalidKeyException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "PS512", "ES256", "ES384", "EDDSA"})
  void readsTheKeysThatItWrites(JwsAlgorithm algorithm) throws Exception {
    var key = (PublicVerificationKey) TestKeys.of(algorithm).verifier();
    var json = Jwk.write(key);
    var read = (PublicVerificationKey) Jwk.parse(json.getBytes(UTF_8));
    assertThat(read.publicKey()).isEqualTo(key.publicKey());
    assertThat(read.kid()).isEqualTo(key.kid());
    assertThat(read.algorithm()).isEqualTo(algorithm);
    assertThat(JWK.parse(json).computeThumbprint().decode())
        .startsWith(HexFormat.of().parseHex(Jwk.thumbprint(algorithm, key.publicKey())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"use\":\"sig\"|\"use\":\"enc\"",
        "\"use\":\"sig\"|\"key_ops\":[\"encrypt\"]",
        "\"use\":\"sig\"|\"key_ops\":[]",
        "\"use\":\"sig\"|\"use\":\"sig\",\"d\":\"AAAA\"",
        "\"alg\":\"ES256\"|\"alg\":\"ES384\"",
        "\"alg\":\"ES256\"|\"alg\":\"RS256\"",
        "\"alg\":\"ES256\"|\"alg\":\"HS256\"",
        "\"alg\":\"ES256\"|\"alg\":\"none\"",
        "\"alg\":\"ES256\",|",
        "\"crv\":\"P-256\"|\"crv\":\"P-384\"",
        "\"kty\":\"EC\"|\"kty\":\"RSA\"",
        "\"kty\":\"EC\"|\"kty\":\"oct\"",
        "\"x\":\"|\"x\":\"AA",
        "\"kid\":\"key-ES256\"|\"kid\":\"a\",\"kid\":\"b\"",
        "\"kid\":\"key-ES256\"|\"x5t\":\"\"",
      })
  void refusesAKeyOfAnotherUseKindOrForm(String written, String instead) {
    var json = Jwk.write((PublicVerificationKey) TestKeys.of(JwsAlgorithm.ES256).verifier());
    assertThat(json).contains(written);
    var changed = json.replace(written, instead == null ? "" : instead);
    assertThatThrownBy(() -> Jwk.parse(changed.getBytes(UTF_8)))
        .isInstanceOfAny(InvalidKeyException.class, MalformedException.class);
  }

  private static PublicKey publicKey(JwsAlgorithm algorithm) {
    return TestKeys.keyPair(algorithm).getPublic();
  }
}
