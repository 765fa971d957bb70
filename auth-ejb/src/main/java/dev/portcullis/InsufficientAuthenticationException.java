package dev.portcullis;

import jakarta.ejb.ApplicationException;
import java.io.Serial;

/**
 * A method with {@link RequireFactor} was called by somebody who does not meet it. The client is
 * answered already; whoever catches this can undo what was begun, and add nothing to the answer. An
 * EJB throws it as it is, and its transaction is rolled back.
 */
@ApplicationException(rollback = true)
public final class InsufficientAuthenticationException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message what is asked for, for the log
   */
  public InsufficientAuthenticationException(String message) {
    super(message);
  }
}
