package dev.portcullis.token;

import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.store.Tx;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;

/** Reads and writes {@code auth_refresh_token} and {@code auth_access_token}. */
final class TokenStore {

  Optional<RefreshToken> find(Tx tx, OpaqueToken token) {
    return Optional.ofNullable(tx.em().find(RefreshToken.class, token.hash()));
  }

  /**
   * Uses a token up. Of all that try, on whatever node, one is told true (S14): the others wait for
   * its commit and then find the row used.
   */
  boolean use(Tx tx, RefreshToken row, Instant now) {
    return tx.em()
            .createQuery(
                "UPDATE RefreshToken r SET r.usedAt = :now"
                    + " WHERE r.tokenHash = :hash AND r.usedAt IS NULL AND r.expiresAt > :now")
            .setParameter("now", now.toEpochMilli())
            .setParameter("hash", row.tokenHash)
            .executeUpdate()
        == 1;
  }

  /** Reads a row as it is now, and holds it until the commit. */
  void hold(Tx tx, RefreshToken row) {
    tx.em().refresh(row, LockModeType.PESSIMISTIC_WRITE);
  }

  /** Whether a token that this one was exchanged for has been used in its turn. */
  boolean hasUsedSuccessor(Tx tx, RefreshToken row) {
    return tx.em()
            .createQuery(
                "SELECT COUNT(r) FROM RefreshToken r"
                    + " WHERE r.predecessorHash = :hash AND r.usedAt IS NOT NULL",
                Long.class)
            .setParameter("hash", row.tokenHash)
            .getSingleResult()
        > 0;
  }

  /** Removes rows past their expiry, at most so many, and tells how many. */
  int removeExpired(Tx tx, Instant now, int most) {
    var hashes =
        tx.em()
            .createQuery(
                "SELECT r.tokenHash FROM RefreshToken r WHERE r.expiresAt <= :now"
                    + " ORDER BY r.expiresAt",
                String.class)
            .setParameter("now", now.toEpochMilli())
            .setMaxResults(most)
            .getResultList();
    if (hashes.isEmpty()) {
      return 0;
    }
    return tx.em()
        .createQuery("DELETE FROM RefreshToken r WHERE r.tokenHash IN :hashes")
        .setParameter("hashes", hashes)
        .executeUpdate();
  }

  /** The same for {@code auth_access_token}. */
  int removeExpiredAccessTokens(Tx tx, Instant now, int most) {
    var ids =
        tx.em()
            .createQuery(
                "SELECT a.jti FROM IssuedAccessToken a WHERE a.expiresAt <= :now ORDER BY a.expiresAt",
                String.class)
            .setParameter("now", now.toEpochMilli())
            .setMaxResults(most)
            .getResultList();
    if (ids.isEmpty()) {
      return 0;
    }
    return tx.em()
        .createQuery("DELETE FROM IssuedAccessToken a WHERE a.jti IN :ids")
        .setParameter("ids", ids)
        .executeUpdate();
  }
}
