package dev.portcullis.store;

import dev.portcullis.SecurityEvent;
import jakarta.persistence.EntityManager;

/** What a transaction does with the events raised in it; the audit implements it. */
public interface EventRecorder {

  /** Writes the event within the transaction. */
  void write(EntityManager em, SecurityEvent event);

  /** The transaction is committed: log, count, fire. Must not throw. */
  void committed(SecurityEvent event);
}
