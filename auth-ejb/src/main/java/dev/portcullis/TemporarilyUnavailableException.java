package dev.portcullis;

import jakarta.ejb.ApplicationException;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Portcullis cannot answer at the moment: the database is away, or more passwords wait to be hashed
 * than memory allows. Clients get 503 with {@code Retry-After}; nobody is ever let in because of it
 * (S74).
 */
@ApplicationException(rollback = true)
public final class TemporarilyUnavailableException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * @param message what is away, for the log; names no secret
   * @param retryAfter when another try makes sense
   * @param cause what happened, or null
   */
  public TemporarilyUnavailableException(
      String message, Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  /** When another try makes sense. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
