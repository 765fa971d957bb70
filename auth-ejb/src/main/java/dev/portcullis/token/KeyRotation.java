package dev.portcullis.token;

import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.SecurityEvent;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import dev.portcullis.token.SigningKey.Phase;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Leads the keys of one algorithm through their life: PENDING, SIGNING, VERIFYING, RETIRED. Any
 * node may take a step when its clock says so. Each step is decided and written under one lock in
 * the database, on rows read under it, so that there is one winner and no leader; the others find
 * the step done. A successor is always pending, so that a key that must go at once (S18) is
 * followed by one that everybody knows already.
 */
final class KeyRotation {

  private static final ClientInfo THIS_NODE = new ClientInfo("127.0.0.1", null, "key-rotation");

  private final Transactions transactions;
  private final SigningKeyStore store;
  private final KeyPairs keyPairs;
  private final KeyTimes times;
  private final Clock clock;

  KeyRotation(
      Transactions transactions,
      SigningKeyStore store,
      KeyPairs keyPairs,
      KeyTimes times,
      Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.keyPairs = keyPairs;
    this.times = times;
    this.clock = clock;
  }

  KeyTimes times() {
    return times;
  }

  /**
   * Imports the keys of the configuration that were never seen here; whichever node comes first
   * does. The first of them signs as soon as everybody knows it, the others follow when it is their
   * turn. One that was retired stays so.
   *
   * @throws IllegalStateException if the id of one is that of another key
   */
  void give(List<SigningKey> given) {
    boolean known = transactions.inNew(tx -> given.stream().allMatch(key -> isKnown(tx, key)));
    if (known) {
      return;
    }
    transactions.inNew(
        tx -> {
          store.lock(tx);
          for (var key : given) {
            if (!isKnown(tx, key)) {
              add(tx, key, details());
              key.activatesAt = key == given.get(0) ? times.knownFrom(key) : null;
            }
          }
          return true;
        });
  }

  private boolean isKnown(Tx tx, SigningKey key) {
    var row = store.find(tx, key.kid);
    if (row != null && !row.publicJwk.equals(key.publicJwk)) {
      throw new IllegalStateException(
          "auth.providers.jwt.keys has a key with the id %s, which is that of another key in auth_signing_key. Give it another kid"
              .formatted(key.kid));
    }
    return row != null;
  }

  /** The keys, with one that signs: the first node to start makes it. */
  List<SigningKey> begin() {
    return step(false);
  }

  /** The keys, after whatever is due at this time was done. */
  List<SigningKey> advance() {
    return step(true);
  }

  private List<SigningKey> step(boolean withSuccessor) {
    var rows = transactions.inNew(store::live);
    if (!isDue(rows, withSuccessor)) {
      return rows;
    }
    // Made before the lock is taken: for RSA that takes up to seconds.
    boolean lacks = lacksKey(rows, withSuccessor) || dueSuccessor(rows, clock.millis()) != null;
    var made = lacks ? keyPairs.create(clock.instant()) : null;
    return transactions.inNew(
        tx -> {
          store.lock(tx);
          apply(tx, made, withSuccessor);
          return store.live(tx);
        });
  }

  private boolean isDue(List<SigningKey> rows, boolean withSuccessor) {
    long now = clock.millis();
    return lacksKey(rows, withSuccessor)
        || signing(rows) == null
        || rows.stream().filter(row -> row.is(Phase.SIGNING)).count() > 1
        || dueSuccessor(rows, now) != null
        || rows.stream().anyMatch(row -> isExpired(row, now));
  }

  private static boolean lacksKey(List<SigningKey> rows, boolean withSuccessor) {
    boolean hasSuccessor = successor(rows) != null;
    return withSuccessor ? !hasSuccessor : !hasSuccessor && signing(rows) == null;
  }

  private void apply(Tx tx, @Nullable SigningKey made, boolean withSuccessor) {
    long now = clock.millis();
    var rows = store.live(tx);
    rows.stream().filter(row -> isExpired(row, now)).forEach(row -> retire(tx, row, details()));
    var due = dueSuccessor(rows, now);
    if (signing(rows) == null) {
      takeOver(tx, rows, made, now);
    } else if (due != null) {
      promote(tx, rows, due, now, details());
    } else {
      demoteAllBut(rows, signing(rows), now);
    }
    var left = store.live(tx);
    if (made != null && !left.contains(made) && lacksKey(left, withSuccessor)) {
      add(tx, made, details());
    }
  }

  /** Nothing signs. If nobody can know the successor yet, those who meet it look it up. */
  private void takeOver(Tx tx, List<SigningKey> rows, @Nullable SigningKey made, long now) {
    var next = successor(rows);
    if (next == null && made != null) {
      add(tx, made, details());
      next = made;
    }
    if (next != null) {
      promote(tx, rows, next, now, details());
    }
  }

