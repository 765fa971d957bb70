package dev.portcullis.token;

import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.store.CleanUp;
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
                    + " WHERE r.tokenHash = :hash AND r.usedAt IS NULL AND r.supersededAt IS NULL"
                    + " AND r.expiresAt > :now")
            .setParameter("now", now.toEpochMilli())
            .setParameter("hash", row.tokenHash)
            .executeUpdate()
        == 1;
  }

  /** Reads a row as it is now, and holds it until the commit. */
  void hold(Tx tx, RefreshToken row) {
    tx.em().refresh(row, LockModeType.PESSIMISTIC_WRITE);
  }

  /**
   * Holds what a token was exchanged for until the commit: so of several that came of the same
   * exchange one after the other is used, and none is issued meanwhile.
   */
  void holdPredecessor(Tx tx, RefreshToken row) {
    if (row.predecessorHash != null) {
      var ignored =
          tx.em().find(RefreshToken.class, row.predecessorHash, LockModeType.PESSIMISTIC_WRITE);
    }
  }

  /**
   * Whether a token that this one was exchanged for has been used in its turn. Reads them as they
   * are now, also where the transaction otherwise sees an older state (repeatable read).
   */
  boolean hasUsedSuccessor(Tx tx, RefreshToken row) {
    return tx
        .em()
        .createQuery(
            "SELECT r FROM RefreshToken r WHERE r.predecessorHash = :hash", RefreshToken.class)
        .setParameter("hash", row.tokenHash)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultList()
        .stream()
        .anyMatch(successor -> successor.usedAt != null);
  }

  /** Makes the others that came of the same exchange useless. */
  void supersedeSiblings(Tx tx, RefreshToken row, Instant now) {
    if (row.predecessorHash == null) {
      return;
    }
    tx.em()
        .createQuery(
            "UPDATE RefreshToken r SET r.supersededAt = :now WHERE r.predecessorHash = :predecessor"
                + " AND r.tokenHash <> :hash AND r.usedAt IS NULL AND r.supersededAt IS NULL")
        .setParameter("now", now.toEpochMilli())
        .setParameter("predecessor", row.predecessorHash)
        .setParameter("hash", row.tokenHash)
        .executeUpdate();
  }

  /** The client that the tokens of a session are bound to; empty if the session has none. */
  Optional<String> clientOf(Tx tx, String sessionId) {
    return tx.em()
        .createQuery(
            "SELECT r.clientId FROM RefreshToken r WHERE r.sessionId = :session", String.class)
        .setParameter("session", sessionId)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  /** Removes a batch of rows past their expiry, and tells how many. */
  int removeExpired(Tx tx, Instant now) {
    return CleanUp.removeUntil(tx, "RefreshToken", "tokenHash", "expiresAt", now.toEpochMilli());
  }

  /** The same for {@code auth_access_token}. */
  int removeExpiredAccessTokens(Tx tx, Instant now) {
    return CleanUp.removeUntil(tx, "IssuedAccessToken", "jti", "expiresAt", now.toEpochMilli());
  }
}
