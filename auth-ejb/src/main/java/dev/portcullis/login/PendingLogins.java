package dev.portcullis.login;

import dev.portcullis.PendingLogin;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.factor.FactorDemand;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Logins between the first and the second factor, in rows of the database, so that any node can
 * complete one. Only the hash of what the client holds is stored; it lasts five minutes (S64).
 */
public final class PendingLogins {

  /** S64. */
  static final Duration LIFE = Duration.ofMinutes(5);

  /** How many of one account wait at a time; an older one goes. */
  static final int MOST_OF_AN_ACCOUNT = 10;

  private final Transactions transactions;
  private final RandomSource random;
  private final Clock clock;

  public PendingLogins(Transactions transactions, RandomSource random, Clock clock) {
    this.transactions = transactions;
    this.random = random;
    this.clock = clock;
  }

  /** Begins to wait; the account's row is held by the caller. */
  PendingLogin begin(Tx tx, FirstProof proof, FactorDemand demand, @Nullable String clientId) {
    var token = OpaqueToken.create(OpaqueToken.Kind.PENDING_LOGIN, random);
    long now = clock.millis();
    makeRoom(tx, proof.account().id());
    var row = new PendingLoginRow();
    row.hash = token.hash();
    row.accountId = proof.account().id();
    row.securityVersion = proof.account().securityVersion();
    row.method = proof.method();
    row.provider = proof.provider();
    row.amr = String.join(" ", new TreeSet<>(proof.amr()));
    row.clientId = clientId;
    row.providerSession = proof.providerSession();
    row.enrolment = demand.enrolment();
    row.createdAt = now;
    row.expiresAt = now + LIFE.toMillis();
    tx.em().persist(row);
    return new PendingLogin(
        token.text(),
        demand.methods(),
        demand.preferred(),
        demand.enrolment(),
        Instant.ofEpochMilli(row.expiresAt));
  }

  private static void makeRoom(Tx tx, String accountId) {
    var hashes =
        tx.em()
            .createQuery(
                "SELECT p.hash FROM PendingLogin p WHERE p.accountId = :account"
                    + " ORDER BY p.createdAt, p.hash",
                String.class)
            .setParameter("account", accountId)
            .getResultList();
    for (int i = 0; i <= hashes.size() - MOST_OF_AN_ACCOUNT; i++) {
      boolean ignored = remove(tx, hashes.get(i));
    }
  }

  /** The one that waits under that token, if it still does. */
  Optional<PendingLoginRow> find(Tx tx, OpaqueToken token) {
    return Optional.ofNullable(tx.em().find(PendingLoginRow.class, token.hash()))
        .filter(row -> clock.millis() < row.expiresAt);
  }

  /** Ends the waiting; of several at the same time, one gets true. */
  static boolean remove(Tx tx, String hash) {
    return tx.em()
            .createQuery("DELETE FROM PendingLogin p WHERE p.hash = :hash")
            .setParameter("hash", hash)
            .executeUpdate()
        == 1;
  }

  /** Removes what nobody completed, in small transactions of their own. */
  public int cleanUp() {
    return CleanUp.run(
        transactions,
        tx -> CleanUp.removeUntil(tx, "PendingLogin", "hash", "expiresAt", clock.millis()));
  }
}
