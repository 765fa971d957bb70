package dev.portcullis.jose;

import java.io.Serial;

/** A text is not what its grammar says. Thrown for hostile input, hence without a stack trace. */
public final class MalformedException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param expected what should have stood there; never a part of the input
   */
  public MalformedException(String expected) {
    super("Expected " + expected, null, false, false);
  }
}
