package dev.portcullis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access token of a provider.
 *
 * @param provider the client's name in the configuration
 * @param accessToken for the header {@code Authorization: Bearer}
 * @param expiresAt null where the provider does not say
 */
public record ProviderToken(
    String provider, Confidential accessToken, @Nullable Instant expiresAt) {}
