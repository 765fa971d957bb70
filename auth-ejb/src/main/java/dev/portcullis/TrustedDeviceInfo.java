package dev.portcullis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device on which the second factor is not asked for, as its owner sees it.
 *
 * @param id for addresses; no secret
 * @param device the browser's {@code User-Agent} when it was trusted, or null
 * @param address from which it was last used
 * @param expiresAt when the trust ends by itself
 * @param current whether it is the one that asks
 */
public record TrustedDeviceInfo(
    String id,
    @Nullable String device,
    String address,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt,
    boolean current) {}
