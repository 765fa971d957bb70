package dev.portcullis.sealing;

import dev.portcullis.EncryptionState;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.sealing.SealedColumn.Sealed;
import dev.portcullis.store.Transactions;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Seals anew what the previous encryption keys sealed. It goes through each column in small
 * transactions, in the order of the ids, and changes a value only if it is still the one that was
 * read: any number of nodes may do it at once, writers are not held up, and after a stop at any
 * point the next run goes on. A node that has the new key only as {@code next_encryption_key} does
 * nothing here, so that the nodes of a rolling restart never work against each other.
 */
public final class Reencryption {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.sealing");
  private static final int BATCH = 50;

  /**
   * For how long at most a value has to open that is in no column: no node that says {@code
   * replaced} has been without the new key within this time.
   */
  public static final Duration LONGEST_SHORT_LIFE = Duration.ofMinutes(10);

  private final EncryptionKey key;
  private final Transactions transactions;
  private final List<SealedColumn> columns;
  private final Clock clock;
  private final long startedAt;
  private volatile EncryptionState state;

  public Reencryption(
      EncryptionKey key, Transactions transactions, List<SealedColumn> columns, Clock clock) {
    this.key = key;
    this.transactions = transactions;
    this.columns = List.copyOf(columns);
    this.clock = clock;
    this.startedAt = clock.millis();
    this.state = key.previousIds().isEmpty() ? EncryptionState.CURRENT : EncryptionState.REPLACING;
  }

  /** How far it is, as this node last saw it. */
  public EncryptionState state() {
    return state;
  }

  /**
   * Stops the start where a value is under a key that is not configured (S73).
   *
   * @throws IllegalStateException naming column, row and key
   */
  public void requireKnownKeys() {
    for (var column : columns) {
      forEach(column, value -> requireKnown(column, value));
    }
  }

  private void requireKnown(SealedColumn column, Sealed sealed) {
    var id = EncryptionKey.idOf(sealed.text());
    if (id.isPresent() && !key.acceptedIds().contains(id.get())) {
      throw new IllegalStateException(
          "%s of %s is sealed under the encryption key with the id %s, which is not configured; configured are %s. Put that key into auth.previous_encryption_keys (or, while it is being introduced, into auth.next_encryption_key) of this node"
              .formatted(
                  column.name(),
                  sealed.id(),
                  // From the database, and into a log (S72).
                  id.get().replaceAll("[^0-9a-f]", "?"),
                  String.join(", ", key.acceptedIds())));
    }
  }

  /** Goes through everything once; nothing to do without previous keys. */
  public void run() {
    if (key.previousIds().isEmpty()) {
      return;
    }
    int failed = 0;
    int renewed = 0;
    for (var column : columns) {
      var count = new int[2];
      forEach(column, value -> renew(column, value, count));
      renewed += count[0];
      failed += count[1];
    }
    tell(renewed, failed);
  }

  /** Of each value its outcome: {@code count[0]} sealed anew, {@code count[1]} not. */
  private void renew(SealedColumn column, Sealed sealed, int[] count) {
    if (sealed.text().startsWith(key.prefix())) {
      return;
    }
    var plain = key.open(column.purpose(), sealed.context(), sealed.text());
    if (plain.isEmpty()) {
      LOG.log(
          Level.ERROR,
          "{0} of {1} opens with no configured key, or what it belongs to was changed",
          column.name(),
          sealed.id());
      count[1]++;
      return;
    }
    var anew = key.seal(column.purpose(), sealed.context(), plain.get());
    // Lost to another node or to a change of the value: the next run finds what it is now.
    boolean replaced = transactions.inNew(tx -> column.replace(tx, sealed, anew));
    count[replaced ? 0 : 1]++;
  }

  private void tell(int renewed, int failed) {
    if (renewed > 0) {
      LOG.log(Level.INFO, "Sealed {0} values under the encryption key {1}", renewed, key.id());
    }
    boolean done = failed == 0 && renewed == 0 && haveShortLivedOnesEnded();
    var now = done ? EncryptionState.REPLACED : EncryptionState.REPLACING;
    if (now != state && now == EncryptionState.REPLACED) {
      LOG.log(
          Level.INFO,
          "Nothing is sealed under the previous encryption keys ({0}) any more. Once every node"
              + " runs with the new auth.encryption_key, remove auth.previous_encryption_keys",
          String.join(", ", key.previousIds()));
    }
    state = now;
  }

  /**
   * Until its start this node may have sealed with the previous key, as others did until theirs.
   */
  private boolean haveShortLivedOnesEnded() {
    return clock.millis() - startedAt >= LONGEST_SHORT_LIFE.toMillis();
  }

  /** What is done with a value. */
  private interface Step {
    void take(Sealed sealed);
  }

  private void forEach(SealedColumn column, Step step) {
    var last = "";
    List<Sealed> batch;
    do {
      var after = last;
      batch = transactions.inNew(tx -> column.after(tx, after, BATCH));
      for (var value : batch) {
        step.take(value);
        last = value.id();
      }
    } while (batch.size() == BATCH);
  }
}
