package dev.portcullis.token;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.TokenVerification;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.jose.Jws;
import dev.portcullis.jose.RefusedException;
import dev.portcullis.jose.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The one verifier of our access tokens (S1). A token passes every {@link Stage} in its order, or
 * is refused by the first that it fails. It works from memory: keys, revocations and the tokens
 * seen before are all there.
 */
public final class StrictAccessTokenVerifier implements AccessTokenVerifier {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final SigningKeys keys;
  private final AccessTokenReader reader;
  private final TokenTimes times;
  private final RevocationCheck revocations;
  private final PrincipalNames names;
  private final VerifiedTokenCache cache = new VerifiedTokenCache();

  public StrictAccessTokenVerifier(
      JwtSettings settings,
      SigningKeys keys,
      RevocationCheck revocations,
      PrincipalNames names,
      Clock clock) {
    this.keys = keys;
    this.reader = new AccessTokenReader(settings.issuer(), settings.audience());
    this.times = new TokenTimes(clock, settings.clockSkew(), settings.expiration());
    this.revocations = revocations;
    this.names = names;
  }

  @Override
  public TokenVerification verify(String token) {
    try {
      var claims = live(token);
      return new TokenVerification.Valid(
          claims.caller(principalName(claims)),
          claims.tokenId,
          claims.clientId,
          Instant.ofEpochSecond(claims.expiresAt));
    } catch (RefusedException e) {
      return new TokenVerification.Invalid(e.stage().wireName());
    } catch (TemporarilyUnavailableException e) {
      return new TokenVerification.Unavailable();
    }
  }

  /**
   * The claims of a token that passed every stage.
   *
   * @throws TemporarilyUnavailableException if it could not be found out whether it was revoked
   */
  AccessTokenClaims live(String token) throws RefusedException {
    var claims = genuine(token);
    times.check(claims);
    var issuedAt = Instant.ofEpochSecond(claims.issuedAt);
    return switch (revocations.check(claims.tokenId, claims.sessionId, claims.subject, issuedAt)) {
      case LIVE -> claims;
      case REVOKED -> throw new RefusedException(Stage.REVOCATION);
      case UNKNOWN ->
          throw new TemporarilyUnavailableException(
              "Revocations are out of date and the database does not answer", RETRY_AFTER, null);
    };
  }

  /**
   * {@link Stage#SIZE} to {@link Stage#AUDIENCE}, from the cache where that pays: for an HMAC,
   * looking the token up costs as much as verifying it.
   */
  private AccessTokenClaims genuine(String token) throws RefusedException {
    if (keys.isSymmetric()) {
      return verified(token);
    }
    if (token.length() > Jws.MAX_LENGTH) {
      throw new RefusedException(Stage.SIZE);
    }
    // The generation is read before the keys: a token is never remembered for newer keys.
    var key = VerifiedTokenCache.Key.of(token, keys.generation());
    var known = cache.find(key);
    if (known != null) {
      return known;
    }
    var claims = verified(token);
    cache.remember(key, claims);
    return claims;
  }

  private AccessTokenClaims verified(String token) throws RefusedException {
    var jws = Jws.verify(keys, token);
    if (!TokenType.ACCESS.isNamed(jws.header().typ())) {
      throw new RefusedException(Stage.TYPE);
    }
    return reader.read(jws);
  }

  /** In the token, or, with minimal claims, in the account: it never changes (S83). */
  String principalName(AccessTokenClaims claims) throws RefusedException {
    var name = claims.username != null ? claims.username : names.of(claims.subject).orElse(null);
    if (name == null) {
      throw new RefusedException(Stage.CLAIMS);
    }
    return name;
  }
}
