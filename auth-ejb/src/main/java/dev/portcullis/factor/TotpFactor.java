package dev.portcullis.factor;

import dev.portcullis.Confidential;
import dev.portcullis.config.TwoFactorSettings;
import dev.portcullis.config.TwoFactorSettings.Algorithm;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.crypto.SealedValues;
import dev.portcullis.factor.TotpCodes.Label;
import dev.portcullis.factor.TotpCodes.Parameters;
import dev.portcullis.store.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.apache.commons.codec.binary.Base32;
import org.jspecify.annotations.Nullable;

/**
 * Authenticator apps of accounts. A secret is sealed under the encryption key and bound to its
 * account (S62); each step of it counts once, on whatever node (S60).
 */
@SealedValues(column = SealedTotpSecrets.class)
final class TotpFactor {

  static final String PURPOSE = "totp secret";

  private final TwoFactorSettings.Totp settings;
  private final EncryptionKey key;
  private final RandomSource random;
  private final Clock clock;

  TotpFactor(TwoFactorSettings.Totp settings, EncryptionKey key, RandomSource random, Clock clock) {
    this.settings = settings;
    this.key = key;
    this.random = random;
    this.clock = clock;
  }

  /** A secret with its label, not in force yet. */
  record SetUp(Confidential secret, Label label) {}

  /** Sets one up, in place of one that was set up before and never used. */
  SetUp setUp(Tx tx, String accountId, String username) {
    remove(tx, accountId, false);
    // 160 bits with SHA-1, and as many as the hash has otherwise (RFC 4226 4, RFC 6238 5.1).
    var raw = random.bytes(secretBytes(settings.algorithm()));
    var secret = new Base32().encodeAsString(raw).replace("=", "");
    var row = new Totp();
    row.id = random.id();
    row.accountId = accountId;
    row.active = false;
    row.sealedSecret = key.seal(PURPOSE, accountId, secret.getBytes(StandardCharsets.UTF_8));
    row.algorithm = settings.algorithm();
    row.digits = settings.digits();
    row.periodSeconds = settings.periodSeconds();
    row.lastStep = Totp.NO_STEP;
    row.createdAt = clock.millis();
    tx.em().persist(row);
    var confidential = Confidential.of(secret);
    return new SetUp(
        confidential, TotpCodes.label(settings.issuer(), username, confidential, parameters(row)));
  }

  private static int secretBytes(Algorithm algorithm) {
    return switch (algorithm) {
      case SHA1 -> 20;
      case SHA256 -> 32;
      case SHA512 -> 64;
    };
  }

  /** Whether one is in force; since when. */
  Optional<Long> activeSince(Tx tx, String accountId) {
    // Not the entity: this transaction may have changed it behind the persistence context.
    return tx.em()
        .createQuery(
            "SELECT t.activatedAt FROM Totp t WHERE t.accountId = :account AND t.active = TRUE",
            Long.class)
        .setParameter("account", accountId)
        .getResultStream()
        .findFirst();
  }

  boolean isSetUp(Tx tx, String accountId) {
    return row(tx, accountId, false).isPresent();
  }

  /** Checks a code of the app in force, and uses its step up: of several, one gets true (S60). */
  boolean use(Tx tx, String accountId, Confidential typed) {
    return row(tx, accountId, true).filter(row -> use(tx, row, typed)).isPresent();
  }

  /** Checks a code of the app that was set up; with a right one it is in force. */
  boolean activate(Tx tx, String accountId, Confidential typed) {
    var row = row(tx, accountId, false).orElse(null);
    if (row == null || !use(tx, row, typed)) {
      return false;
    }
    // Not the row itself, which another node may have activated since it was read.
    int unused =
        tx.em()
            .createQuery(
                "DELETE FROM Totp t WHERE t.accountId = :account AND t.active = TRUE"
                    + " AND t.id <> :id")
            .setParameter("account", accountId)
            .setParameter("id", row.id)
            .executeUpdate();
    return tx.em()
            .createQuery(
                "UPDATE Totp t SET t.active = TRUE, t.activatedAt = :now"
                    + " WHERE t.id = :id AND t.active = FALSE")
            .setParameter("now", clock.millis())
            .setParameter("id", row.id)
            .executeUpdate()
        == 1;
  }

  private boolean use(Tx tx, Totp row, Confidential typed) {
    var secret = open(row);
    if (secret == null) {
      return false;
    }
    var step = TotpCodes.stepOf(typed, secret, parameters(row), clock.instant());
    return step.isPresent()
        && tx.em()
                .createQuery(
                    "UPDATE Totp t SET t.lastStep = :step WHERE t.id = :id AND t.lastStep < :step")
                .setParameter("step", step.getAsLong())
                .setParameter("id", row.id)
                .executeUpdate()
            == 1;
  }

  /** Null for a row that is another account's, or under a key that is not there. */
  private @Nullable Confidential open(Totp row) {
    return key.open(PURPOSE, row.accountId, row.sealedSecret)
        .map(bytes -> Confidential.of(new String(bytes, StandardCharsets.UTF_8)))
        .orElse(null);
  }

  private static Parameters parameters(Totp row) {
    return new Parameters(row.algorithm, row.digits, row.periodSeconds);
  }

  /** Removes the one in force; of several at the same time, one gets true. */
  boolean remove(Tx tx, String accountId) {
    return remove(tx, accountId, true);
  }

  void removeAll(Tx tx, String accountId) {
    for (boolean active : new boolean[] {true, false}) {
      boolean ignored = remove(tx, accountId, active);
    }
  }

  private static boolean remove(Tx tx, String accountId, boolean active) {
    return tx.em()
            .createQuery("DELETE FROM Totp t WHERE t.accountId = :account AND t.active = :active")
            .setParameter("account", accountId)
            .setParameter("active", active)
            .executeUpdate()
        > 0;
  }

  private static Optional<Totp> row(Tx tx, String accountId, boolean active) {
    return tx.em()
        .createQuery(
            "SELECT t FROM Totp t WHERE t.accountId = :account AND t.active = :active", Totp.class)
        .setParameter("account", accountId)
        .setParameter("active", active)
        .getResultStream()
        .findFirst();
  }
}
