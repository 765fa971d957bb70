package dev.portcullis.provider;

import dev.portcullis.crypto.Digests;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.ConstraintConflictException;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What serves once, on whichever node it comes: of several at the same time, one is the first. */
final class UsedOnce {

  /** Clocks of nodes may differ by this much. */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  private final Transactions transactions;
  private final Clock clock;

  UsedOnce(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Notes the use, in a transaction of its own.
   *
   * @param kind a constant that keeps uses of different things apart
   * @param until when the thing itself has expired
   * @return whether it is the first one
   */
  boolean first(String kind, String id, Instant until) {
    try {
      return transactions.inNew(tx -> first(tx, kind, id, until));
    } catch (ConstraintConflictException somebodyWasFirst) {
      return false;
    }
  }

  /**
   * The same in the transaction that the use belongs to, which a use at the same time makes fail
   * with {@link ConstraintConflictException}.
   */
  boolean first(Tx tx, String kind, String id, Instant until) {
    var text = kind + " " + id;
    var use = new AttemptUse();
    use.key = Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8));
    use.expiresAt = until.plus(MARGIN).toEpochMilli();
    if (tx.em().find(AttemptUse.class, use.key) != null) {
      return false;
    }
    tx.em().persist(use);
    tx.em().flush();
    return true;
  }

  /** Removes what expired. */
  int cleanUp() {
    return CleanUp.run(
        transactions,
        tx -> CleanUp.removeUntil(tx, "ProviderUse", "key", "expiresAt", clock.millis()));
  }
}
