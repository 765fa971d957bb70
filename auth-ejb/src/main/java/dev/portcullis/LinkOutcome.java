package dev.portcullis;

import java.time.Duration;
import java.util.function.Function;

/**
 * How an operation on the providers that an account is linked with ended.
 *
 * @param <T> what success gives
 */
public sealed interface LinkOutcome<T> {

  /** Done and committed. */
  record Done<T>(T value) implements LinkOutcome<T> {}

  /**
   * The caller has to prove the identity again first (S26).
   *
   * @param maxAge how long ago it may have been
   * @param secondFactor whether a second factor has to be part of it (S69)
   */
  record NotRecent<T>(Duration maxAge, boolean secondFactor) implements LinkOutcome<T> {}

  /**
   * It cannot be done.
   *
   * @param reason a text id: {@code link.unknown}, {@code link.taken}, {@code link.another}, {@code
   *     link.none}, {@code link.source}, {@code link.last}, {@code link.signed_out}, {@code
   *     link.not_allowed}
   */
  record NotPossible<T>(String reason) implements LinkOutcome<T> {}

  /** The provider proved nobody, or nobody that this session asked for. */
  record NotProven<T>(ProviderFailure failure) implements LinkOutcome<T> {}

  /** Handles every case. */
  default <R> R fold(
      Function<Done<T>, R> done,
      Function<NotRecent<T>, R> notRecent,
      Function<NotPossible<T>, R> notPossible,
      Function<NotProven<T>, R> notProven) {
    if (this instanceof Done<T> d) {
      return done.apply(d);
    }
    if (this instanceof NotRecent<T> n) {
      return notRecent.apply(n);
    }
    return this instanceof NotPossible<T> n
        ? notPossible.apply(n)
        : notProven.apply((NotProven<T>) this);
  }
}
