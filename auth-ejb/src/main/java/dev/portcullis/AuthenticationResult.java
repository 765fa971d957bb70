package dev.portcullis;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt to prove an identity ended. Closed: whoever asks must handle every case. An
 * exception is never an outcome of the caller's doing, see {@link TemporarilyUnavailableException}.
 *
 * @param <T> what success gives: {@link SessionGrant} or {@link TokenGrant}
 */
public sealed interface AuthenticationResult<T> {

  /** The identity is proven and everything that belongs to it is committed. */
  record Authenticated<T>(Caller caller, T grant) implements AuthenticationResult<T> {}

  /**
   * Refused.
   *
   * @param retryAfter when another attempt makes sense, for {@link
   *     RejectionReason#TOO_MANY_REQUESTS}; else null
   */
  record Rejected<T>(RejectionReason reason, @Nullable Duration retryAfter)
      implements AuthenticationResult<T> {}

  /** The first factor is proven and is not enough; nothing is begun yet. */
  record SecondFactorRequired<T>(PendingLogin pending) implements AuthenticationResult<T> {}

  /** A rejection without a delay to tell. */
  static <T> AuthenticationResult<T> rejected(RejectionReason reason) {
    return new Rejected<>(reason, null);
  }

  /** Handles every case; stands in for the pattern switch that Java 17 lacks. */
  default <R> R fold(
      Function<Authenticated<T>, R> authenticated,
      Function<Rejected<T>, R> rejected,
      Function<SecondFactorRequired<T>, R> secondFactorRequired) {
    if (this instanceof Authenticated<T> a) {
      return authenticated.apply(a);
    }
    return this instanceof Rejected<T> r
        ? rejected.apply(r)
        : secondFactorRequired.apply((SecondFactorRequired<T>) this);
  }

  /**
   * The same where no second factor is ever asked for: a refresh, a credential of every request.
   *
   * @throws IllegalStateException if one is
   */
  default <R> R foldWithoutSecondFactor(
      Function<Authenticated<T>, R> authenticated, Function<Rejected<T>, R> rejected) {
    return fold(
        authenticated,
        rejected,
        pending -> {
          throw new IllegalStateException("A second factor is asked for where none can be");
        });
  }
}
