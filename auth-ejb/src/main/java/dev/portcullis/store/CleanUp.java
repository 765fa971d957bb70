package dev.portcullis.store;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Removes rows in batches, each in a transaction of its own, so that nobody waits for long for a
 * row of one. Any number of nodes may remove the same rows at the same time.
 */
public final class CleanUp {

  /** Rows of a batch at most. */
  public static final int BATCH = 500;

  /** What is more is left for the next time. */
  private static final int MOST_BATCHES = 1000;

  private CleanUp() {}

  /**
   * Removes batch after batch until one is not full.
   *
   * @param batch removes {@value #BATCH} rows at most, and tells how many
   * @return how many rows this call removed
   */
  public static int run(Transactions transactions, ToIntFunction<Tx> batch) {
    int removed = 0;
    for (int i = 0; i < MOST_BATCHES; i++) {
      int rows = transactions.<Integer>inNew(batch::applyAsInt);
      removed += rows;
      if (rows < BATCH) {
        break;
      }
    }
    return removed;
  }

  /**
   * Removes rows by their keys, which another query of this transaction found.
   *
   * @param entity its name in JPQL
   * @param key the attribute
   */
  public static int remove(Tx tx, String entity, String key, List<String> keys) {
    if (keys.isEmpty()) {
      return 0;
    }
    return tx.em()
        .createQuery("DELETE FROM " + entity + " e WHERE e." + key + " IN :keys")
        .setParameter("keys", keys)
        .executeUpdate();
  }

  /**
   * Removes a batch of what expired.
   *
   * @param entity its name in JPQL
   * @param key its attribute that is the key
   * @param time its attribute of epoch milliseconds
   * @param until rows of that time or before go
   */
  public static int removeUntil(Tx tx, String entity, String key, String time, long until) {
    var keys =
        tx.em()
            .createQuery(
                "SELECT e."
                    + key
                    + " FROM "
                    + entity
                    + " e WHERE e."
                    + time
                    + " <= :until ORDER BY e."
                    + time,
                String.class)
            .setParameter("until", until)
            .setMaxResults(BATCH)
            .getResultList();
    return remove(tx, entity, key, keys);
  }
}
