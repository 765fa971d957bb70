package dev.portcullis.config;

/**
 * An OAuth client that may ask about tokens.
 *
 * @param id its client id
 * @param secretHash SHA-256 of its secret in lower-case hex; secrets are random, at least 128 bits
 * @param mayIntrospect whether it may introspect
 */
public record ClientSettings(String id, String secretHash, boolean mayIntrospect) {}
