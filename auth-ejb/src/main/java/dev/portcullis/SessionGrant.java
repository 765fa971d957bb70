package dev.portcullis;

import java.time.Instant;

/**
 * A browser session that has just begun.
 *
 * @param sessionId the session's public id, as lists and claims show it
 * @param secret what the cookie carries; stored only as a hash
 * @param expiresAt the absolute end of the session (S22)
 */
public record SessionGrant(String sessionId, Confidential secret, Instant expiresAt) {}
