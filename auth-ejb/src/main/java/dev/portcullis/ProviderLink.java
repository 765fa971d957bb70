package dev.portcullis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A provider, and whether an account may sign in through it.
 *
 * @param since when its identity there became the account's, or null: it has none
 * @param loginName by which the provider knows them, or null
 * @param removable whether the link may go
 */
public record ProviderLink(
    ProviderInfo provider, @Nullable Instant since, @Nullable String loginName, boolean removable) {

  /** Whether the account has an identity there. */
  public boolean isLinked() {
    return since != null;
  }
}
