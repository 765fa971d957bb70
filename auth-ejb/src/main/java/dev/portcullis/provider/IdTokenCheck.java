package dev.portcullis.provider;

import dev.portcullis.ProviderFailure;
import dev.portcullis.config.OAuthClientSettings;
import dev.portcullis.config.OAuthClientSettings.OpenId;
import dev.portcullis.issuer.OpenIdIssuer;
import dev.portcullis.jose.JsonDocument;
import dev.portcullis.jose.MalformedException;
import dev.portcullis.jose.RefusedException;
import dev.portcullis.jose.VerifiedJws;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * The validation of an ID token, a step a clause, in the order of OpenID Connect Core 1.0 3.1.3.7
 * (S45). Nothing of it is read before its signature was right.
 */
final class IdTokenCheck {

  /** In seconds (S8). */
  private static final long SKEW = 60;

  private static final long LONGEST_LIFE = 24 * 60 * 60;
  private static final int LONGEST_SUBJECT = 255;

  private final OAuthClientSettings client;
  private final String issuer;
  private final boolean reauthenticates;
  private final OpenIdIssuer keys;
  private final Clock clock;

  IdTokenCheck(OAuthClientSettings client, OpenId endpoints, OpenIdIssuer keys, Clock clock) {
    this.client = client;
    this.issuer = endpoints.issuer();
    this.reauthenticates = endpoints.reauthenticates();
    this.keys = keys;
    this.clock = clock;
  }

  /** A token that went through every step; nothing else makes one. */
  static final class Proven {

    private final JsonDocument claims;

    private Proven(JsonDocument claims) {
      this.claims = claims;
    }

    JsonDocument claims() {
      return claims;
    }

    String subject() {
      return claims.text("sub").orElseThrow();
    }
  }

  /**
   * Validates the token of an attempt.
   *
   * @param accessToken that came with it
   */
  Proven check(String idToken, Attempt attempt, String accessToken) throws ProviderException {
    var jws = signature(idToken);
    var claims = payload(jws);
    issuer(claims);
    audience(claims);
    authorizedParty(claims);
    times(claims, attempt.begunAt());
    nonce(claims, attempt);
    subject(claims);
    contextClass(claims);
    authenticationTime(claims, attempt);
    accessTokenHash(claims, jws, accessToken);
    return new Proven(claims);
  }

  /**
   * Validates one that came with new tokens (Core 12.2): of the same person, and made since they
   * were asked for; it has no nonce.
   *
   * @param accessToken that came with it
   */
  Proven checkRenewed(String idToken, String subject, Instant askedAt, String accessToken)
      throws ProviderException {
    var jws = signature(idToken);
    var claims = payload(jws);
    issuer(claims);
    audience(claims);
    authorizedParty(claims);
    times(claims, askedAt);
    require(claims.text("sub").filter(subject::equals).isPresent(), "sub (Core 12.2)");
    accessTokenHash(claims, jws, accessToken);
    return new Proven(claims);
  }

  /** 3.1.3.7 (6) to (8): by a key of the issuer, with an algorithm of our configuration. */
  private VerifiedJws signature(String idToken) throws ProviderException {
    try {
      return keys.verifyOwn(idToken);
    } catch (RefusedException e) {
      throw refused(e.stage().wireName() + " (Core 3.1.3.7 6)");
    }
  }

  /** 2, and RFC 8725 3.11: no token of another kind. */
  private static JsonDocument payload(VerifiedJws jws) throws ProviderException {
    var typ = jws.header().typ();
    if (typ != null && !typ.toLowerCase(Locale.ROOT).equals("jwt")) {
      throw refused("typ (RFC 8725 3.11)");
    }
    try {
      var claims = JsonDocument.parse(jws.payload());
      var kind = claims.text("typ");
      if (claims.has("events") || (kind.isPresent() && !kind.get().equalsIgnoreCase("ID"))) {
        throw refused("typ (RFC 8725 3.11)");
      }
      return claims;
    } catch (MalformedException e) {
      throw refused("payload (S7)");
    }
  }

  /** 3.1.3.7 (2). */
  private void issuer(JsonDocument claims) throws ProviderException {
    require(claims.text("iss").filter(issuer::equals).isPresent(), "iss (Core 3.1.3.7 2)");
  }

  /** 3.1.3.7 (3): for us, and for nobody whom we do not trust: we know nobody else. */
  private void audience(JsonDocument claims) throws ProviderException {
    var audience = claims.texts("aud");
    require(audience.size() == 1 && audience.contains(client.clientId()), "aud (Core 3.1.3.7 3)");
  }

