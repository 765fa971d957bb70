package dev.portcullis.config;

import java.time.Duration;

/** {@code auth.audit}. Records older than {@code retention} are deleted. */
public record AuditSettings(Duration retention) {}
