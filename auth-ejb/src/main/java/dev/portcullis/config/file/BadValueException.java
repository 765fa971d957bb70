package dev.portcullis.config.file;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a value; never repeats the value, which may be a secret. */
public sealed class BadValueException extends Exception permits UnsetVariableException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String remedy;

  /** What is wrong, without a full stop, such as {@code is not a number}. */
  public BadValueException(String reason) {
    super(reason);
    this.remedy = null;
  }

  /** The same, with a sentence that says what to do. */
  public BadValueException(String reason, String remedy) {
    super(reason);
    this.remedy = remedy;
  }

  /** What is wrong. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** What to do, if it can be said. */
  public Optional<String> remedy() {
    return Optional.ofNullable(remedy);
  }
}
