package dev.portcullis.jose;

import java.io.Serial;

/**
 * A token was refused. It never leaves the verifier, which turns it into its closed result; it has
 * no stack trace, since refusing must be cheap (S78).
 */
public final class RefusedException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final Stage stage;

  public RefusedException(Stage stage) {
    super("Refused at " + stage, null, false, false);
    this.stage = stage;
  }

  /** The step that refused it. */
  public Stage stage() {
    return stage;
  }
}
