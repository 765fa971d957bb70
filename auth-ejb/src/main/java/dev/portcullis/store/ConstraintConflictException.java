package dev.portcullis.store;

import java.io.Serial;

/** A unique constraint refused the change: somebody else was first. */
public final class ConstraintConflictException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public ConstraintConflictException(Throwable cause) {
    super("A unique constraint refused the change", cause);
  }
}
