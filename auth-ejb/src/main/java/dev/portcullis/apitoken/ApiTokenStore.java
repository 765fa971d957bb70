package dev.portcullis.apitoken;

import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Tx;
import java.util.List;
import java.util.Optional;

/** Reads and writes {@code auth_api_token}. Times are epoch milliseconds. */
public final class ApiTokenStore {

  void add(Tx tx, ApiToken token) {
    tx.em().persist(token);
  }

  Optional<ApiToken> liveByHash(Tx tx, String hash, long now) {
    return tx.em()
        .createQuery(
            "SELECT t FROM ApiToken t WHERE t.tokenHash = :hash AND t.expiresAt > :now",
            ApiToken.class)
        .setParameter("hash", hash)
        .setParameter("now", now)
        .getResultStream()
        .findFirst();
  }

  /** The live ones of an account, the newest first. */
  List<ApiToken> liveOf(Tx tx, String accountId, long now) {
    return tx.em()
        .createQuery(
            "SELECT t FROM ApiToken t WHERE t.accountId = :account AND t.expiresAt > :now"
                + " ORDER BY t.createdAt DESC, t.id",
            ApiToken.class)
        .setParameter("account", accountId)
        .setParameter("now", now)
        .getResultList();
  }

  long countLive(Tx tx, String accountId, long now) {
    return tx.em()
        .createQuery(
            "SELECT COUNT(t) FROM ApiToken t WHERE t.accountId = :account AND t.expiresAt > :now",
            Long.class)
        .setParameter("account", accountId)
        .setParameter("now", now)
        .getSingleResult();
  }

  /** Removes a row of that account; of several at the same time, one is told true. */
  boolean remove(Tx tx, String accountId, String id) {
    return tx.em()
            .createQuery("DELETE FROM ApiToken t WHERE t.id = :id AND t.accountId = :account")
            .setParameter("id", id)
            .setParameter("account", accountId)
            .executeUpdate()
        == 1;
  }

  /**
   * Removes all rows of an account. Whoever calls it holds the account's row, so that none is being
   * added, and marks the account in the revocations, which empties the caches.
   */
  public void removeAll(Tx tx, String accountId) {
    tx.em()
        .createQuery("DELETE FROM ApiToken t WHERE t.accountId = :account")
        .setParameter("account", accountId)
        .executeUpdate();
  }

  /** Notes a use, unless one at {@code noted} or later is. */
  void touch(Tx tx, String id, long at, long noted) {
    tx.em()
        .createQuery(
            "UPDATE ApiToken t SET t.lastUsedAt = :at"
                + " WHERE t.id = :id AND (t.lastUsedAt IS NULL OR t.lastUsedAt <= :noted)")
        .setParameter("at", at)
        .setParameter("id", id)
        .setParameter("noted", noted)
        .executeUpdate();
  }

  /** Removes a batch of expired rows, and tells how many. */
  int removeExpired(Tx tx, long now) {
    return CleanUp.removeUntil(tx, "ApiToken", "id", "expiresAt", now);
  }
}
