package dev.portcullis.token;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.TokenVerification;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.issuer.ForeignIssuers;
import dev.portcullis.jose.Jws;
import dev.portcullis.jose.ReceivedJws;
import dev.portcullis.jose.RefusedException;
import dev.portcullis.jose.Stage;
import dev.portcullis.revocation.Revocations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The one verifier of access tokens, ours and other issuers' (S1). A token passes every {@link
 * Stage} in its order, or is refused by the first that it fails. It works from memory: keys,
 * revocations and the tokens seen before are all there.
 *
 * <p>A key's id selects an (issuer, key) in each issuer's own name space. Where several issuers
 * have a key of that id, each is tried by signature, and {@code iss} must be the issuer's whose key
 * verified it: so an issuer that publishes another's id, or another's very key, neither speaks for
 * it nor displaces it.
 */
public final class StrictAccessTokenVerifier implements AccessTokenVerifier {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final @Nullable OwnTokens own;
  private final ForeignIssuers issuers;
  private final TokenTimes times;
  private final RevocationCheck revocations;
  private final VerifiedTokenCache cache = new VerifiedTokenCache();

  /** What tokens of ours are verified with. */
  private record OwnTokens(SigningKeys keys, AccessTokenReader reader, PrincipalNames names) {}

  public StrictAccessTokenVerifier(
      JwtSettings settings,
      SigningKeys keys,
      RevocationCheck revocations,
      PrincipalNames names,
      Clock clock) {
    this(settings, keys, ForeignIssuers.none(), revocations, names, clock);
  }

  /**
   * @param issuers whose tokens are accepted beside ours
   */
  public StrictAccessTokenVerifier(
      JwtSettings settings,
      SigningKeys keys,
      ForeignIssuers issuers,
      RevocationCheck revocations,
      PrincipalNames names,
      Clock clock) {
    this(
        settings,
        new OwnTokens(keys, new AccessTokenReader(settings.issuer(), settings.audience()), names),
        issuers,
        revocations,
        clock);
  }

  private StrictAccessTokenVerifier(
      JwtSettings settings,
      @Nullable OwnTokens own,
      ForeignIssuers issuers,
      RevocationCheck revocations,
      Clock clock) {
    this.own = own;
    this.issuers = issuers;
    this.times = new TokenTimes(clock, settings.clockSkew(), settings.expiration());
    this.revocations = revocations;
  }

  /** For a service without a database: no tokens of our own, and none is ever revoked. */
  public static StrictAccessTokenVerifier stateless(
      JwtSettings settings, ForeignIssuers issuers, Clock clock) {
    return new StrictAccessTokenVerifier(
        settings,
        null,
        issuers,
        (token, session, account, issuedAt) -> Revocations.Status.LIVE,
        clock);
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
          throw unavailable("Revocations are out of date and the database does not answer");
    };
  }

  /**
   * {@link Stage#SIZE} to {@link Stage#AUDIENCE}, from the cache where that pays: for an HMAC of
   * ours, looking the token up costs as much as verifying it.
   */
  private AccessTokenClaims genuine(String token) throws RefusedException {
    if (own != null && own.keys.isSymmetric() && isOursAlone(own.keys, token)) {
      return own(own, Jws.receive(token));
    }
    if (token.length() > Jws.MAX_LENGTH) {
      throw new RefusedException(Stage.SIZE);
    }
    // The generations are read before the keys: a token is never remembered for newer keys.
    long generation = own == null ? 0 : own.keys.generation();
    var key = VerifiedTokenCache.Key.of(token, generation, issuers.generation());
    var known = cache.find(key);
    if (known != null && isByKeyInForce(known, generation)) {
      return known;
    }
    var claims = verified(token);
    cache.remember(key, claims);
    return claims;
  }

  /**
   * Whether the key that verified it is still one; false if that has to be looked at again.
   *
   * @param generation of our keys at the time
   * @throws TemporarilyUnavailableException if the keys are out of date
   */
  private boolean isByKeyInForce(AccessTokenClaims known, long generation) {
    if (known.foreign != null) {
      if (!known.foreign.isUsable()) {
        throw unavailable("The keys of " + known.foreign.name() + " are out of date");
      }
      return true;
    }
    if (own == null) {
      return false;
    }
    own.keys.requireCurrent();
    return own.keys.generation() == generation;
  }

  /** Whether nobody else's key can have verified it: no other issuer has one of that id. */
  private boolean isOursAlone(SigningKeys keys, String token) {
    if (issuers.isEmpty()) {
      return true;
    }
    var kid = keys.secretNamedBy(token);
    return kid != null && issuers.find(kid).isEmpty();
  }

  private AccessTokenClaims verified(String token) throws RefusedException {
    var received = Jws.receive(token);
    try {
      return byKnownKey(received);
    } catch (RefusedException e) {
      if (e.stage() != Stage.KEY || issuers.isEmpty()) {
        throw e;
      }
    }
    issuers.lookAgain();
    try {
      return byKnownKey(received);
    } catch (RefusedException e) {
      if (e.stage() == Stage.KEY && issuers.mayHaveOthers()) {
        throw unavailable("The key may be of an issuer whose keys could not be fetched");
      }
      throw e;
    }
  }

  /**
   * Tries each entry that the key's id selects. The failure that counts is that of the entry which
   * came furthest.
   */
  private AccessTokenClaims byKnownKey(ReceivedJws received) throws RefusedException {
    RefusedException refused = null;
    for (var entry : issuers.find(received.kid())) {
      try {
        return new AccessTokenClaims(entry.issuer().read(received.verify(entry.key())));
      } catch (RefusedException e) {
        refused = further(refused, e);
      }
    }
    try {
      return own(own, received);
    } catch (RefusedException e) {
      // What only ours may not have is no fault of a foreign one, whose key is just not known.
      boolean perhapsForeign = e.stage() == Stage.HEADER && received.kid() != null;
      throw further(
          refused, perhapsForeign && !issuers.isEmpty() ? new RefusedException(Stage.KEY) : e);
    }
  }

  private static RefusedException further(@Nullable RefusedException one, RefusedException other) {
    return one == null || one.stage().compareTo(other.stage()) < 0 ? other : one;
  }

  private static AccessTokenClaims own(@Nullable OwnTokens own, ReceivedJws received)
      throws RefusedException {
    if (own == null) {
      throw new RefusedException(received.kid() == null ? Stage.HEADER : Stage.KEY);
    }
    var jws = received.verify(own.keys);
    if (!TokenType.ACCESS.isNamed(jws.header().typ())) {
      throw new RefusedException(Stage.TYPE);
    }
    return own.reader.read(jws);
  }

  private static TemporarilyUnavailableException unavailable(String message) {
    return new TemporarilyUnavailableException(message, RETRY_AFTER, null);
  }

  /** In the token, or, with minimal claims, in the account: it never changes (S83). */
  String principalName(AccessTokenClaims claims) throws RefusedException {
    var name = claims.username;
    if (name == null && own != null) {
      name = own.names.of(claims.subject).orElse(null);
    }
    if (name == null) {
      throw new RefusedException(Stage.CLAIMS);
    }
    return name;
  }
}
