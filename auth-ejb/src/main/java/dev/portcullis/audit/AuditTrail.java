package dev.portcullis.audit;

import dev.portcullis.SecurityEvent;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.metrics.PrometheusMetrics;
import dev.portcullis.store.EventRecorder;
import jakarta.persistence.EntityManager;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/**
 * Keeps every event: a row in the transaction that it tells of (S70), and once that is committed a
 * log line, a counter, and the application's observers.
 */
public final class AuditTrail implements EventRecorder {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.audit.observers");

  private final RandomSource random;
  private final AuditCounters counters;
  private final Consumer<? super SecurityEvent> observers;

  /**
   * @param random ids of rows
   * @param metrics what is counted
   * @param observers who hears of an event once it is committed; what they throw is logged
   */
  public AuditTrail(
      RandomSource random, PrometheusMetrics metrics, Consumer<? super SecurityEvent> observers) {
    this.random = random;
    this.counters = new AuditCounters(metrics);
    this.observers = observers;
  }

  @Override
  public void write(EntityManager em, SecurityEvent event) {
    em.persist(new AuditRecord(random.id(), event));
  }

  @Override
  public void committed(SecurityEvent event) {
    AuditLog.stored(event);
    counters.count(event);
    try {
      observers.accept(event);
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR,
          "An observer of "
              + event.getClass().getSimpleName()
              + " failed; the change it was told of stands",
          e);
    }
  }

  /** The event's row could not be written. It is logged in full and counted; nobody observes it. */
  void lost(SecurityEvent event, RuntimeException why) {
    AuditLog.lost(event, why);
    counters.count(event);
  }
}
