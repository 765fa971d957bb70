package dev.portcullis.token;

import dev.portcullis.store.Tx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@code auth_signing_key}, for one algorithm. */
final class SigningKeyStore {

  private static final String GUARD = "signing keys";

  private final String algorithm;

  SigningKeyStore(String algorithm) {
    this.algorithm = algorithm;
  }

  /**
   * Waits for every other transaction that changes keys, on whatever node, and holds them up until
   * this one ends: changes have one winner (S14). To be called before anything is read.
   */
  void lock(Tx tx) {
    int rows =
        tx.em()
            .createQuery("UPDATE AccountGuard g SET g.turns = g.turns + 1 WHERE g.name = :name")
            .setParameter("name", GUARD)
            .executeUpdate();
    if (rows != 1) {
      throw new IllegalStateException(
          "auth_account_guard has lost its row 'signing keys', which migration V1_5 inserts");
    }
  }

  /** All that are not retired, in the order of their generations. */
  List<SigningKey> live(Tx tx) {
    return tx.em()
        .createQuery(
            "SELECT k FROM SigningKey k WHERE k.algorithm = :algorithm AND k.phase <> :retired"
                + " ORDER BY k.generation",
            SigningKey.class)
        .setParameter("algorithm", algorithm)
        .setParameter("retired", SigningKey.Phase.RETIRED)
        .getResultList();
  }

  /** All, of other algorithms too, the newest first. */
  List<SigningKey> all(Tx tx, int most) {
    return tx.em()
        .createQuery(
            "SELECT k FROM SigningKey k ORDER BY k.createdAt DESC, k.generation DESC",
            SigningKey.class)
        .setMaxResults(most)
        .getResultList();
  }

  @Nullable SigningKey find(Tx tx, String kid) {
    return tx.em().find(SigningKey.class, kid);
  }

  /** Adds a key as the newest generation; the lock must be held. */
  void add(Tx tx, SigningKey key) {
    var highest =
        tx.em()
            .createQuery(
                "SELECT MAX(k.generation) FROM SigningKey k WHERE k.algorithm = :algorithm",
                Integer.class)
            .setParameter("algorithm", algorithm)
            .getSingleResult();
    key.generation = highest == null ? 1 : highest + 1;
    tx.em().persist(key);
    tx.em().flush();
  }
}
