package dev.portcullis.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.testing.Proves;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwsTest {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final byte[] PAYLOAD = "{\"sub\":\"x\"}".getBytes(UTF_8);

  @ParameterizedTest
  @EnumSource
  void acceptsWhatItSigned(JwsAlgorithm algorithm) throws Exception {
    var pair = TestKeys.of(algorithm);
    var verified = Jws.verify(KeySet.of(List.of(pair.verifier())), token(pair.signer()));
    assertThat(verified.header().typ()).isEqualTo("t");
    assertThat(verified.header().alg()).isEqualTo(algorithm.wireName());
    var payload = verified.payload();
    payload.beginObject();
    assertThat(payload.nextName()).isTrue();
    assertThat(payload.name()).isEqualTo("sub");
    assertThat(payload.string()).isEqualTo("x");
  }

  @Proves("S2")
  @Test
  void everyAlgorithmIsRefusedByTheKeysOfAllOthers() throws Exception {
    for (var claimed : JwsAlgorithm.values()) {
      for (var bound : JwsAlgorithm.values()) {
        if (claimed == bound) {
          continue;
        }
        var key = TestKeys.of(bound).verifier();
        var signer = new Renamed(TestKeys.of(claimed).signer(), key.kid());
        assertThat(refusal(key, token(signer)))
            .as("%s signed, key for %s", claimed, bound)
            .isEqualTo(Stage.KEY);
        var liar = new Relabelled(signer, bound);
        assertThat(refusal(key, token(liar)))
            .as("%s signed as %s", claimed, bound)
            .isEqualTo(Stage.SIGNATURE);
      }
    }
  }

  @Proves("S2")
  @ParameterizedTest
  @ValueSource(strings = {"none", "NONE", "None", "", "hs256", "HS256 ", "RSA1_5", "ES512"})
  void refusesAlgorithmsThatTheKeyIsNotFor(String alg) throws Exception {
    var pair = TestKeys.of(JwsAlgorithm.HS256);
    var header = "{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(alg, pair.verifier().kid());
    assertThat(refusal(pair.verifier(), signed(header, PAYLOAD, pair.signer())))
        .isEqualTo(Stage.KEY);
    assertThat(refusal(pair.verifier(), encoded(header) + "." + encoded(PAYLOAD) + "."))
        .isEqualTo(Stage.KEY);
  }

  /** The classic attack: the public key, which everybody knows, as an HMAC secret. */
  @Proves("S2")
  @Test
  void refusesAnHmacUnderThePublicKey() throws Exception {
    var pair = TestKeys.of(JwsAlgorithm.RS256);
    var publicKey = ((PublicVerificationKey) pair.verifier()).publicKey();
    var attacker = HmacKey.of(pair.verifier().kid(), JwsAlgorithm.HS256, publicKey.getEncoded());
    assertThat(refusal(pair.verifier(), token(attacker))).isEqualTo(Stage.KEY);
  }

  @Proves("S7")
  @ParameterizedTest
  @EnumSource(names = {"HS256", "RS256", "PS256", "ES256", "EDDSA"})
  void anyOneCharacterMoreLessOrOtherIsRefused(JwsAlgorithm algorithm) throws Exception {
    var pair = TestKeys.of(algorithm);
    var keys = KeySet.of(List.of(pair.verifier()));
    var token = token(pair.signer());
    assertThat(refusal(keys, token)).isNull();
    for (int i = 0; i < token.length(); i++) {
      var before = token.substring(0, i);
      var after = token.substring(i + 1);
      assertThat(refusal(keys, before + after)).as("without %d", i).isNotNull();
      assertThat(refusal(keys, before + "A" + token.substring(i))).as("A at %d", i).isNotNull();
      for (char c : others(token.charAt(i), algorithm.isSymmetric()).toCharArray()) {
        assertThat(refusal(keys, before + c + after)).as("%s at %d", c, i).isNotNull();
      }
    }
    for (char c : (ALPHABET + ".= \n").toCharArray()) {
      assertThat(refusal(keys, token + c)).isNotNull();
    }
  }

  /** What to put instead of a character; where verifying is slow, each of its six bits changed. */
  private static String others(char c, boolean all) {
    var others = new StringBuilder(".=+/ \n\té?\0");
    int value = ALPHABET.indexOf(c);
    for (int i = 0; i < ALPHABET.length(); i++) {
      boolean oneBit = value >= 0 && Integer.bitCount(value ^ i) == 1;
      if (i != value && (all || oneBit || value < 0)) {
        others.append(ALPHABET.charAt(i));
      }
    }
    return others.toString().replace(String.valueOf(c), "");
  }

  @Proves({"S5", "S7"})
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "...",
        "a",
        "a.b",
        "{}",
        "{\"sub\":\"x\"}",
        "eyJhbGciOiJub25lIn0.e30",
        // JWE, five parts: raw JSON, a PlainJWT or a nested JWE inside makes no difference.
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.e30.AAAA",
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIiwia2lkIjoiayJ9.AA.AAAA.ZXlKaGJHY2k.AAAA",
      })
  void refusesWhatHasNotExactlyThreeParts(String token) throws Exception {
    assertThat(refusal(TestKeys.of(JwsAlgorithm.HS256).verifier(), token))
        .isIn(Stage.PARSE, Stage.HEADER);
  }

  @Proves({"S4", "S5", "S6"})
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "crit|[\"b64\"]",
        "crit|[]",
        "b64|false",
        "b64|true",
        "jwk|{\"kty\":\"oct\",\"k\":\"AAAA\"}",
        "jku|\"https://attacker.example/keys\"",
        "x5u|\"https://attacker.example/cert\"",
        "x5c|[\"AAAA\"]",
        "x5t|\"AAAA\"",
        "zip|\"DEF\"",
        "enc|\"A128GCM\"",
        "cty|\"JWT\"",
        "p2c|1000000000",
        "ALG|\"none\"",
      })
  void refusesAHeaderWithAnyOtherParameter(String name, String value) throws Exception {
    var pair = TestKeys.of(JwsAlgorithm.HS256);
    var header =
        "{\"alg\":\"HS256\",\"kid\":\"%s\",\"%s\":%s}"
            .formatted(pair.verifier().kid(), name, value);
    assertThat(refusal(pair.verifier(), signed(header, PAYLOAD, pair.signer())))
        .isEqualTo(Stage.HEADER);
  }

  @Proves("S7")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\",\"kid\":\"KID\",\"alg\":\"HS256\"}",
        "{\"alg\":\"HS256\",\"kid\":\"KID\",\"\\u0061lg\":\"HS256\"}",
        "{\"alg\":\"HS256\",\"kid\":\"KID\"}{}",
        "{\"alg\":\"HS256\",\"kid\":\"KID\",}",
        "{\"alg\":[\"HS256\"],\"kid\":\"KID\"}",
        "{\"alg\":\"HS256\",\"kid\":null}",
        "[\"alg\",\"HS256\"]",
        "null",
      })
  void refusesAHeaderThatIsNoStrictJson(String header) throws Exception {
    var pair = TestKeys.of(JwsAlgorithm.HS256);
    var json = header.replace("KID", pair.verifier().kid());
    assertThat(refusal(pair.verifier(), signed(json, PAYLOAD, pair.signer())))
        .isEqualTo(Stage.PARSE);
  }

  @Test
  void refusesAHeaderWithoutAlgorithmOrKeyId() throws Exception {
    var pair = TestKeys.of(JwsAlgorithm.HS256);
    for (var header : List.of("{}", "{\"alg\":\"HS256\"}", "{\"kid\":\"key-HS256\"}")) {
      assertThat(refusal(pair.verifier(), signed(header, PAYLOAD, pair.signer())))
          .isEqualTo(Stage.HEADER);
    }
  }

  @Proves("S78")
  @Test
  void looksAtNothingLongerThan8KiB() throws Exception {
    var pair = TestKeys.of(JwsAlgorithm.HS256);
    var fits = Jws.sign(pair.signer(), "t", new byte[6000]);
    assertThat(fits.length()).isLessThan(Jws.MAX_LENGTH);
    assertThat(refusal(pair.verifier(), fits)).isNull();
    assertThat(refusal(pair.verifier(), Jws.sign(pair.signer(), "t", new byte[6100])))
        .isEqualTo(Stage.SIZE);
    assertThat(refusal(pair.verifier(), "x".repeat(Jws.MAX_LENGTH + 1))).isEqualTo(Stage.SIZE);
    assertThat(refusal(pair.verifier(), "x".repeat(10_000_000))).isEqualTo(Stage.SIZE);
  }

  @Proves("S2")
  @ParameterizedTest
  @EnumSource(names = {"ES256", "ES384"})
  void refusesAnEcdsaSignatureWithAZeroHalf(JwsAlgorithm algorithm) throws Exception {
    var pair = TestKeys.of(algorithm);
    var token = token(pair.signer());
    int end = token.lastIndexOf('.');
    var signature = Base64.getUrlDecoder().decode(token.substring(end + 1));
    for (int from : new int[] {0, signature.length / 2}) {
      var zeroed = signature.clone();
      Arrays.fill(zeroed, from, from + signature.length / 2, (byte) 0);
      assertThat(refusal(pair.verifier(), token.substring(0, end + 1) + encoded(zeroed)))
          .isEqualTo(Stage.SIGNATURE);
    }
    var zeros = encoded(new byte[signature.length]);
    assertThat(refusal(pair.verifier(), token.substring(0, end + 1) + zeros))
        .isEqualTo(Stage.SIGNATURE);
  }

  /** A pair of surrogates is two characters of a text and one byte of its encoding. */
  @Proves("S7")
  @Test
  void refusesCharactersOutsideOfLatin1WhereverAndHoweverManyThereAre() throws Exception {
    var pair = TestKeys.of(JwsAlgorithm.HS256);
    var token = token(pair.signer());
    var header = token.substring(0, token.indexOf('.'));
    for (int count = 1; count <= 9; count++) {
      var pairs = "\uD83D\uDE00".repeat(count);
      for (var hostile :
          List.of(
              header + "." + pairs + ".",
              header + "." + pairs + ".x",
              header + "..." + pairs,
              pairs + "..",
              pairs)) {
        assertThat(refusal(pair.verifier(), hostile)).isEqualTo(Stage.PARSE);
      }
      for (int i = 0; i <= token.length(); i++) {
        var hostile = token.substring(0, i) + pairs + token.substring(i);
        assertThat(refusal(pair.verifier(), hostile)).as("%d at %d", count, i).isNotNull();
      }
    }
  }

  private static String token(Signer signer) {
    return Jws.sign(signer, "t", PAYLOAD);
  }

  private static String signed(String header, byte[] payload, Signer signer) {
    var input = encoded(header) + "." + encoded(payload);
    return input + "." + encoded(signer.sign(input.getBytes(UTF_8)));
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static @Nullable Stage refusal(VerificationKey key, String token)
      throws InvalidKeyException {
    return refusal(KeySet.of(List.of(key)), token);
  }

  /** The stage that refuses the token, or null if none does. */
  private static @Nullable Stage refusal(KeySet keys, String token) {
    var e = catchThrowableOfType(RefusedException.class, () -> Jws.verify(keys, token));
    return e == null ? null : e.stage();
  }

  /** Signs under another key's id. */
  private record Renamed(Signer signer, String kid) implements Signer {
    @Override
    public JwsAlgorithm algorithm() {
      return signer.algorithm();
    }

    @Override
    public byte[] sign(byte[] message) {
      return signer.sign(message);
    }
  }

  /** Signs with one algorithm and says another. */
  private record Relabelled(Signer signer, JwsAlgorithm algorithm) implements Signer {
    @Override
    public String kid() {
      return signer.kid();
    }

    @Override
    public byte[] sign(byte[] message) {
      return signer.sign(message);
    }
  }
}
