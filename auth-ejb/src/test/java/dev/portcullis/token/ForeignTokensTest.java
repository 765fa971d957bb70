package dev.portcullis.token;

import static dev.portcullis.token.ForeignTokens.CORP;
import static dev.portcullis.token.ForeignTokens.CORP_KEY;
import static dev.portcullis.token.ForeignTokens.OTHER;
import static dev.portcullis.token.ForeignTokens.OTHER_KEY;
import static dev.portcullis.token.ForeignTokens.RSA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.jose.Base64Url;
import dev.portcullis.jose.HmacKey;
import dev.portcullis.testing.Proves;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of tokens of two other issuers, of which one may be hostile to the other. */
class ForeignTokensTest {

  private final ForeignTokens foreign = new ForeignTokens();

  @Test
  @Proves({"S1", "S9"})
  void anIssuerDoesNotSpeakForAnother() {
    assertThat(foreign.verdict(foreign.token(foreign.claims(CORP), OTHER_KEY.signer("o1"))))
        .isEqualTo("issuer");
    assertThat(foreign.verdict(foreign.token(foreign.claims(OTHER), CORP_KEY.signer("c1"))))
        .isEqualTo("issuer");
    assertThat(foreign.verdict(foreign.token(foreign.claims(CORP), OTHER_KEY.signer("c1"))))
        .isEqualTo("signature");
  }

  @Test
  @Proves("S2")
  void aPublicKeyIsNoSecret() throws GeneralSecurityException {
    foreign.publish("corp", RSA.jwk("r1"));
    foreign.start("");
    assertThat(foreign.verdict(foreign.token(foreign.claims(CORP), RSA.signer("r1"))))
        .isEqualTo("live");
    for (var secret : List.of(RSA.pair().getPublic().getEncoded(), RSA.jwk("r1").getBytes(UTF_8))) {
      var forger = HmacKey.of("r1", JwsAlgorithm.HS256, secret);
      assertThat(foreign.verdict(foreign.token(foreign.claims(CORP), forger))).isEqualTo("key");
    }
    assertThat(
            foreign.verdict(
                ForeignTokens.signed(
                    "{\"alg\":\"none\",\"kid\":\"r1\"}", foreign.claims(CORP), RSA.signer("r1"))))
        .isEqualTo("key");
  }

  @ParameterizedTest
  @Proves("S4")
  @ValueSource(strings = {"jwk", "jku", "x5u", "x5c", "crit", "b64", "enc", "zip"})
  void nothingInTheHeaderChoosesAKey(String parameter) {
    int before = foreign.fetches();
    var header =
        "{\"alg\":\"ALG\",\"typ\":\"at+jwt\",\"kid\":\"c1\",\"%s\":\"https://attacker.example/\"}"
            .formatted(parameter);
    assertThat(
            foreign.verdict(
                ForeignTokens.signed(header, foreign.claims(CORP), CORP_KEY.signer("c1"))))
        .isEqualTo("header");
    assertThat(foreign.fetches()).isEqualTo(before);
  }

  @Test
  void aThumbprintIsPassedOver() {
    var header = "{\"alg\":\"ALG\",\"typ\":\"at+jwt\",\"kid\":\"c1\",\"x5t\":\"abc\"}";
    assertThat(
            foreign.verdict(
                ForeignTokens.signed(header, foreign.claims(CORP), CORP_KEY.signer("c1"))))
        .isEqualTo("live");
  }

  @ParameterizedTest
  @Proves("S5")
  @ValueSource(strings = {"{\"sub\":\"x\"}", "eyJhbGciOiJub25lIn0.e30.", "a.b.c"})
  void anEncryptedTokenIsRefusedWhateverItHolds(String inner) {
    var header = "{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\",\"kid\":\"c1\",\"cty\":\"JWT\"}";
    var jwe =
        Base64Url.encode(header.getBytes(UTF_8))
            + ".AA.AA."
            + Base64Url.encode(inner.getBytes(UTF_8))
            + ".AA";
    assertThat(foreign.verdict(jwe)).isIn("parse", "header");
  }

  @ParameterizedTest
  @Proves("S8")
  @CsvSource({
    "exp, 1.5, claims",
    "iat, 1.5, claims",
    "exp, , time",
    "iat, , time",
    "nbf, 1.5, claims"
  })
  void timesAreRequiredIntegers(String claim, Double value, String stage) {
    assertThat(
            foreign.verdict(
                foreign.corp(
                    claims -> {
                      if (value == null) {
                        claims.remove(claim);
                      } else {
                        claims.put(claim, value);
                      }
                    })))
        .isEqualTo(stage);
  }

  @Test
  @Proves("S8")
  void noTokenLivesLongerThanAllowed() {
    long now = foreign.clock().instant().getEpochSecond();
    assertThat(foreign.verdict(foreign.corp(claims -> claims.put("exp", now + 86_400))))
        .isEqualTo("live");
    assertThat(foreign.verdict(foreign.corp(claims -> claims.put("exp", now + 86_401))))
        .isEqualTo("time");
    foreign.start("max_lifetime: 5m");
    assertThat(foreign.verdict(foreign.corp(claims -> claims.put("exp", now + 300))))
        .isEqualTo("live");
    assertThat(foreign.verdict(foreign.corp(claims -> claims.put("exp", now + 301))))
        .isEqualTo("time");
  }

  @Test
  @Proves("S9")
  void theAudienceMustBeOurs() {
    assertThat(foreign.verdict(foreign.corp(claims -> claims.put("aud", "orders"))))
        .isEqualTo("live");
    assertThat(foreign.verdict(foreign.corp(claims -> claims.put("aud", "Orders"))))
        .isEqualTo("audience");
    assertThat(foreign.verdict(foreign.corp(claims -> claims.put("aud", List.of()))))
        .isEqualTo("audience");
    assertThat(foreign.verdict(foreign.corp(claims -> claims.remove("aud")))).isEqualTo("audience");
    assertThat(foreign.verdict(foreign.corp(claims -> claims.remove("iss")))).isEqualTo("issuer");
    assertThat(foreign.verdict(foreign.corp(claims -> claims.put("iss", CORP + "/"))))
        .isEqualTo("issuer");
  }

  @Test
  @Proves("S10")
  void anIdTokenIsNoAccessToken() {
    assertThat(
            foreign.verdict(
                ForeignTokens.token("JWT", "c1", foreign.claims(CORP), CORP_KEY.signer("c1"))))
        .isEqualTo("type");
    var other = OTHER_KEY.signer("o1");
    assertThat(foreign.verdict(ForeignTokens.token("JWT", "o1", foreign.claims(OTHER), other)))
        .isEqualTo("live");
    assertThat(
            foreign.verdict(ForeignTokens.token("logout+jwt", "o1", foreign.claims(OTHER), other)))
        .isEqualTo("type");
    for (var sign : List.of("nonce", "at_hash", "c_hash", "events")) {
      var claims = foreign.claims(OTHER);
      claims.put(sign, "x");
      assertThat(foreign.verdict(ForeignTokens.token("JWT", "o1", claims, other)))
          .as(sign)
          .isEqualTo("type");
    }
    var named = foreign.claims(OTHER);
    named.put("typ", "ID");
    assertThat(foreign.verdict(ForeignTokens.token("JWT", "o1", named, other))).isEqualTo("type");
    named.put("typ", "Bearer");
    assertThat(foreign.verdict(ForeignTokens.token("JWT", "o1", named, other))).isEqualTo("live");
  }
}
