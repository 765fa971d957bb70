package dev.portcullis.factor;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Codes that are sent (S63): six digits of a CSPRNG, good for five minutes, for five guesses, once,
 * and for the one login or session that they were sent for; stored as a keyed hash. Only one of an
 * occasion counts: the last one that whatever sends them has taken.
 */
final class SentCodes {

  /** S63: 10 minutes at most; as long as a login waits. */
  static final Duration LIFE = Duration.ofMinutes(5);

  /** S63. */
  static final int MOST_TRIES = 5;

  private static final String PURPOSE = "sent code";
  private static final int DIGITS = 6;
  private static final long CODES = 1_000_000;

  private final EncryptionKey key;
  private final RandomSource random;
  private final Clock clock;

  SentCodes(EncryptionKey key, RandomSource random, Clock clock) {
    this.key = key;
    this.random = random;
    this.clock = clock;
  }

  /** A code that does not count yet. */
  record Made(String id, Confidential code) {}

  /** Makes one; {@link #bringIntoForce} decides whether it ever counts. */
  Made make(Tx tx, Occasion occasion, CodeTarget target) {
    // Of 63 bits the remainder favours no code by more than 2^-43.
    long drawn = ByteBuffer.wrap(random.bytes(Long.BYTES)).getLong() & Long.MAX_VALUE;
    var code = String.format(Locale.ROOT, "%0" + DIGITS + "d", drawn % CODES);
    var row = new SentCode();
    row.id = random.id();
    row.accountId = target.accountId;
    row.targetId = target.id;
    row.occasion = occasion.id();
    row.inForce = false;
    row.mac = HexFormat.of().formatHex(key.mac(PURPOSE, told(row, code)));
    row.tries = 0;
    row.createdAt = clock.millis();
    row.expiresAt = row.createdAt + LIFE.toMillis();
    tx.em().persist(row);
    return new Made(row.id, Confidential.of(code));
  }

  /** It was sent: it counts, and none before it does. False if it is gone. */
  boolean bringIntoForce(Tx tx, String id) {
    var row = tx.em().find(SentCode.class, id);
    if (row == null) {
      return false;
    }
    int unused =
        tx.em()
            .createQuery(
                "DELETE FROM SentCode c WHERE c.targetId = :target AND c.occasion = :occasion"
                    + " AND c.inForce = TRUE AND c.id <> :id")
            .setParameter("target", row.targetId)
            .setParameter("occasion", row.occasion)
            .setParameter("id", id)
            .executeUpdate();
    return tx.em()
            .createQuery(
                "UPDATE SentCode c SET c.inForce = TRUE WHERE c.id = :id AND c.inForce = FALSE")
            .setParameter("id", id)
            .executeUpdate()
        == 1;
  }

  /** It was not sent, or was right: of several at the same time, one gets true. */
  boolean remove(Tx tx, String id) {
    return tx.em()
            .createQuery("DELETE FROM SentCode c WHERE c.id = :id")
            .setParameter("id", id)
            .executeUpdate()
        == 1;
  }

  void removeOf(Tx tx, String targetId) {
    int unused =
        tx.em()
            .createQuery("DELETE FROM SentCode c WHERE c.targetId = :target")
            .setParameter("target", targetId)
            .executeUpdate();
  }

  /** Checks a guess and uses the code up, if it is it; of several at a time, one gets true. */
  boolean use(Tx tx, Occasion occasion, String targetId, Confidential typed) {
    var rows =
        tx.em()
            .createQuery(
                "SELECT c FROM SentCode c WHERE c.targetId = :target"
                    + " AND c.occasion = :occasion AND c.inForce = TRUE",
                SentCode.class)
            .setParameter("target", targetId)
            .setParameter("occasion", occasion.id())
            .getResultList();
    return use(tx, rows, typed.reveal().replaceAll("[\\s-]", ""));
  }

  private boolean use(Tx tx, List<SentCode> rows, String code) {
    // The guess is counted before it is looked at (S36).
    return rows.stream()
        .filter(row -> reserve(tx, row))
        .filter(row -> key.verifies(PURPOSE, told(row, code), HexFormat.of().parseHex(row.mac)))
        .anyMatch(row -> remove(tx, row.id));
  }

  private boolean reserve(Tx tx, SentCode row) {
    return tx.em()
            .createQuery(
                "UPDATE SentCode c SET c.tries = c.tries + 1"
                    + " WHERE c.id = :id AND c.tries < :most AND c.expiresAt > :now")
            .setParameter("id", row.id)
            .setParameter("most", MOST_TRIES)
            .setParameter("now", clock.millis())
            .executeUpdate()
        == 1;
  }

  /** A hash that was put into another row is of nothing there. */
  private static String told(SentCode row, String code) {
    return String.join(" ", row.id, row.accountId, row.targetId, row.occasion, code);
  }

  /** Removes what is over, in small transactions of their own. */
  int cleanUp(Transactions transactions) {
    return CleanUp.run(
        transactions, tx -> CleanUp.removeUntil(tx, "SentCode", "id", "expiresAt", clock.millis()));
  }
}
