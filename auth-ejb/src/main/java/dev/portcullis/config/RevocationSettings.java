package dev.portcullis.config;

import java.time.Duration;

/**
 * {@code auth.revocation}: how a node follows what other nodes revoke.
 *
 * @param pollInterval how often it asks the database for news
 * @param maxStaleness when its copy is older than that, it asks the database about each token
 * @param strict whether it always does
 */
public record RevocationSettings(Duration pollInterval, Duration maxStaleness, boolean strict) {}
