package dev.portcullis.throttle;

import dev.portcullis.config.RateLimitSettings.Limit;
import dev.portcullis.config.SendingLimits;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Limits how many messages are sent to one recipient, for one account and at the request of one
 * address (S41), in the database, for all nodes together. Each count begins with the first message
 * and is forgotten after its period. A message that could not be sent counts, too: whoever has it
 * tried pays or annoys somebody all the same.
 */
public final class SendingLimiter {

  private static final String PURPOSE = "sending limit";

  private final SendingLimits limits;
  private final EncryptionKey key;
  private final Transactions transactions;
  private final Clock clock;

  public SendingLimiter(
      SendingLimits limits, EncryptionKey key, Transactions transactions, Clock clock) {
    this.limits = limits;
    this.key = key;
    this.transactions = transactions;
    this.clock = clock;
  }

  private record Count(String id, Limit limit) {}

  /**
   * Reserves one message, or none of its counts.
   *
   * @param recipient an address or a number, in its normal form
   * @param proven whether it is known to be the account's: what strangers have sent there is
   *     counted apart, so that nobody is kept from signing in by it
   * @param address the client's, canonical text of an IP address
   * @return empty if it may be sent; else how long to wait
   * @throws dev.portcullis.store.ConstraintConflictException at the end of the transaction, where
   *     another one began the same count at the same time; to be run again
   */
  public Optional<Duration> reserve(
      Tx tx, String recipient, boolean proven, String accountId, String address) {
    var counts =
        List.of(
            count(proven ? "recipient" : "claimed recipient", recipient, limits.recipient()),
            count("account", accountId, limits.account()),
            count("address", household(address), limits.address()));
    for (int i = 0; i < counts.size(); i++) {
      var wait = reserve(tx, counts.get(i));
      if (wait.isPresent()) {
        counts.subList(0, i).forEach(taken -> giveBack(tx, taken));
        return wait;
      }
    }
    return Optional.empty();
  }

  private Count count(String scope, String whose, Limit limit) {
    return new Count(HexFormat.of().formatHex(key.mac(PURPOSE, scope + " " + whose)), limit);
  }

  /** One household has more IPv6 addresses than there are limits. */
  private static String household(String address) {
    return address.indexOf(':') < 0 ? address : Network.of(address);
  }

  private Optional<Duration> reserve(Tx tx, Count count) {
    long now = clock.millis();
    if (goesOn(tx, count, now) || beginsAnew(tx, count, now)) {
      return Optional.empty();
    }
    var ends =
        tx.em()
            .createQuery("SELECT c.endsAt FROM SendingCounter c WHERE c.id = :id", Long.class)
            .setParameter("id", count.id)
            .getResultStream()
            .findFirst();
    if (ends.isPresent()) {
      // At least a second: a client that is told 0 asks again at once.
      return Optional.of(Duration.ofMillis(Math.max(1000, ends.get() - now)));
    }
    var row = new SendingCounter();
    row.id = count.id;
    row.sent = 1;
    row.endsAt = end(count, now);
    tx.em().persist(row);
    tx.em().flush();
    return Optional.empty();
  }

  private static boolean goesOn(Tx tx, Count count, long now) {
    return tx.em()
            .createQuery(
                "UPDATE SendingCounter c SET c.sent = c.sent + 1"
                    + " WHERE c.id = :id AND c.endsAt > :now AND c.sent < :most")
            .setParameter("id", count.id)
            .setParameter("now", now)
            .setParameter("most", count.limit.count())
            .executeUpdate()
        == 1;
  }

  private static boolean beginsAnew(Tx tx, Count count, long now) {
    return tx.em()
            .createQuery(
                "UPDATE SendingCounter c SET c.sent = 1, c.endsAt = :end"
                    + " WHERE c.id = :id AND c.endsAt <= :now")
            .setParameter("end", end(count, now))
            .setParameter("id", count.id)
            .setParameter("now", now)
            .executeUpdate()
        == 1;
  }

  private static long end(Count count, long now) {
    return Instant.ofEpochMilli(now).plus(count.limit.per()).toEpochMilli();
  }

  private static void giveBack(Tx tx, Count count) {
    int unused =
        tx.em()
            .createQuery(
                "UPDATE SendingCounter c SET c.sent = c.sent - 1"
                    + " WHERE c.id = :id AND c.sent > 0")
            .setParameter("id", count.id)
            .executeUpdate();
  }

  /** Removes counts whose period is over, in small transactions of their own. */
  public int cleanUp() {
    return CleanUp.run(
        transactions,
        tx -> CleanUp.removeUntil(tx, "SendingCounter", "id", "endsAt", clock.millis()));
  }
}
