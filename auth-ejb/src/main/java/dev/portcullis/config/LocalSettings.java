package dev.portcullis.config;

/**
 * Accounts with a password kept here: {@code auth.providers.local}.
 *
 * @param enabled whether they may sign in
 * @param minimumLength of a new password, in code points; 15 as the only factor (S28)
 * @param hashMemoryKib argon2id memory, at least 47104 (S30)
 * @param hashIterations argon2id passes, at least 1
 * @param hashConcurrency how many hashes are computed at a time (S33)
 * @param hashQueue how many may wait for that; beyond it 503
 */
public record LocalSettings(
    boolean enabled,
    int minimumLength,
    int hashMemoryKib,
    int hashIterations,
    int hashConcurrency,
    int hashQueue) {}
