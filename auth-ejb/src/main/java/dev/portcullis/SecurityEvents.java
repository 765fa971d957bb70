package dev.portcullis;

/**
 * Takes events that belong to no state change, such as a denied request. Written in a transaction
 * of its own; a store that is away is logged and never turns a refusal into anything else.
 */
public interface SecurityEvents {

  /** Audits, logs, counts and fires the event. */
  void publish(SecurityEvent event);
}
