package dev.portcullis.saved;

import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.SavedForm;
import dev.portcullis.SavedFormService;
import dev.portcullis.config.RateLimitSettings;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.crypto.SealedValues;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import dev.portcullis.throttle.AddressLimiter;
import dev.portcullis.throttle.Network;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Forms in rows of the database, so that any node can hand them out. A row is sealed with what the
 * browser alone holds and with the account, so that neither can be exchanged.
 */
@SealedValues(life = "PT10M")
public final class SavedForms implements SavedFormService {

  static final Duration LIFE = Duration.ofMinutes(10);

  /** How often one address, or one network, may have a form kept. */
  static final RateLimitSettings RATE =
      new RateLimitSettings(
          1,
          new RateLimitSettings.Limit(30, Duration.ofMinutes(10)),
          new RateLimitSettings.Limit(100, Duration.ofMinutes(10)));

  /** What the column holds; MariaDB has no room for more in a row. */
  private static final int LONGEST_SEALED = 15_000;

  private static final int MOST_OF_A_NETWORK = 100;
  private static final int MOST = 5_000;
  private static final String PURPOSE = "saved form";

  private final Transactions transactions;
  private final EncryptionKey key;
  private final RandomSource random;
  private final Clock clock;
  private final AddressLimiter limiter;
  private final int mostOfANetwork;
  private final int most;

  public SavedForms(
      Transactions transactions, EncryptionKey key, RandomSource random, Clock clock) {
    this(transactions, key, random, clock, MOST_OF_A_NETWORK, MOST);
  }

  SavedForms(
      Transactions transactions,
      EncryptionKey key,
      RandomSource random,
      Clock clock,
      int mostOfANetwork,
      int most) {
    this.transactions = transactions;
    this.key = key;
    this.random = random;
    this.clock = clock;
    this.limiter = new AddressLimiter(RATE, clock);
    this.mostOfANetwork = mostOfANetwork;
    this.most = most;
  }

  @Override
  public Optional<Confidential> keep(
      SavedForm form, @Nullable String accountId, ClientInfo client) {
    if (limiter.reserve(client.address()).isPresent()) {
      return Optional.empty();
    }
    var ticket = OpaqueToken.create(OpaqueToken.Kind.SAVED_FORM, random);
    long now = clock.millis();
    var row = new SavedFormRow();
    row.ticketHash = ticket.hash();
    row.accountId = accountId;
    row.network = Network.of(client.address());
    row.sealed = key.seal(PURPOSE, context(ticket, accountId), FormCodec.encode(form));
    if (row.sealed.length() > LONGEST_SEALED) {
      return Optional.empty();
    }
    row.createdAt = now;
    row.expiresAt = now + LIFE.toMillis();
    transactions.inNew(
        tx -> {
          removeExpired(tx, now);
          makeRoom(tx, row.network);
          tx.em().persist(row);
          return true;
        });
    return Optional.of(ticket.text());
  }

  /** The oldest go; of one network first, so that a flood from there drives out its own. */
  private void makeRoom(Tx tx, String network) {
    removeOldest(tx, " WHERE f.network = :network", network, mostOfANetwork);
    removeOldest(tx, "", null, most);
  }

  private static void removeOldest(Tx tx, String where, @Nullable String network, int most) {
    var count = tx.em().createQuery("SELECT COUNT(f) FROM SavedForm f" + where, Long.class);
    var oldest =
        tx.em()
            .createQuery(
                "SELECT f.ticketHash FROM SavedForm f"
                    + where
                    + " ORDER BY f.createdAt, f.ticketHash",
                String.class);
    if (network != null) {
      count.setParameter("network", network);
      oldest.setParameter("network", network);
    }
    int surplus = (int) Math.min(100, count.getSingleResult() - most + 1);
    if (surplus > 0) {
      for (var hash : oldest.setMaxResults(surplus).getResultList()) {
        remove(tx, hash);
      }
    }
  }

  @Override
  public Optional<SavedForm> take(Confidential ticket, String accountId) {
    var token = OpaqueToken.parse(OpaqueToken.Kind.SAVED_FORM, ticket).orElse(null);
    if (token == null) {
      return Optional.empty();
    }
    return transactions.<Optional<SavedForm>>inNew(
        tx -> {
          var row = tx.em().find(SavedFormRow.class, token.hash());
          // The row goes whoever asks: a ticket in the wrong hands serves nobody afterwards.
          if (row == null || remove(tx, token.hash()) != 1 || row.expiresAt <= clock.millis()) {
            return Optional.empty();
          }
          if (row.accountId != null && !row.accountId.equals(accountId)) {
            return Optional.empty();
          }
          return key.open(PURPOSE, context(token, row.accountId), row.sealed)
              .map(FormCodec::decode);
        });
  }

  /** Deletes what nobody fetched in time. */
  public int cleanUp() {
    return CleanUp.run(transactions, tx -> removeExpired(tx, clock.millis()));
  }

  private static int removeExpired(Tx tx, long now) {
    return CleanUp.removeUntil(tx, "SavedForm", "ticketHash", "expiresAt", now);
  }

  private static int remove(Tx tx, String hash) {
    return tx.em()
        .createQuery("DELETE FROM SavedForm f WHERE f.ticketHash = :hash")
        .setParameter("hash", hash)
        .executeUpdate();
  }

  /** The ticket itself, not its hash: what is in the database does not tell it. */
  private static String context(OpaqueToken ticket, @Nullable String accountId) {
    return ticket.text().reveal() + " " + (accountId == null ? "" : accountId);
  }
}
