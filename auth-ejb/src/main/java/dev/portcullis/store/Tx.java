package dev.portcullis.store;

import dev.portcullis.SecurityEvent;
import jakarta.persistence.EntityManager;

/** One transaction of ours, never the application's. Used on one thread, dead after its work. */
public interface Tx {

  /** Bound to this transaction. */
  EntityManager em();

  /**
   * Writes the event to the audit in this transaction; it is logged, counted and fired to observers
   * once the transaction is committed, and not at all if it is rolled back.
   */
  void raise(SecurityEvent event);

  /** Runs after the commit, on the same thread; not if the transaction is rolled back. */
  void afterCommit(Runnable action);
}
