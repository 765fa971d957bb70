package dev.portcullis.provider;

import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.SealedValues;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.ConstraintConflictException;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The tokens of providers whose clients have {@code keep_tokens}, sealed, a row for each session
 * there. One node at a time asks for new ones, since many providers take a refresh token once.
 */
@SealedValues(column = SealedProviderTokens.class)
public final class KeptTokens {

  static final String PURPOSE = "provider tokens";

  private static final System.Logger LOG = System.getLogger("dev.portcullis.provider");

  /** What the column holds. */
  private static final int LONGEST_SEALED = 12_000;

  /** Longer than the requests of one turn may take. */
  private static final Duration TURN = Duration.ofSeconds(30);

  private final Transactions transactions;
  private final EncryptionKey key;
  private final Duration life;
  private final Clock clock;

  /**
   * What is kept of one session. Times are epoch milliseconds.
   *
   * @param checkedAt when the provider was last asked
   * @param verifiedAt when it last confirmed
   */
  public record Kept(
      String sessionKey,
      String issuer,
      String clientId,
      String subject,
      GivenTokens tokens,
      long checkedAt,
      long verifiedAt,
      long busyUntil) {}

  /**
   * @param life of the longest session here
   */
  public KeptTokens(Transactions transactions, EncryptionKey key, Duration life, Clock clock) {
    this.transactions = transactions;
    this.key = key;
    this.life = life;
    this.clock = clock;
  }

  /**
   * Keeps what came with a sign-in, in a transaction of its own.
   *
   * @param clientId to whom the provider gave them
   */
  public void keep(String clientId, ProvenUser user) {
    var sessionKey = user.sessionKey();
    var tokens = user.tokens();
    if (tokens == null || sessionKey == null) {
      return;
    }
    var row = new ProviderTokensRow();
    row.key = sessionKey;
    row.issuer = user.identity().issuer();
    row.clientId = clientId;
    row.subject = user.identity().subject();
    row.sealed = key.seal(PURPOSE, sessionKey, tokens.encoded());
    row.checkedAt = clock.millis();
    row.verifiedAt = row.checkedAt;
    row.expiresAt = clock.instant().plus(life).toEpochMilli();
    if (row.sealed.length() > LONGEST_SEALED) {
      LOG.log(
          Level.WARNING,
          "The tokens of provider {0} are too long to be kept: {1} characters, sealed",
          user.identity().provider(),
          row.sealed.length());
      return;
    }
    try {
      transactions.inNew(tx -> tx.em().merge(row));
    } catch (ConstraintConflictException sameSessionAtTheSameTime) {
      // The other's serve.
    }
  }

  /** What is kept of a session there. */
  public Optional<Kept> find(String sessionKey) {
    return transactions.inNew(
        tx ->
            Optional.ofNullable(tx.em().find(ProviderTokensRow.class, sessionKey))
                .flatMap(this::opened));
  }

  private Optional<Kept> opened(ProviderTokensRow row) {
    return key.open(PURPOSE, row.key, row.sealed)
        .map(
            bytes ->
                new Kept(
                    row.key,
                    row.issuer,
                    row.clientId,
                    row.subject,
                    GivenTokens.decoded(bytes),
                    row.checkedAt,
                    row.verifiedAt,
                    row.busyUntil));
  }

  /** Takes the turn to ask the provider; of several at the same time, one gets true. */
  public boolean claim(Kept kept) {
    long now = clock.millis();
    return kept.busyUntil() <= now
        && transactions.<Integer>inNew(
                tx ->
                    tx.em()
                        .createQuery(
                            "UPDATE ProviderTokens t SET t.busyUntil = :until WHERE t.key = :key"
                                + " AND t.busyUntil = :before AND t.checkedAt = :checked")
                        .setParameter("until", now + TURN.toMillis())
                        .setParameter("key", kept.sessionKey())
                        .setParameter("before", kept.busyUntil())
                        .setParameter("checked", kept.checkedAt())
                        .executeUpdate())
            == 1;
  }

  /** The provider confirmed it, and gave these: ends the turn. */
  public void confirm(Tx tx, Kept kept, GivenTokens tokens) {
    var sealed = key.seal(PURPOSE, kept.sessionKey(), tokens.encoded());
    var unused =
        tx.em()
            .createQuery(
                "UPDATE ProviderTokens t SET t.sealed = :sealed, t.checkedAt = :now,"
                    + " t.verifiedAt = :now, t.busyUntil = 0 WHERE t.key = :key")
            .setParameter("sealed", sealed)
            .setParameter("now", clock.millis())
            .setParameter("key", kept.sessionKey())
            .executeUpdate();
  }

  /**
   * The provider did not answer: ends the turn.
   *
   * @param checkedAt as if it had been asked then, so that it is asked again when that is due
   */
  public void postpone(Kept kept, long checkedAt) {
    var unused =
        transactions.<Integer>inNew(
            tx ->
                tx.em()
                    .createQuery(
                        "UPDATE ProviderTokens t SET t.checkedAt = :checked, t.busyUntil = 0"
                            + " WHERE t.key = :key")
                    .setParameter("checked", checkedAt)
                    .setParameter("key", kept.sessionKey())
                    .executeUpdate());
  }

  /** Forgets them. */
  public void remove(Tx tx, String sessionKey) {
    int ignored = CleanUp.remove(tx, "ProviderTokens", "key", List.of(sessionKey));
  }

  /** Removes what expired. */
  public void cleanUp() {
    int ignored =
        CleanUp.run(
            transactions,
            tx -> CleanUp.removeUntil(tx, "ProviderTokens", "key", "expiresAt", clock.millis()));
  }
}
