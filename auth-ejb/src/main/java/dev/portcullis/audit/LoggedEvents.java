package dev.portcullis.audit;

import dev.portcullis.SecurityEvent;
import dev.portcullis.SecurityEvents;

/**
 * Publishes events where there is no database: a log line, a counter, the observers, and no row.
 */
public final class LoggedEvents implements SecurityEvents {

  private final AuditTrail trail;

  public LoggedEvents(AuditTrail trail) {
    this.trail = trail;
  }

  @Override
  public void publish(SecurityEvent event) {
    trail.committed(event);
  }
}