  /** 3.1.3.7 (4) and (5). */
  private void authorizedParty(JsonDocument claims) throws ProviderException {
    require(
        !claims.has("azp") || claims.text("azp").filter(client.clientId()::equals).isPresent(),
        "azp (Core 3.1.3.7 5)");
  }

  /** 3.1.3.7 (9) and (10): it was made for this attempt, so not before it. */
  private void times(JsonDocument claims, Instant begunAt) throws ProviderException {
    long now = clock.instant().getEpochSecond();
    var expires = claims.integer("exp");
    require(expires.isPresent() && expires.get() + SKEW > now, "exp (Core 3.1.3.7 9)");
    var issued = claims.integer("iat");
    require(
        issued.isPresent()
            && issued.get() - SKEW <= now
            && issued.get() + SKEW >= begunAt.getEpochSecond()
            && expires.get() - issued.get() <= LONGEST_LIFE,
        "iat (Core 3.1.3.7 10)");
    if (claims.has("nbf")) {
      var notBefore = claims.integer("nbf");
      require(notBefore.isPresent() && notBefore.get() - SKEW <= now, "nbf (RFC 7519 4.1.5)");
    }
  }

  /** 3.1.3.7 (11). */
  private static void nonce(JsonDocument claims, Attempt attempt) throws ProviderException {
    var nonce = claims.text("nonce");
    require(
        nonce.isPresent()
            && MessageDigest.isEqual(
                nonce.get().getBytes(StandardCharsets.UTF_8),
                attempt.nonce().getBytes(StandardCharsets.UTF_8)),
        "nonce (Core 3.1.3.7 11)");
  }

  /** 2. */
  private static void subject(JsonDocument claims) throws ProviderException {
    require(claims.text("sub").filter(IdTokenCheck::isSubject).isPresent(), "sub (Core 2)");
  }

  static boolean isSubject(String text) {
    return !text.isBlank()
        && text.length() <= LONGEST_SUBJECT
        && text.codePoints().noneMatch(c -> Character.isISOControl(c));
  }

  /** 3.1.3.7 (12): asked for is verified (S48). */
  private void contextClass(JsonDocument claims) throws ProviderException {
    require(
        client.acrValues().isEmpty()
            || claims.text("acr").filter(client.acrValues()::contains).isPresent(),
        "acr (Core 3.1.3.7 12)");
  }

  /**
   * 3.1.3.7 (13). Whoever proves again who they are did so there after they were asked to: the
   * request to ask them went through their own browser, and proves nothing (S26).
   */
  private void authenticationTime(JsonDocument claims, Attempt attempt) throws ProviderException {
    long now = clock.instant().getEpochSecond();
    var time = claims.integer("auth_time");
    if (claims.has("auth_time")) {
      require(time.isPresent() && time.get() - SKEW <= now, "auth_time (Core 3.1.3.7 13)");
    }
    boolean again = attempt.aim() == Aim.CONFIRM && (reauthenticates || time.isPresent());
    var maxAge = again ? Duration.ZERO : client.maxAge();
    if (maxAge != null) {
      long oldest = attempt.begunAt().getEpochSecond() - maxAge.toSeconds() - SKEW;
      require(time.isPresent() && time.get() >= oldest, "auth_time (Core 3.1.3.7 13)");
    }
  }

  /** 3.1.3.6, 3.1.3.8: the access token beside it is the one it came with. */
  private static void accessTokenHash(JsonDocument claims, VerifiedJws jws, String accessToken)
      throws ProviderException {
    if (!claims.has("at_hash")) {
      return;
    }
    var digest = digest(jws.header().alg(), accessToken);
    var half = Arrays.copyOf(digest, digest.length / 2);
    var expected = Base64.getUrlEncoder().withoutPadding().encodeToString(half);
    require(claims.text("at_hash").filter(expected::equals).isPresent(), "at_hash (Core 3.1.3.8)");
  }

  private static byte[] digest(String algorithm, String text) {
    var name =
        algorithm.equals("EdDSA") || algorithm.endsWith("512")
            ? "SHA-512"
            : algorithm.endsWith("384") ? "SHA-384" : "SHA-256";
    try {
      return MessageDigest.getInstance(name).digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has " + name, e);
    }
  }

  private static void require(boolean holds, String check) throws ProviderException {
    if (!holds) {
      throw refused(check);
    }
  }

  private static ProviderException refused(String check) {
    return new ProviderException(ProviderFailure.INVALID_ID_TOKEN, "ID token: " + check);
  }
}
