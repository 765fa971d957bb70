package dev.portcullis.provider;

import dev.portcullis.ProviderFailure;
import dev.portcullis.config.OAuthClientSettings;
import dev.portcullis.issuer.OpenIdIssuer;
import dev.portcullis.jose.JsonDocument;
import dev.portcullis.jose.MalformedException;
import dev.portcullis.jose.RefusedException;
import dev.portcullis.jose.VerifiedJws;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The validation of a logout token, a step a clause of OpenID Connect Back-Channel Logout 1.0 2.6
 * (S27). Anybody can send one.
 */
final class LogoutTokenCheck {

  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final Set<String> TYPES = Set.of("logout+jwt", "application/logout+jwt", "jwt");
  private static final long SKEW = 60;
  private static final long LONGEST_LIFE = 24 * 60 * 60;
  private static final int LONGEST_ID = 255;

  private final OAuthClientSettings client;
  private final OpenIdIssuer keys;
  private final Clock clock;

  LogoutTokenCheck(OAuthClientSettings client, OpenIdIssuer keys, Clock clock) {
    this.client = client;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Who logged out; only this class makes one.
   *
   * @param subject at the provider, or null: one session alone
   * @param sid the provider's session, or null: all of the subject
   */
  record LoggedOut(
      @Nullable String subject, @Nullable String sid, String tokenId, Instant expiresAt) {}

  LoggedOut check(String token) throws ProviderException {
    var jws = signature(token);
    var claims = payload(jws);
    require(claims.text("iss").filter(client.identityIssuer()::equals).isPresent(), "iss (2.6 3)");
    require(claims.texts("aud").contains(client.clientId()), "aud (2.6 3)");
    long now = clock.instant().getEpochSecond();
    var issued = claims.integer("iat");
    var expires = claims.integer("exp");
    require(issued.isPresent() && issued.get() - SKEW <= now, "iat (2.6 3)");
    require(
        expires.isPresent()
            && expires.get() + SKEW > now
            && expires.get() - issued.get() <= LONGEST_LIFE,
        "exp (2.6 3)");
    var subject = claims.text("sub").orElse(null);
    var sid = claims.text("sid").orElse(null);
    require(subject != null || sid != null, "sub or sid (2.6 4)");
    require(
        (subject == null || subject.length() <= LONGEST_ID)
            && (sid == null || sid.length() <= LONGEST_ID),
        "sub or sid (2.6 4)");
    require(claims.isObject(List.of("events", EVENT)), "events (2.6 5)");
    require(!claims.has("nonce"), "nonce (2.6 6)");
    var id = claims.text("jti");
    require(id.isPresent() && id.get().length() <= LONGEST_ID, "jti (2.6 7)");
    return new LoggedOut(
        subject, sid, id.orElseThrow(), Instant.ofEpochSecond(expires.get() + SKEW));
  }

  /** 2.6 (2). */
  private VerifiedJws signature(String token) throws ProviderException {
    try {
      return keys.verifySent(token);
    } catch (RefusedException e) {
      throw refused(e.stage().wireName() + " (2.6 2)");
    }
  }

  /** 2.4: an ID token is none, nor is an access token. */
  private static JsonDocument payload(VerifiedJws jws) throws ProviderException {
    var typ = jws.header().typ();
    require(typ == null || TYPES.contains(typ.toLowerCase(Locale.ROOT)), "typ (2.4)");
    try {
      return JsonDocument.parse(jws.payload());
    } catch (MalformedException e) {
      throw refused("payload (S7)");
    }
  }

  private static void require(boolean holds, String check) throws ProviderException {
    if (!holds) {
      throw refused(check);
    }
  }

  private static ProviderException refused(String check) {
    return new ProviderException(ProviderFailure.PROVIDER_ERROR, "logout token: " + check);
  }
}
