package dev.portcullis.config;

import java.time.Duration;

/**
 * {@code auth.tokens}: personal API tokens.
 *
 * @param enabled whether they are made and accepted
 * @param maxLifetime how long one may serve
 * @param maxPerUser how many a user has at a time
 */
public record ApiTokenSettings(boolean enabled, Duration maxLifetime, int maxPerUser) {}
