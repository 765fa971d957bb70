package dev.portcullis.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.TokenVerification;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.fetch.DocumentFetcher;
import dev.portcullis.jose.Base64Url;
import dev.portcullis.jose.Jwk;
import dev.portcullis.jose.PrivateSigningKey;
import dev.portcullis.jose.PublicVerificationKey;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.jose.Signer;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.TestSettings;
import dev.portcullis.token.StrictAccessTokenVerifier;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A service that takes tokens of one issuer, as a configuration says. */
record OneIssuer(String issuer, MutableClock clock, ForeignIssuers issuers, Verdicts verdicts) {

  /** Says of a token {@code live}, {@code unavailable}, or the stage that refused it. */
  interface Verdicts {
    String of(String token);
  }

  static final KeyPair EC = pair("EC");
  static final KeyPair RSA = pair("RSA");

  /**
   * @param entry the members beside {@code issuer}, {@code name} and {@code audience}, in YAML's
   *     flow style
   * @throws IllegalStateException if the keys cannot be used
   */
  static OneIssuer of(String issuer, String entry, DocumentFetcher fetcher) {
    var settings =
        TestSettings.of(
            """
            auth:
              providers:
                local: {enabled: false}
                jwt:
                  issuers:
                    - {issuer: '%s', name: corp, audience: orders%s}
            """
                .formatted(issuer, entry.isEmpty() ? "" : ", " + entry));
    var clock = new MutableClock();
    var issuers =
        ForeignIssuers.of(
            settings.issuers(),
            "auth-admin",
            SignatureProvider.JDK,
            fetcher,
            clock,
            Runnable::run,
            (name, good) -> {});
    issuers.backgroundWork().values().forEach(Runnable::run);
    var verifier = StrictAccessTokenVerifier.stateless(settings.jwt(), issuers, clock);
    return new OneIssuer(
        issuer,
        clock,
        issuers,
        token ->
            verifier
                .verify(token)
                .fold(valid -> "live", TokenVerification.Invalid::stage, () -> "unavailable"));
  }

  /** A good token of that key. */
  String token(Signer signer, @Nullable String kid) {
    long now = clock.instant().getEpochSecond();
    var header =
        "{\"alg\":\"%s\",\"typ\":\"at+jwt\"%s}"
            .formatted(
                signer.algorithm().wireName(), kid == null ? "" : ",\"kid\":\"" + kid + "\"");
    var claims =
        "{\"iss\":\"%s\",\"aud\":\"orders\",\"sub\":\"ann\",\"iat\":%d,\"exp\":%d}"
            .formatted(issuer, now, now + 300);
    var text =
        Base64Url.encode(header.getBytes(UTF_8)) + "." + Base64Url.encode(claims.getBytes(UTF_8));
    return text + "." + Base64Url.encode(signer.sign(text.getBytes(UTF_8)));
  }

  String verdict(Signer signer, @Nullable String kid) {
    return verdicts.of(token(signer, kid));
  }

  static Signer ec() {
    return new PrivateSigningKey("k", JwsAlgorithm.ES256, EC.getPrivate());
  }

  static Signer rsa() {
    return new PrivateSigningKey("k", JwsAlgorithm.RS256, RSA.getPrivate());
  }

  /** A set of one EC key. */
  static String jwks(String kid) {
    try {
      var key = PublicVerificationKey.of(kid, JwsAlgorithm.ES256, EC.getPublic());
      return "{\"keys\":[" + Jwk.write(key) + "]}";
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** A text for YAML's flow style. */
  static String quoted(String text) {
    return '"' + text.replace("\n", "\\n") + '"';
  }

  private static KeyPair pair(String type) {
    try {
      var generator = KeyPairGenerator.getInstance(type);
      if (type.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
