package dev.portcullis;

import java.time.Duration;

/**
 * Tokens that have just been issued.
 *
 * @param accessToken a JWT (RFC 9068)
 * @param expiresIn the access token's remaining life
 * @param refreshToken opaque; stored only as a hash (S13)
 * @param refreshExpiresIn the refresh token's remaining life, never beyond its family's end
 * @param user whom they stand for
 */
public record TokenGrant(
    Confidential accessToken,
    Duration expiresIn,
    Confidential refreshToken,
    Duration refreshExpiresIn,
    Caller user) {}
