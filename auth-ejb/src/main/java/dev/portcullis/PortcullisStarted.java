package dev.portcullis;

/** CDI event: the schema is migrated and the services answer. Fired once per deployment. */
public record PortcullisStarted() {}
