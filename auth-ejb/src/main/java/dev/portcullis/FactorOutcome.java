package dev.portcullis;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How an operation on the second factors of an account ended.
 *
 * @param <T> what success gives
 */
public sealed interface FactorOutcome<T> {

  /** Done and committed. */
  record Done<T>(T value) implements FactorOutcome<T> {}

  /** The code is wrong, expired or used. */
  record WrongCode<T>() implements FactorOutcome<T> {}

  /** Too many wrong codes: none is taken at the moment (S37). */
  record TooMany<T>() implements FactorOutcome<T> {}

  /**
   * The caller has to prove the identity again first (S26, S69).
   *
   * @param maxAge how long ago it may have been
   * @param secondFactor whether a second factor has to be part of it
   */
  record NotRecent<T>(Duration maxAge, boolean secondFactor) implements FactorOutcome<T> {}

  /**
   * It cannot be done.
   *
   * @param reason a text id: {@code factor.none}, {@code factor.required}, {@code
   *     factor.not_allowed}, {@code factor.signed_out}
   */
  record NotPossible<T>(String reason) implements FactorOutcome<T> {}

  /** Handles every case. */
  default <R> R fold(
      Function<Done<T>, R> done,
      Supplier<R> wrongCode,
      Supplier<R> tooMany,
      Function<NotRecent<T>, R> notRecent,
      Function<NotPossible<T>, R> notPossible) {
    if (this instanceof Done<T> d) {
      return done.apply(d);
    }
    if (this instanceof WrongCode<T>) {
      return wrongCode.get();
    }
    if (this instanceof TooMany<T>) {
      return tooMany.get();
    }
    return this instanceof NotRecent<T> n
        ? notRecent.apply(n)
        : notPossible.apply((NotPossible<T>) this);
  }
}
