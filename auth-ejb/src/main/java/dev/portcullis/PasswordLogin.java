package dev.portcullis;

import org.jspecify.annotations.Nullable;

/**
 * What somebody typed to sign in.
 *
 * @param username as typed; matched case-insensitively
 * @param password as typed, unchanged (S29)
 * @param provider the name of the provider that must answer, or null for the configured order
 */
public record PasswordLogin(String username, Confidential password, @Nullable String provider) {}
