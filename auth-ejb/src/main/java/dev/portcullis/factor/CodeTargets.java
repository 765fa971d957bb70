package dev.portcullis.factor;

import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.crypto.SealedValues;
import dev.portcullis.store.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Where accounts have their codes sent: sealed, since it is personal and sometimes secret. */
@SealedValues(column = SealedCodeTargets.class)
final class CodeTargets {

  static final String PURPOSE = "code target";

  private final EncryptionKey key;
  private final RandomSource random;
  private final Clock clock;
  private final SentCodes codes;

  CodeTargets(EncryptionKey key, RandomSource random, Clock clock, SentCodes codes) {
    this.key = key;
    this.random = random;
    this.clock = clock;
    this.codes = codes;
  }

  /** The methods for which the account has one in force. */
  List<FactorMethod> active(Tx tx, String accountId) {
    return tx.em()
        .createQuery(
            "SELECT t.method FROM CodeTarget t WHERE t.accountId = :account AND t.active = TRUE",
            FactorMethod.class)
        .setParameter("account", accountId)
        .getResultList();
  }

  /** The one in force, or the one that was set up. */
  Optional<CodeTarget> find(Tx tx, String accountId, FactorMethod method, boolean active) {
    return tx.em()
        .createQuery(
            "SELECT t FROM CodeTarget t WHERE t.accountId = :account"
                + " AND t.method = :method AND t.active = :active",
            CodeTarget.class)
        .setParameter("account", accountId)
        .setParameter("method", method)
        .setParameter("active", active)
        .getResultStream()
        .findFirst();
  }

  /** Sets one up, in place of one that was set up before and never proven. */
  CodeTarget setUp(Tx tx, String accountId, FactorMethod method, String target) {
    var before = find(tx, accountId, method, false).orElse(null);
    if (before != null && open(before).filter(target::equals).isPresent()) {
      // The same once more: a code that is there already goes on counting.
      return before;
    }
    boolean ignored = remove(tx, accountId, method, false);
    var row = new CodeTarget();
    row.id = random.id();
    row.accountId = accountId;
    row.method = method;
    row.active = false;
    row.sealedTarget = key.seal(PURPOSE, row.context(), target.getBytes(StandardCharsets.UTF_8));
    row.createdAt = clock.millis();
    tx.em().persist(row);
    return row;
  }

  /** The address or the number; empty for a row that is another's, or under an unknown key. */
  Optional<String> open(CodeTarget row) {
    return key.open(PURPOSE, row.context(), row.sealedTarget)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** Checks a code that was sent to the one in force. */
  boolean use(Tx tx, String accountId, FactorMethod method, Occasion occasion, Confidential typed) {
    return find(tx, accountId, method, true)
        .filter(row -> codes.use(tx, occasion, row.id, typed))
        .isPresent();
  }

  /** Checks a code that was sent to the one set up; with a right one it is in force. */
  boolean activate(
      Tx tx, String accountId, FactorMethod method, Occasion occasion, Confidential typed) {
    var row = find(tx, accountId, method, false).orElse(null);
    if (row == null || !codes.use(tx, occasion, row.id, typed)) {
      return false;
    }
    boolean ignored = remove(tx, accountId, method, true);
    return tx.em()
            .createQuery(
                "UPDATE CodeTarget t SET t.active = TRUE, t.activatedAt = :now"
                    + " WHERE t.id = :id AND t.active = FALSE")
            .setParameter("now", clock.millis())
            .setParameter("id", row.id)
            .executeUpdate()
        == 1;
  }

  /** Removes one, with the codes sent there; of several at the same time, one gets true. */
  boolean remove(Tx tx, String accountId, FactorMethod method, boolean active) {
    var ids =
        tx.em()
            .createQuery(
                "SELECT t.id FROM CodeTarget t WHERE t.accountId = :account"
                    + " AND t.method = :method AND t.active = :active",
                String.class)
            .setParameter("account", accountId)
            .setParameter("method", method)
            .setParameter("active", active)
            .getResultList();
    boolean removed = false;
    for (var id : ids) {
      codes.removeOf(tx, id);
      removed |=
          tx.em()
                  .createQuery("DELETE FROM CodeTarget t WHERE t.id = :id AND t.active = :active")
                  .setParameter("id", id)
                  .setParameter("active", active)
                  .executeUpdate()
              == 1;
    }
    return removed;
  }
}
