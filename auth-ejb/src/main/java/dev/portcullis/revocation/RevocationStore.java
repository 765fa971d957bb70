package dev.portcullis.revocation;

import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Tx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@code auth_revocation}. */
final class RevocationStore {

  /** A place in the order of the feed: by time, then by id. */
  record Position(long createdAt, String id) {

    /** Before everything that was written at that time or later. */
    static Position at(long createdAt) {
      return new Position(createdAt, "");
    }
  }

  /** What the replica needs of a row. */
  record Entry(Position position, RevocationKey key, @Nullable Long notBefore, long expiresAt) {}

  private static final String AFTER =
      "SELECT r.createdAt, r.id, r.revokedKey, r.notBefore, r.expiresAt FROM Revocation r"
          + " WHERE r.createdAt >= :at AND (r.createdAt > :at OR r.id > :id)"
          + " ORDER BY r.createdAt, r.id";

  private static final String COVERING =
      "SELECT COUNT(r) FROM Revocation r"
          // Over both cases: an OR alone has H2 read the whole table.
          + " WHERE r.revokedKey IN (:token, :session, :account)"
          + " AND ((r.notBefore IS NULL AND (r.revokedKey = :token OR r.revokedKey = :session))"
          + " OR (r.revokedKey = :account AND r.notBefore > :issuedAt))";

  void add(Tx tx, Revocation revocation) {
    tx.em().persist(revocation);
  }

  /** The next entries in the order of the feed, at most that many. */
  List<Entry> after(Tx tx, Position position, int most) {
    return tx
        .em()
        .createQuery(AFTER, Object[].class)
        .setParameter("at", position.createdAt())
        .setParameter("id", position.id())
        .setMaxResults(most)
        .getResultList()
        .stream()
        .map(RevocationStore::entry)
        .toList();
  }

  /** Whether any row covers a token of these keys, issued at that epoch millisecond. */
  boolean covers(
      Tx tx, RevocationKey token, RevocationKey session, RevocationKey account, long issuedAt) {
    return tx.em()
            .createQuery(COVERING, Long.class)
            .setParameter("token", token.hex())
            .setParameter("session", session.hex())
            .setParameter("account", account.hex())
            .setParameter("issuedAt", issuedAt)
            .getSingleResult()
        > 0;
  }

  /** Removes a batch of rows that expired before that time, and tells how many. */
  int removeExpired(Tx tx, long before) {
    return CleanUp.removeUntil(tx, "Revocation", "id", "expiresAt", before - 1);
  }

  private static Entry entry(Object[] row) {
    return new Entry(
        new Position((Long) row[0], (String) row[1]),
        RevocationKey.of((String) row[2]),
        (Long) row[3],
        (Long) row[4]);
  }
}
