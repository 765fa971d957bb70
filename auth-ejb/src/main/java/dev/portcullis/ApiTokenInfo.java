package dev.portcullis;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One personal API token, as its owner sees it: everything but the secret.
 *
 * @param id public id
 * @param name what its owner calls it
 * @param roles what it was given; in use it has of these what the account still has
 * @param createdAt when it was made
 * @param expiresAt when it ends
 * @param lastUsedAt when it was last used, to the minute; null if never
 */
public record ApiTokenInfo(
    String id,
    String name,
    Set<String> roles,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant lastUsedAt) {

  public ApiTokenInfo {
    roles = Set.copyOf(roles);
  }
}