  /**
   * Lets the successor take over: now, if everybody knows it, else as soon as they do. Requests
   * that come together mean one change.
   *
   * @return the key that signs next, or already does
   */
  SigningKey rotate(EventDetails details) {
    advance();
    return transactions.inNew(
        tx -> {
          store.lock(tx);
          long now = clock.millis();
          var rows = store.live(tx);
          var signing = signing(rows);
          var next = successor(rows);
          if (next == null
              || (signing != null
                  && !times.isKnown(next, now)
                  && times.hasJustTakenOver(signing, now))) {
            if (signing == null) {
              throw new IllegalStateException("There is no key, although one was just made");
            }
            return signing;
          }
          if (times.isKnown(next, now)) {
            promote(tx, rows, next, now, details);
          } else {
            next.activatesAt = times.knownFrom(next);
            tx.raise(new SecurityEvent.SigningKeyScheduled(details, next.kid));
          }
          return next;
        });
  }

  /**
   * Adds an imported key, which signs as soon as everybody knows it.
   *
   * @return empty if there is, or was, a key of that id
   */
  Optional<SigningKey> bring(SigningKey key, EventDetails details) {
    return transactions.inNew(
        tx -> {
          store.lock(tx);
          if (store.find(tx, key.kid) != null) {
            return Optional.empty();
          }
          add(tx, key, details);
          key.activatesAt = times.knownFrom(key);
          return Optional.of(key);
        });
  }

  /**
   * Retires a key at once. If it signed, its successor does from the same commit on.
   *
   * @return the row; empty if there is none of that id
   */
  Optional<SigningKey> retire(String kid, EventDetails details) {
    var made = keyPairs.create(clock.instant());
    return transactions.inNew(
        tx -> {
          store.lock(tx);
          var row = store.find(tx, kid);
          if (row != null && !row.is(Phase.RETIRED)) {
            retire(tx, row, details);
            tx.em().flush();
            apply(tx, made, true);
          }
          return Optional.ofNullable(row);
        });
  }

  private void add(Tx tx, SigningKey key, EventDetails details) {
    // From now on it is published; making it, and waiting for the lock, may have taken seconds.
    key.createdAt = clock.millis();
    // A run of this transaction that was rolled back may have let it sign.
    key.phase = Phase.PENDING;
    key.activatesAt = null;
    store.add(tx, key);
    tx.raise(new SecurityEvent.SigningKeyAdded(details, key.kid));
  }

  private void promote(
      Tx tx, List<SigningKey> rows, SigningKey next, long now, EventDetails details) {
    next.phase = Phase.SIGNING;
    next.activatesAt = now;
    demoteAllBut(rows, next, now);
    tx.raise(new SecurityEvent.SigningKeyActivated(details, next.kid));
  }

  private void demoteAllBut(List<SigningKey> rows, @Nullable SigningKey signing, long now) {
    for (var row : rows) {
      if (row.is(Phase.SIGNING) && row != signing) {
        row.phase = Phase.VERIFYING;
        row.retiresAt = times.retiresAt(now);
      }
    }
  }

  private void retire(Tx tx, SigningKey row, EventDetails details) {
    row.phase = Phase.RETIRED;
    row.retiresAt = clock.millis();
    row.sealedPrivateKey = "";
    tx.raise(new SecurityEvent.SigningKeyRetired(details, row.kid));
  }

  static @Nullable SigningKey signing(List<SigningKey> rows) {
    return rows.stream()
        .filter(row -> row.is(Phase.SIGNING))
        .max(Comparator.comparingInt(row -> row.generation))
        .orElse(null);
  }

  /** What was asked for comes before what was made in advance, the older before the newer. */
  private static @Nullable SigningKey successor(List<SigningKey> rows) {
    return rows.stream()
        .filter(row -> row.is(Phase.PENDING))
        .min(
            Comparator.<SigningKey>comparingLong(
                    row -> row.activatesAt == null ? Long.MAX_VALUE : row.activatesAt)
                .thenComparingInt(row -> row.generation))
        .orElse(null);
  }

  private @Nullable SigningKey dueSuccessor(List<SigningKey> rows, long now) {
    var next = successor(rows);
    return next != null && times.takesOverAt(next, signing(rows)) <= now ? next : null;
  }

  private static boolean isExpired(SigningKey row, long now) {
    return row.is(Phase.VERIFYING) && row.retiresAt != null && row.retiresAt <= now;
  }

  private EventDetails details() {
    return new EventDetails(clock.instant(), null, null, null, null, null, THIS_NODE);
  }
}
