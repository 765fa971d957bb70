package dev.portcullis.provider;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.SealedValues;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.ConstraintConflictException;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The ID tokens that providers want to see again at a logout, sealed, for as long as a session may
 * last. They are good for nothing else: who signs in is proven anew each time.
 */
@SealedValues(column = SealedIdTokens.class)
public final class ProviderSessions {

  static final String PURPOSE = "provider id token";

  /** What the column holds. */
  private static final int LONGEST_SEALED = 8000;

  private final Transactions transactions;
  private final EncryptionKey key;
  private final Duration life;
  private final Clock clock;

  /** Whose session it is, and its last ID token. */
  public record Hint(String issuer, Confidential idToken) {}

  /**
   * @param life of the longest session here
   */
  public ProviderSessions(
      Transactions transactions, EncryptionKey key, Duration life, Clock clock) {
    this.transactions = transactions;
    this.key = key;
    this.life = life;
    this.clock = clock;
  }

  /** Keeps what came with a sign-in, in a transaction of its own. */
  public void keep(ProvenUser user) {
    var sessionKey = user.sessionKey();
    var idToken = user.idToken();
    if (sessionKey == null || idToken == null) {
      return;
    }
    var row = new ProviderSession();
    row.key = sessionKey;
    row.issuer = user.identity().issuer();
    row.sealed = key.seal(PURPOSE, sessionKey, idToken.reveal().getBytes(StandardCharsets.UTF_8));
    row.expiresAt = clock.instant().plus(life).toEpochMilli();
    if (row.sealed.length() > LONGEST_SEALED) {
      return;
    }
    try {
      transactions.inNew(tx -> tx.em().merge(row));
    } catch (ConstraintConflictException sameSessionAtTheSameTime) {
      // Either token serves.
    }
  }

  /** What was kept of a provider's session. */
  public Optional<Hint> find(Tx tx, String sessionKey) {
    return Optional.ofNullable(tx.em().find(ProviderSession.class, sessionKey))
        .flatMap(
            row ->
                key.open(PURPOSE, sessionKey, row.sealed)
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .map(text -> new Hint(row.issuer, Confidential.of(text))));
  }

  /** Forgets it. */
  public void remove(Tx tx, String sessionKey) {
    int ignored = CleanUp.remove(tx, "ProviderSession", "key", List.of(sessionKey));
  }

  /** Removes what expired. */
  public void cleanUp() {
    int ignored =
        CleanUp.run(
            transactions,
            tx -> CleanUp.removeUntil(tx, "ProviderSession", "key", "expiresAt", clock.millis()));
  }
}
