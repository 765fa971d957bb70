package dev.portcullis.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.testing.Proves;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {

  @ParameterizedTest
  @EnumSource(names = {"RS256", "PS512", "ES256", "ES384", "EDDSA"})
  void comeAsPemAndAsJwk(JwsAlgorithm algorithm) throws Exception {
    var pair = TestKeys.keyPair(algorithm);
    var thumbprint = Jwk.thumbprint(algorithm, pair.getPublic());

    var fromPem = PrivateKeys.pem(pem("PRIVATE KEY", pair.getPrivate().getEncoded()), algorithm);
    assertThat(fromPem.kid()).isEqualTo(thumbprint);
    assertThat(fromPem.pair().getPublic()).isEqualTo(pair.getPublic());

    var fromJwk = PrivateKeys.jwk(jwk(algorithm, pair).getBytes(UTF_8), algorithm);
    assertThat(fromJwk.kid()).isEqualTo(thumbprint);
    assertThat(fromJwk.pair().getPublic()).isEqualTo(pair.getPublic());
    var token =
        Jws.sign(
            new PrivateSigningKey("k", algorithm, fromJwk.pair().getPrivate()),
            "t",
            "{}".getBytes(UTF_8));
    var lookup = PublicVerificationKey.of("k", algorithm, pair.getPublic());
    assertThat(Jws.verify(kid -> lookup, token)).isNotNull();
  }

  private static String jwk(JwsAlgorithm algorithm, KeyPair pair) {
    return switch (algorithm) {
      case ES256, ES384 ->
          new ECKey.Builder(
                  algorithm == JwsAlgorithm.ES256 ? Curve.P_256 : Curve.P_384,
                  (ECPublicKey) pair.getPublic())
              .privateKey((ECPrivateKey) pair.getPrivate())
              .build()
              .toJSONString();
      case EDDSA -> {
        var encoded = pair.getPublic().getEncoded();
        var x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        yield new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x))
            .d(Base64URL.encode(((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow()))
            .build()
            .toJSONString();
      }
      default ->
          new RSAKey.Builder((RSAPublicKey) pair.getPublic())
              .privateKey((RSAPrivateKey) pair.getPrivate())
              .build()
              .toJSONString();
    };
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), label);
  }

  @Test
  void keepTheIdThatTheyHave() throws Exception {
    var imported =
        PrivateKeys.jwk(es256("\"kid\":\"2026-06\"").getBytes(UTF_8), JwsAlgorithm.ES256);
    assertThat(imported.kid()).isEqualTo("2026-06");
  }

  private static String es256(String more) {
    var json = jwk(JwsAlgorithm.ES256, TestKeys.keyPair(JwsAlgorithm.ES256));
    return json.substring(0, json.length() - 1) + (more.isEmpty() ? "" : "," + more) + "}";
  }

  @ParameterizedTest
  @Proves("S3")
  @ValueSource(
      strings = {
        "\"alg\":\"ES384\"",
        "\"alg\":\"HS256\"",
        "\"use\":\"enc\"",
        "\"key_ops\":[\"verify\"]",
        "\"kid\":\"../../etc\"",
        "\"kid\":\"\""
      })
  void areRefusedWhereTheyAreForSomethingElse(String more) {
    assertThatThrownBy(() -> PrivateKeys.jwk(es256(more).getBytes(UTF_8), JwsAlgorithm.ES256))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  @Proves("S3")
  void areRefusedWhereTheHalvesDoNotBelongTogether() throws Exception {
    var one = (ECPublicKey) TestKeys.keyPair(JwsAlgorithm.ES256).getPublic();
    var other = (ECPrivateKey) TestKeys.keyPair(JwsAlgorithm.ES256).getPrivate();
    var mixed = new ECKey.Builder(Curve.P_256, one).privateKey(other).build().toJSONString();
    assertThatThrownBy(() -> PrivateKeys.jwk(mixed.getBytes(UTF_8), JwsAlgorithm.ES256))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("another public half");
  }

  @Test
  @Proves("S3")
  void areRefusedWhereTheirPartsDoNotSignWhatTheyVerify() throws Exception {
    var json = jwk(JwsAlgorithm.RS256, TestKeys.keyPair(JwsAlgorithm.RS256));
    var broken = json.replaceFirst("\"dp\":\"[^\"]{8}", "\"dp\":\"AAAAAAAA");
    assertThat(broken).isNotEqualTo(json);
    assertThatThrownBy(() -> PrivateKeys.jwk(broken.getBytes(UTF_8), JwsAlgorithm.RS256))
        .isInstanceOf(InvalidKeyException.class);
  }

  /** Java signs with the primes alone: such a key signs what its modulus verifies. */
  @ParameterizedTest
  @Proves("S3")
  @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi"})
  void areRefusedWhereOneMemberIsWrong(String member) throws Exception {
    var pair = TestKeys.keyPair(JwsAlgorithm.RS256);
    var good = (RSAPrivateCrtKey) pair.getPrivate();
    var wrong =
        Map.of(
            "d", good.getPrivateExponent().add(BigInteger.TWO),
            "p", good.getPrimeP().add(BigInteger.TWO),
            "q", good.getPrimeQ().add(BigInteger.TWO),
            "dp", good.getPrimeExponentP().add(BigInteger.TWO),
            "dq", good.getPrimeExponentQ().add(BigInteger.TWO),
            "qi", good.getCrtCoefficient().add(BigInteger.ONE));
    var json = jwk(JwsAlgorithm.RS256, pair);
    var value = Base64URL.encode(wrong.get(member)).toString();
    var broken =
        json.replaceFirst(
            "\"%s\":\"[^\"]+\"".formatted(member), "\"" + member + "\":\"" + value + "\"");
    assertThat(broken).isNotEqualTo(json);

    assertThatThrownBy(() -> PrivateKeys.jwk(broken.getBytes(UTF_8), JwsAlgorithm.RS256))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("belong together");
  }

  @Test
  @Proves("S3")
  void areRefusedInPemJustSo() throws Exception {
    var pair = TestKeys.keyPair(JwsAlgorithm.RS256);
    var good = (RSAPrivateCrtKey) pair.getPrivate();
    var wrong =
        KeyFactory.getInstance("RSA")
            .generatePrivate(
                new RSAPrivateCrtKeySpec(
                    good.getModulus(),
                    good.getPublicExponent(),
                    good.getPrivateExponent().add(BigInteger.TWO),
                    good.getPrimeP(),
                    good.getPrimeQ(),
                    good.getPrimeExponentP(),
                    good.getPrimeExponentQ(),
                    good.getCrtCoefficient()));

    assertThatThrownBy(
            () -> PrivateKeys.pem(pem("PRIVATE KEY", wrong.getEncoded()), JwsAlgorithm.RS256))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("belong together");
  }

  @Test
  @Proves("S3")
  void areRefusedWhereTheyAreWeakOrOfAnotherKind() throws Exception {
    var rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(1024);
    var weak = pem("PRIVATE KEY", rsa.generateKeyPair().getPrivate().getEncoded());
    assertThatThrownBy(() -> PrivateKeys.pem(weak, JwsAlgorithm.RS256))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("2048");
    assertThatThrownBy(() -> PrivateKeys.pem(weak, JwsAlgorithm.ES256))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("for ES256");
    var ec = KeyPairGenerator.getInstance("EC");
    ec.initialize(new ECGenParameterSpec("secp384r1"));
    var otherCurve = pem("PRIVATE KEY", ec.generateKeyPair().getPrivate().getEncoded());
    assertThatThrownBy(() -> PrivateKeys.pem(otherCurve, JwsAlgorithm.ES256))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("secp256r1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ENCRYPTED PRIVATE KEY|encrypted",
        "RSA PRIVATE KEY|openssl pkcs8 -topk8",
        "EC PRIVATE KEY|openssl pkcs8 -topk8",
        "CERTIFICATE|no private key",
        "PRIVATE KEY|no private key for ES256"
      })
  void ofAnotherFormSayWhatToDo(String labelAndWords) {
    var parts = labelAndWords.split("\\|", -1);
    assertThatThrownBy(() -> PrivateKeys.pem(pem(parts[0], new byte[] {1, 2}), JwsAlgorithm.ES256))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining(parts[1]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "-----BEGIN PRIVATE KEY-----",
        "{}",
        "[]",
        "{\"kty\":\"EC\"}",
        "{\"d\":1}"
      })
  void areRefusedWhereTheyAreNothingOfTheKind(String text) {
    assertThatThrownBy(() -> PrivateKeys.pem(text, JwsAlgorithm.ES256))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> PrivateKeys.jwk(text.getBytes(UTF_8), JwsAlgorithm.ES256))
        .isInstanceOfAny(InvalidKeyException.class, MalformedException.class);
  }
}
