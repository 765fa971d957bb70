package dev.portcullis.factor;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.Digests;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.codec.binary.Base32;

/**
 * Ten codes for whoever lost the second factor: 80 bits each, shown once, stored as hashes, each
 * good once (S67). So many bits need no slow hash.
 */
final class RecoveryCodes {

  static final int COUNT = 10;

  private static final int BYTES = 10;
  private static final int GROUP = 4;

  private final RandomSource random;
  private final Clock clock;

  RecoveryCodes(RandomSource random, Clock clock) {
    this.random = random;
    this.clock = clock;
  }

  /**
   * Makes ten.
   *
   * @param active whether they count at once, in place of all before; else {@link #activate}
   *     decides
   */
  List<Confidential> make(Tx tx, String accountId, boolean active) {
    remove(tx, accountId, false);
    if (active) {
      remove(tx, accountId, true);
    }
    var codes = new ArrayList<Confidential>(COUNT);
    for (int i = 0; i < COUNT; i++) {
      var text = new Base32().encodeAsString(random.bytes(BYTES)).toLowerCase(Locale.ROOT);
      var row = new RecoveryCode();
      row.id = random.id();
      row.accountId = accountId;
      row.active = active;
      row.hash = hash(accountId, text);
      row.createdAt = clock.millis();
      tx.em().persist(row);
      codes.add(Confidential.of(grouped(text)));
    }
    return codes;
  }

  /** Those that wait count from now on, in place of all before. */
  void activate(Tx tx, String accountId) {
    remove(tx, accountId, true);
    int unused =
        tx.em()
            .createQuery(
                "UPDATE RecoveryCode r SET r.active = TRUE"
                    + " WHERE r.accountId = :account AND r.active = FALSE")
            .setParameter("account", accountId)
            .executeUpdate();
  }

  /** Uses a code up; of several at the same time, one gets true. */
  boolean use(Tx tx, String accountId, Confidential typed) {
    var text = plain(typed);
    return tx.em()
            .createQuery(
                "UPDATE RecoveryCode r SET r.usedAt = :now WHERE r.accountId = :account"
                    + " AND r.hash = :hash AND r.active = TRUE AND r.usedAt IS NULL")
            .setParameter("now", clock.millis())
            .setParameter("account", accountId)
            .setParameter("hash", hash(accountId, text))
            .executeUpdate()
        == 1;
  }

  /** How many were not used yet. */
  int left(Tx tx, String accountId) {
    return tx.em()
        .createQuery(
            "SELECT COUNT(r) FROM RecoveryCode r WHERE r.accountId = :account"
                + " AND r.active = TRUE AND r.usedAt IS NULL",
            Long.class)
        .setParameter("account", accountId)
        .getSingleResult()
        .intValue();
  }

  void removeAll(Tx tx, String accountId) {
    remove(tx, accountId, true);
    remove(tx, accountId, false);
  }

  private static void remove(Tx tx, String accountId, boolean active) {
    int unused =
        tx.em()
            .createQuery(
                "DELETE FROM RecoveryCode r WHERE r.accountId = :account AND r.active = :active")
            .setParameter("account", accountId)
            .setParameter("active", active)
            .executeUpdate();
  }

  private static String grouped(String text) {
    return String.join("-", text.split("(?<=\\G.{" + GROUP + "})"));
  }

  /** As people write it down and type it again. */
  private static String plain(Confidential typed) {
    return typed.reveal().replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
  }

  private static String hash(String accountId, String text) {
    return Digests.sha256Hex((accountId + " " + text).getBytes(StandardCharsets.UTF_8));
  }
}
