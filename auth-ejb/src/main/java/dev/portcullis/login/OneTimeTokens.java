package dev.portcullis.login;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Tx;
import jakarta.persistence.Query;
import java.time.Clock;
import java.time.Duration;

/** Secrets that serve once and for a short time; only their hash is stored (S68, S71). */
final class OneTimeTokens {

  private static final String IS_OPEN =
      " WHERE t.hash = :hash AND t.purpose = :purpose AND t.usedAt IS NULL AND t.expiresAt > :now";

  private final RandomSource random;
  private final Clock clock;

  OneTimeTokens(RandomSource random, Clock clock) {
    this.random = random;
    this.clock = clock;
  }

  /** Makes a token. */
  Confidential issue(Tx tx, OpaqueToken.Kind kind, Duration life) {
    var now = clock.instant();
    var token = OpaqueToken.create(kind, random);
    tx.em().persist(new OneTimeToken(token, kind, now, now.plus(life)));
    return token.text();
  }

  /** Removes a batch of what expired, and tells how many. */
  int removeExpired(Tx tx) {
    return CleanUp.removeUntil(tx, "OneTimeToken", "hash", "expiresAt", clock.millis());
  }

  /** Whether it would serve now. */
  boolean isOpen(Tx tx, OpaqueToken token, OpaqueToken.Kind kind) {
    return bound(
            tx.em().createQuery("SELECT COUNT(t) FROM OneTimeToken t" + IS_OPEN, Long.class),
            token,
            kind)
        .getSingleResult()
        .equals(1L);
  }

  /** Uses it up; of several at the same time, one gets true. */
  boolean use(Tx tx, OpaqueToken token, OpaqueToken.Kind kind) {
    return bound(
                tx.em().createQuery("UPDATE OneTimeToken t SET t.usedAt = :now" + IS_OPEN),
                token,
                kind)
            .executeUpdate()
        == 1;
  }

  private Query bound(Query query, OpaqueToken token, OpaqueToken.Kind kind) {
    return query
        .setParameter("hash", token.hash())
        .setParameter("purpose", kind.name())
        .setParameter("now", clock.millis());
  }
}
