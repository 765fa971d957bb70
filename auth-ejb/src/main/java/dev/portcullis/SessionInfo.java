package dev.portcullis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One live session, as its owner sees it.
 *
 * @param id public id
 * @param browser true for a session with a cookie, false for one behind tokens
 * @param device the header {@code User-Agent} at the login, or null
 * @param address where the login came from
 * @param createdAt when it began
 * @param lastSeenAt when it was last used, to the minute
 * @param expiresAt its absolute end
 */
public record SessionInfo(
    String id,
    boolean browser,
    @Nullable String device,
    String address,
    Instant createdAt,
    Instant lastSeenAt,
    Instant expiresAt) {}
