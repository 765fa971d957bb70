package dev.portcullis;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A personal API token to be made.
 *
 * @param name what its owner calls it: one line of at most 100 characters
 * @param expiresIn how long it serves; at most {@code auth.tokens.max_lifetime}
 * @param roles some of the account's; null for all that the account has now
 */
public record NewApiToken(String name, Duration expiresIn, @Nullable Set<String> roles) {

  public NewApiToken {
    roles = roles == null ? null : Set.copyOf(roles);
  }
}
