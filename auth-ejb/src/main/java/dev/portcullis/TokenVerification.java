package dev.portcullis;

import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the verifier says of a token. */
public sealed interface TokenVerification {

  /**
   * The token is genuine, meant for us, in time and not revoked.
   *
   * @param caller whom it stands for
   * @param tokenId its {@code jti}
   * @param clientId the client it was issued to
   * @param expiresAt when it ends
   */
  record Valid(Caller caller, String tokenId, String clientId, Instant expiresAt)
      implements TokenVerification {}

  /**
   * Refused.
   *
   * @param stage the step that refused it, a stable word for logs and counters; clients hear only
   *     {@code invalid_token}
   */
  record Invalid(String stage) implements TokenVerification {}

  /** Whether it was revoked could not be found out: 503, never yes (S74). */
  record Unavailable() implements TokenVerification {}

  /** Handles every case. */
  default <R> R fold(
      Function<Valid, R> valid, Function<Invalid, R> invalid, Supplier<R> unavailable) {
    if (this instanceof Valid v) {
      return valid.apply(v);
    }
    if (this instanceof Invalid i) {
      return invalid.apply(i);
    }
    return unavailable.get();
  }
}
