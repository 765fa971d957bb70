package dev.portcullis.token;

import dev.portcullis.Confidential;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.jose.Jws;
import dev.portcullis.store.Tx;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes and signs access tokens: the claims of API.md (RFC 9068 2.2). */
final class AccessTokens {

  /** The header that carries it may be no longer than a token, and says more (S78). */
  static final int LONGEST = Jws.MAX_LENGTH - "Bearer ".length();

  private static final JsonMapper JSON = JsonMapper.shared();

  private final JwtSettings settings;
  private final SigningKeys keys;

  AccessTokens(JwtSettings settings, SigningKeys keys) {
    this.settings = settings;
    this.keys = keys;
  }

  /**
   * Signs a token.
   *
   * @param issuedAt a whole second, as is {@code expiresAt}
   * @throws IllegalStateException if it would be too large for our own verifier (S78)
   */
  Confidential sign(Tx tx, TokenSubject subject, String jti, Instant issuedAt, Instant expiresAt) {
    var payload = JSON.writeValueAsBytes(claims(subject, jti, issuedAt, expiresAt));
    var token = Jws.sign(keys.signer(tx), TokenType.ACCESS.typ(), payload);
    if (token.length() > LONGEST) {
      throw new IllegalStateException(
          "The account %s has so many roles that its token of %d characters exceeds %d"
              .formatted(subject.account().id(), token.length(), LONGEST));
    }
    return Confidential.of(token);
  }

  private Map<String, Object> claims(
      TokenSubject subject, String jti, Instant issuedAt, Instant expiresAt) {
    var account = subject.account();
    var claims = new LinkedHashMap<String, Object>();
    claims.put("iss", settings.issuer());
    claims.put("aud", settings.audience());
    claims.put("sub", account.id());
    claims.put("client_id", subject.clientId());
    claims.put("iat", issuedAt.getEpochSecond());
    claims.put("nbf", issuedAt.getEpochSecond());
    claims.put("exp", expiresAt.getEpochSecond());
    claims.put("jti", jti);
    claims.put("sid", subject.sessionId());
    if (!settings.minimalClaims()) {
      claims.put("user_id", account.id());
      claims.put("username", account.username());
      putIfPresent(claims, "email", account.email());
    }
    claims.put("roles", new TreeSet<>(account.roles()));
    claims.put("amr", new TreeSet<>(subject.amr()));
    claims.put("auth_time", subject.authTime().getEpochSecond());
    return claims;
  }

  private static void putIfPresent(
      Map<String, Object> claims, String name, @Nullable String value) {
    if (value != null) {
      claims.put(name, value);
    }
  }
}
