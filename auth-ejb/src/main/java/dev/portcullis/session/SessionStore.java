package dev.portcullis.session;

import dev.portcullis.config.SessionSettings;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Tx;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** Reads and writes {@code auth_session}. Times are epoch milliseconds. */
final class SessionStore {

  private final long idle;

  SessionStore(SessionSettings settings) {
    this.idle = settings.idle().toMillis();
  }

  /** Whether neither limit is reached (S22). Sessions behind tokens have no idle limit. */
  boolean isLive(Session session, long now) {
    return now < session.expiresAt && (!session.browser || now - session.lastSeenAt < idle);
  }

  void add(Tx tx, Session session) {
    tx.em().persist(session);
  }

  Optional<Session> liveById(Tx tx, String id, long now) {
    return Optional.ofNullable(tx.em().find(Session.class, id)).filter(s -> isLive(s, now));
  }

  Optional<Session> liveBySecret(Tx tx, String secretHash, long now) {
    return tx.em()
        .createQuery("SELECT s FROM Session s WHERE s.secretHash = :hash", Session.class)
        .setParameter("hash", secretHash)
        .getResultStream()
        .filter(s -> isLive(s, now))
        .findFirst();
  }

  /** All rows of an account, the oldest first. */
  List<Session> ofAccount(Tx tx, String accountId) {
    return ofAccount(tx, accountId, LockModeType.NONE);
  }

  /**
   * The same, held until the transaction ends, and as they are now even where the transaction
   * otherwise sees an older state (repeatable read).
   */
  List<Session> holdOfAccount(Tx tx, String accountId) {
    return ofAccount(tx, accountId, LockModeType.PESSIMISTIC_WRITE);
  }

  private static List<Session> ofAccount(Tx tx, String accountId, LockModeType lock) {
    return tx.em()
        .createQuery(
            "SELECT s FROM Session s WHERE s.accountId = :account ORDER BY s.createdAt, s.id",
            Session.class)
        .setParameter("account", accountId)
        .setLockMode(lock)
        .getResultList();
  }

  /** Ids of the sessions that a provider knows by that. */
  List<String> ofProviderSession(Tx tx, String providerSession) {
    return tx.em()
        .createQuery(
            "SELECT s.id FROM Session s WHERE s.providerSession = :reference", String.class)
        .setParameter("reference", providerSession)
        .getResultList();
  }

  /** Removes the row; of several at the same time, one is told true. */
  boolean remove(Tx tx, String id) {
    return tx.em()
            .createQuery("DELETE FROM Session s WHERE s.id = :id")
            .setParameter("id", id)
            .executeUpdate()
        == 1;
  }

  /** Notes the use, unless that was done since {@code noted}. */
  void touch(Tx tx, String id, long now, long noted) {
    tx.em()
        .createQuery(
            "UPDATE Session s SET s.lastSeenAt = :now WHERE s.id = :id AND s.lastSeenAt <= :noted")
        .setParameter("now", now)
        .setParameter("id", id)
        .setParameter("noted", noted)
        .executeUpdate();
  }

  /** Replaces the secret and the proof of identity; false if somebody else did or it ended. */
  boolean replaceSecret(Tx tx, Session old, String hash, String amr, long at, long now) {
    return tx.em()
            .createQuery(
                "UPDATE Session s SET s.secretHash = :hash, s.amr = :amr, s.authenticatedAt = :at,"
                    + " s.lastSeenAt = :now WHERE s.id = :id AND s.secretHash = :old")
            .setParameter("hash", hash)
            .setParameter("amr", amr)
            .setParameter("at", at)
            .setParameter("now", now)
            .setParameter("id", old.id)
            .setParameter("old", old.secretHash)
            .executeUpdate()
        == 1;
  }

  /** Removes a batch of rows past their absolute limit, and tells how many. */
  int removeExpired(Tx tx, long now) {
    return CleanUp.removeUntil(tx, "Session", "id", "expiresAt", now);
  }

  /** Removes a batch of rows that were not used for too long, and tells how many. */
  int removeIdle(Tx tx, long now) {
    var ids =
        tx.em()
            .createQuery(
                "SELECT s.id FROM Session s WHERE s.browser = TRUE AND s.lastSeenAt <= :idleSince"
                    + " ORDER BY s.lastSeenAt",
                String.class)
            .setParameter("idleSince", now - idle)
            .setMaxResults(CleanUp.BATCH)
            .getResultList();
    if (ids.isEmpty()) {
      return 0;
    }
    // The limit again: a session may have been used since it was read.
    return tx.em()
        .createQuery("DELETE FROM Session s WHERE s.id IN :ids AND s.lastSeenAt <= :idleSince")
        .setParameter("ids", ids)
        .setParameter("idleSince", now - idle)
        .executeUpdate();
  }

  long countLive(Tx tx, long now) {
    return tx.em()
        .createQuery(
            "SELECT COUNT(s) FROM Session s WHERE s.expiresAt > :now"
                + " AND (s.browser = FALSE OR s.lastSeenAt > :idleSince)",
            Long.class)
        .setParameter("now", now)
        .setParameter("idleSince", now - idle)
        .getSingleResult();
  }
}
