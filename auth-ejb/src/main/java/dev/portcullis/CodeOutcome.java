package dev.portcullis;

import java.time.Duration;
import java.util.function.Function;

/**
 * How it ended that a code was to be sent. Whatever it is, the login that waits still waits, and a
 * code that was sent before still counts unless a newer one was sent.
 */
public sealed interface CodeOutcome {

  /**
   * It is on its way, and the only one that counts.
   *
   * @param to where to, as far as it may be shown: {@code m•••@example.com}
   * @param validFor how long it counts
   */
  record Sent(String to, Duration validFor) implements CodeOutcome {}

  /**
   * The service that sends did not take it.
   *
   * @param recipient whether it said so of this very address or number; else it may be that it
   *     works in a moment
   */
  record NotSent(boolean recipient) implements CodeOutcome {}

  /**
   * So many were sent that no more are for now (S41).
   *
   * @param retryAfter until one is again
   */
  record TooMany(Duration retryAfter) implements CodeOutcome {}

  /**
   * The caller has to prove the identity again first (S26, S69).
   *
   * @param maxAge how long ago it may have been
   * @param secondFactor whether a second factor has to be part of it
   */
  record NotRecent(Duration maxAge, boolean secondFactor) implements CodeOutcome {}

  /**
   * It cannot be done.
   *
   * @param reason a text id, as of {@link FactorOutcome.NotPossible}; and {@code
   *     factor.address_invalid}, {@code factor.number_invalid}, {@code factor.region_not_allowed}
   */
  record NotPossible(String reason) implements CodeOutcome {}

  /** Handles every case. */
  default <R> R fold(
      Function<Sent, R> sent,
      Function<NotSent, R> notSent,
      Function<TooMany, R> tooMany,
      Function<NotRecent, R> notRecent,
      Function<NotPossible, R> notPossible) {
    if (this instanceof Sent s) {
      return sent.apply(s);
    }
    if (this instanceof NotSent n) {
      return notSent.apply(n);
    }
    if (this instanceof TooMany t) {
      return tooMany.apply(t);
    }
    return this instanceof NotRecent r ? notRecent.apply(r) : notPossible.apply((NotPossible) this);
  }
}
