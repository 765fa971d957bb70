package dev.portcullis.web.http;

import java.io.Serial;

/**
 * Leaves an operation with a refusal. Thrown by the readers of input and by guards only, so that an
 * operation reads as its good case; checked, so that nobody forgets it. Carries no stack trace: it
 * is an answer, not a fault.
 */
public final class RequestRefusedException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public RequestRefusedException(Refusal refusal) {
    super(refusal.code().code(), null, false, false);
    this.refusal = refusal;
  }

  public RequestRefusedException(ErrorCode code) {
    this(Refusal.of(code));
  }

  public RequestRefusedException(ErrorCode code, String description) {
    this(Refusal.of(code, description));
  }

  /** The answer. */
  public Refusal refusal() {
    return refusal;
  }
}
