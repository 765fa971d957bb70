package dev.portcullis.audit;

import dev.portcullis.config.AuditSettings;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;

/** Deletes records that are older than {@code auth.audit.retention}. */
public final class AuditRetention {

  /** Small, so that no lock is held and no transaction log filled for long. */
  static final int BATCH = 500;

  private static final int MOST_BATCHES_A_RUN = 200;

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
    int deleted = 0;
    for (int batch = 0; batch < MOST_BATCHES_A_RUN; batch++) {
      int found = transactions.inNew(tx -> deleteBatch(tx, before));
      deleted += found;
      if (found < BATCH) {
        break;
      }
    }
    return deleted;
  }

  private static int deleteBatch(Tx tx, long before) {
    var ids =
        tx.em()
            .createQuery(
                "SELECT a.id FROM AuditRecord a WHERE a.occurredAt < :before"
                    + " ORDER BY a.occurredAt",
                String.class)
            .setParameter("before", before)
            .setMaxResults(BATCH)
            .getResultList();
    if (!ids.isEmpty()) {
      tx.em()
          .createQuery("DELETE FROM AuditRecord a WHERE a.id IN :ids")
          .setParameter("ids", ids)
          .executeUpdate();
    }
    return ids.size();
  }
}
