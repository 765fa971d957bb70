package dev.portcullis.config;

import org.jspecify.annotations.Nullable;

/**
 * Accounts with a password kept here: {@code auth.providers.local}.
 *
 * @param enabled whether they may sign in
 * @param minimumLength of a new password, in code points; 15 as the only factor (S28)
 * @param hashMemoryKib argon2id memory, at least 47104 (S30)
 * @param hashIterations argon2id passes, at least 1
 * @param hashConcurrency how many hashes are computed at a time (S33)
 * @param hashQueue how many may wait for that; beyond it 503
 * @param userSource the application's own user table, or null for none
 */
public record LocalSettings(
    boolean enabled,
    int minimumLength,
    int hashMemoryKib,
    int hashIterations,
    int hashConcurrency,
    int hashQueue,
    @Nullable UserSourceSettings userSource) {

  /** Without a user table of the application's. */
  public LocalSettings(
      boolean enabled,
      int minimumLength,
      int hashMemoryKib,
      int hashIterations,
      int hashConcurrency,
      int hashQueue) {
    this(enabled, minimumLength, hashMemoryKib, hashIterations, hashConcurrency, hashQueue, null);
  }
}
