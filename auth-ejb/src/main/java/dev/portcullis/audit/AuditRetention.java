package dev.portcullis.audit;

import dev.portcullis.config.AuditSettings;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Transactions;
import java.time.Clock;

/** Deletes records that are older than {@code auth.audit.retention}. */
public final class AuditRetention {

  private final Transactions transactions;
  private final AuditSettings settings;
  private final Clock clock;

  public AuditRetention(Transactions transactions, AuditSettings settings, Clock clock) {
    this.transactions = transactions;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Deletes in batches, each in a transaction of its own, the oldest first. What a run leaves is
   * for the next. Harmless where several nodes do it at once.
   *
   * @return how many records went
   */
  public int deleteExpired() {
    long before = clock.instant().minus(settings.retention()).toEpochMilli();
    return CleanUp.run(
        transactions, tx -> CleanUp.removeUntil(tx, "AuditRecord", "id", "occurredAt", before - 1));
  }
}
