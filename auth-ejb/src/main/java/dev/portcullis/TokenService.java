package dev.portcullis;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Life of tokens after they were issued. Every method audits and commits on its own, and throws
 * {@link TemporarilyUnavailableException} where it cannot answer.
 */
public interface TokenService {

  /**
   * Exchanges a refresh token for new tokens; the old one is used up (S14). Account, state and
   * roles are read anew. A second use revokes the family (S15).
   *
   * @param clientId the client that asks, or null for the application's own; a token of another
   *     client is refused (S13)
   */
  AuthenticationResult<TokenGrant> refresh(
      Confidential refreshToken, @Nullable String clientId, ClientInfo client);

  /**
   * Revokes an access or a refresh token (RFC 7009); with a refresh token goes its whole family. A
   * token that is unknown, expired or malformed is already as good as revoked (S16).
   */
  void revoke(Confidential token, ClientInfo client);

  /** Ends everything that was issued to the account until now, sessions included. */
  void revokeAll(String accountId, ClientInfo client);

  /**
   * Tells a client about a token (RFC 7662).
   *
   * @return the members of the answer; just {@code active=false} for anything but a live token
   */
  Map<String, Object> introspect(Confidential token, String clientId, ClientInfo client);

  /** The public signing keys as a JWK set (RFC 7517), in JSON; empty {@code keys} with HMAC. */
  String jwks();

  /**
   * How long a copy of {@link #jwks} may be kept: far shorter than a key is there before it signs.
   */
  Duration jwksMaxAge();
}
