package dev.portcullis.config;

import dev.portcullis.Confidential;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Our own tokens: {@code auth.providers.jwt}.
 *
 * @param enabled whether tokens are issued and accepted
 * @param algorithm the JWS algorithm, one only (S2)
 * @param secret the HMAC key for HS256, HS384 and HS512, used as its UTF-8 bytes; null for
 *     generated key pairs
 * @param keys how the signing keys change
 * @param issuer claim {@code iss}
 * @param audience claim {@code aud}, and what it must contain (S9)
 * @param expiration life of access tokens, 24 h at most (S12)
 * @param refreshExpiration life of a refresh token
 * @param refreshGrace how long a rotated refresh token is still answered with a new one, for
 *     clients that lost the answer; 0 by default
 * @param clockSkew tolerated between clocks, 60 s at most (S8)
 * @param minimalClaims leaves {@code user_id}, {@code username} and {@code email} out
 * @param storeTokens keeps a row for every access token (id, user, times, never the text)
 */
public record JwtSettings(
    boolean enabled,
    JwsAlgorithm algorithm,
    @Nullable Confidential secret,
    KeySettings keys,
    String issuer,
    String audience,
    Duration expiration,
    Duration refreshExpiration,
    Duration refreshGrace,
    Duration clockSkew,
    boolean minimalClaims,
    boolean storeTokens) {}
