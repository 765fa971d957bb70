package dev.portcullis.provider;

import dev.portcullis.ProviderFailure;
import java.io.Serial;

/** A step refused what a provider, or a browser in its name, sent. Without a stack trace. */
public final class ProviderException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final ProviderFailure failure;

  /**
   * @param check the step and its clause, for the audit; nothing of what was sent is in it
   */
  public ProviderException(ProviderFailure failure, String check) {
    super(check, null, false, false);
    this.failure = failure;
  }

  public ProviderFailure failure() {
    return failure;
  }

  /** The step that refused. */
  public String check() {
    return String.valueOf(getMessage());
  }
}
