package dev.portcullis.audit;

import dev.portcullis.SecurityEvent;
import dev.portcullis.SecurityEvents;
import dev.portcullis.store.Transactions;

/** Publishes events that belong to no state change, each in a transaction of its own. */
public final class EventPublisher implements SecurityEvents {

  private final Transactions transactions;
  private final AuditTrail trail;

  public EventPublisher(Transactions transactions, AuditTrail trail) {
    this.transactions = transactions;
    this.trail = trail;
  }

  @Override
  public void publish(SecurityEvent event) {
    try {
      transactions.inNew(
          tx -> {
            tx.raise(event);
            return null;
          });
    } catch (RuntimeException e) {
      // Whatever is wrong with the store, the refusal that is told of stands as it is (S74).
      trail.lost(event, e);
    }
  }
}
