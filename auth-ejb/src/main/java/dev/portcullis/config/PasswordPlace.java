package dev.portcullis.config;

import org.jspecify.annotations.Nullable;

/**
 * Where people change a password that is not kept here, in the operator's words.
 *
 * @param hint or null
 * @param url or null
 */
public record PasswordPlace(@Nullable String hint, @Nullable String url) {}
