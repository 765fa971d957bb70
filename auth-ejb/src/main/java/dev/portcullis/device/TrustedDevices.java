package dev.portcullis.device;

import dev.portcullis.ClientInfo;
import dev.portcullis.TrustedDeviceGrant;
import dev.portcullis.TrustedDeviceInfo;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import jakarta.persistence.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Devices that are trusted, within the caller's transaction. What a browser holds is 256 random
 * bits, of which only the hash is stored. It counts for one account, and as long as nothing of that
 * account changed that makes its proofs void: a new password, a factor more or less, a reset or a
 * log-out everywhere ends all of them at once, without anybody having to think of them.
 */
public final class TrustedDevices {

  /** How many an account may have; one more, and the one that was not used for longest goes. */
  static final int MOST_OF_AN_ACCOUNT = 20;

  /** Guesses from a device while the account's own counter takes none, until one is right. */
  static final int MOST_GUESSES = 5;

  /** It is this account's, as the account is now, and has not expired. */
  private static final String COUNTS =
      " WHERE d.hash = :hash AND d.accountId = :account AND d.securityVersion = :version"
          + " AND d.expiresAt > :now";

  private final @Nullable Duration life;
  private final RandomSource random;
  private final Clock clock;

  /**
   * @param life how long one is trusted; null for not at all
   */
  public TrustedDevices(@Nullable Duration life, RandomSource random, Clock clock) {
    this.life = life;
    this.random = random;
    this.clock = clock;
  }

  /** Whether there are any in this application. */
  public boolean areEnabled() {
    return life != null;
  }

  /**
   * Trusts the client's device from now on, in place of what this browser holds of the account; the
   * account's row is held by the caller. Empty where there are none.
   */
  public Optional<TrustedDeviceGrant> trust(Tx tx, AccountSnapshot account, ClientInfo client) {
    if (life == null) {
      return Optional.empty();
    }
    presented(client).ifPresent(token -> forgetFormer(tx, account.id(), token));
    makeRoom(tx, account.id());
    var token = OpaqueToken.create(OpaqueToken.Kind.TRUSTED_DEVICE, random);
    var row = new TrustedDevice();
    row.id = random.id();
    row.accountId = account.id();
    row.hash = token.hash();
    row.securityVersion = account.securityVersion();
    row.address = client.address();
    row.device = client.userAgent();
    row.createdAt = clock.millis();
    row.lastUsedAt = row.createdAt;
    row.expiresAt = row.createdAt + life.toMillis();
    tx.em().persist(row);
    return Optional.of(new TrustedDeviceGrant(row.id, token.text(), life));
  }

  private static void forgetFormer(Tx tx, String accountId, OpaqueToken token) {
    var unused =
        tx.em()
            .createQuery(
                "DELETE FROM TrustedDevice d WHERE d.hash = :hash AND d.accountId = :account")
            .setParameter("hash", token.hash())
            .setParameter("account", accountId)
            .executeUpdate();
  }

  private static void makeRoom(Tx tx, String accountId) {
    var ids =
        tx.em()
            .createQuery(
                "SELECT d.id FROM TrustedDevice d WHERE d.accountId = :account"
                    + " ORDER BY d.lastUsedAt, d.id",
                String.class)
            .setParameter("account", accountId)
            .getResultList();
    int tooMany = ids.size() - MOST_OF_AN_ACCOUNT + 1;
    if (tooMany > 0) {
      int unused = CleanUp.remove(tx, "TrustedDevice", "id", ids.subList(0, tooMany));
    }
  }

  /**
   * The device that the client comes from, if this account trusts it as the account is now; its use
   * is noted.
   *
   * @return its id
   */
  public Optional<String> use(Tx tx, AccountSnapshot account, ClientInfo client) {
    var token = presented(client).orElse(null);
    if (token == null) {
      return Optional.empty();
    }
    var used =
        counting(
            tx,
            "UPDATE TrustedDevice d SET d.lastUsedAt = :now, d.address = :address",
            "",
            account,
            token);
    return used.setParameter("address", client.address()).executeUpdate() == 1
        ? Optional.of(idOf(tx, token))
        : Optional.empty();
  }

  private static String idOf(Tx tx, OpaqueToken token) {
    return tx.em()
        .createQuery("SELECT d.id FROM TrustedDevice d WHERE d.hash = :hash", String.class)
        .setParameter("hash", token.hash())
        .getSingleResult();
  }

  /**
   * Takes one of the guesses at the password that a trusted device has beyond the account's own
   * counter (S35), before it is made (S36).
   */
  public boolean takeGuess(Tx tx, AccountSnapshot account, ClientInfo client) {
    return presented(client)
        .filter(
            token ->
                counting(
                            tx,
                            "UPDATE TrustedDevice d SET d.guesses = d.guesses + 1",
                            " AND d.guesses < :most",
                            account,
                            token)
                        .setParameter("most", MOST_GUESSES)
                        .executeUpdate()
                    == 1)
        .isPresent();
  }

  /** One of them was right. */
  public void forgetGuesses(Tx tx, AccountSnapshot account, ClientInfo client) {
    presented(client)
        .ifPresent(
            token -> {
              int unused =
                  counting(tx, "UPDATE TrustedDevice d SET d.guesses = 0", "", account, token)
                      .executeUpdate();
            });
  }

  private Query counting(
      Tx tx, String update, String further, AccountSnapshot account, OpaqueToken token) {
    return tx.em()
        .createQuery(update + COUNTS + further)
        .setParameter("hash", token.hash())
        .setParameter("account", account.id())
        .setParameter("version", account.securityVersion())
        .setParameter("now", clock.millis());
  }

  /** What the client holds; nothing where there are no trusted devices. */
  private Optional<OpaqueToken> presented(ClientInfo client) {
    var held = client.device();
    return life == null || held == null
        ? Optional.empty()
        : OpaqueToken.parse(OpaqueToken.Kind.TRUSTED_DEVICE, held);
  }

  /** Those of the account that still count, the latest first. */
  public List<TrustedDeviceInfo> list(Tx tx, AccountSnapshot account, ClientInfo client) {
    var current = presented(client).map(OpaqueToken::hash).orElse("");
    return tx
        .em()
        .createQuery(
            "SELECT d FROM TrustedDevice d WHERE d.accountId = :account"
                + " AND d.securityVersion = :version AND d.expiresAt > :now"
                + " ORDER BY d.createdAt DESC, d.id",
            TrustedDevice.class)
        .setParameter("account", account.id())
        .setParameter("version", account.securityVersion())
        .setParameter("now", clock.millis())
        .getResultList()
        .stream()
        .map(row -> info(row, row.hash.equals(current)))
        .toList();
  }

  private static TrustedDeviceInfo info(TrustedDevice row, boolean current) {
    return new TrustedDeviceInfo(
        row.id,
        row.device,
        row.address,
        Instant.ofEpochMilli(row.createdAt),
        Instant.ofEpochMilli(row.lastUsedAt),
        Instant.ofEpochMilli(row.expiresAt),
        current);
  }

  /** Ends one; of several at the same time, one gets true. */
  public boolean end(Tx tx, String accountId, String id) {
    return tx.em()
            .createQuery("DELETE FROM TrustedDevice d WHERE d.id = :id AND d.accountId = :account")
            .setParameter("id", id)
            .setParameter("account", accountId)
            .executeUpdate()
        == 1;
  }

  /** Removes what expired, in small transactions of their own. */
  public int cleanUp(Transactions transactions) {
    return CleanUp.run(
        transactions,
        tx -> CleanUp.removeUntil(tx, "TrustedDevice", "id", "expiresAt", clock.millis()));
  }
}
