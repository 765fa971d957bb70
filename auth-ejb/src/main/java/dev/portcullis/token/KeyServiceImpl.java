package dev.portcullis.token;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.KeyInfo;
import dev.portcullis.KeyOutcome;
import dev.portcullis.KeyService;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.jose.MalformedException;
import dev.portcullis.jose.PrivateKeys;
import dev.portcullis.store.Transactions;
import dev.portcullis.token.SigningKey.Phase;
import java.security.InvalidKeyException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What administrators do with the signing keys. This node follows each change before it answers.
 */
public final class KeyServiceImpl implements KeyService {

  private static final int MOST_KEYS = 100;
  private static final KeyOutcome A_SECRET_SIGNS =
      new KeyOutcome.Refused(
          "Tokens are signed with auth.providers.jwt.secret, which is changed in the configuration.");

  private final SigningKeys keys;
  private final JwsAlgorithm algorithm;
  private final Transactions transactions;
  private final Clock clock;

  public KeyServiceImpl(
      SigningKeys keys, JwsAlgorithm algorithm, Transactions transactions, Clock clock) {
    this.keys = keys;
    this.algorithm = algorithm;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public List<KeyInfo> list() {
    if (keys.isSymmetric()) {
      return List.of();
    }
    var rows =
        transactions.inNew(tx -> new SigningKeyStore(algorithm.wireName()).all(tx, MOST_KEYS));
    var signing = KeyRotation.signing(rows.stream().filter(this::isOurs).toList());
    return rows.stream().map(row -> info(row, signing)).toList();
  }

  private boolean isOurs(SigningKey row) {
    return row.algorithm.equals(algorithm.wireName());
  }

  @Override
  public KeyOutcome rotate(Caller caller, ClientInfo client) {
    if (keys.isSymmetric()) {
      return A_SECRET_SIGNS;
    }
    var row = keys.rotation().rotate(details(caller, client));
    keys.follow();
    return new KeyOutcome.Done(info(row, null));
  }

  @Override
  public KeyOutcome importPem(Confidential pem, Caller caller, ClientInfo client) {
    return bring(() -> PrivateKeys.pem(pem.reveal(), algorithm), caller, client);
  }

  @Override
  public KeyOutcome importJwk(Confidential jwk, Caller caller, ClientInfo client) {
    return bring(() -> PrivateKeys.jwk(jwk.revealUtf8(), algorithm), caller, client);
  }

  /** Reads a key. */
  private interface Reading {
    PrivateKeys.Imported read() throws MalformedException, InvalidKeyException;
  }

  private KeyOutcome bring(Reading reading, Caller caller, ClientInfo client) {
    if (keys.isSymmetric()) {
      return A_SECRET_SIGNS;
    }
    try {
      var imported = reading.read();
      var row = keys.keyPairs().seal(imported.kid(), imported.pair(), clock.instant());
      var brought = keys.rotation().bring(row, details(caller, client));
      keys.follow();
      return brought
          .<KeyOutcome>map(key -> new KeyOutcome.Done(info(key, null)))
          .orElseGet(KeyOutcome.Duplicate::new);
    } catch (MalformedException e) {
      return new KeyOutcome.Refused("This is no private JWK: it needs " + e.getMessage() + ".");
    } catch (InvalidKeyException e) {
      return new KeyOutcome.Refused(e.getMessage() + ".");
    }
  }

  @Override
  public KeyOutcome retire(String kid, Caller caller, ClientInfo client) {
    if (keys.isSymmetric()) {
      return new KeyOutcome.NotFound();
    }
    var row = keys.rotation().retire(kid, details(caller, client));
    keys.follow();
    return row.<KeyOutcome>map(key -> new KeyOutcome.Done(info(key, null)))
        .orElseGet(KeyOutcome.NotFound::new);
  }

  private KeyInfo info(SigningKey row, @Nullable SigningKey signing) {
    var activatesAt =
        row.is(Phase.PENDING) && row.activatesAt == null && signing != null && isOurs(row)
            ? Long.valueOf(keys.rotation().times().takesOverAt(row, signing))
            : row.activatesAt;
    return new KeyInfo(
        row.kid,
        row.algorithm,
        KeyInfo.State.valueOf(row.phase.name()),
        Instant.ofEpochMilli(row.createdAt),
        instant(activatesAt),
        instant(row.retiresAt));
  }

  private static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private EventDetails details(Caller caller, ClientInfo client) {
    return EventDetails.of(clock.instant(), caller, client);
  }
}
