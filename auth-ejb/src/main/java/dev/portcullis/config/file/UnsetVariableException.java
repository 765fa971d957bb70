package dev.portcullis.config.file;

import java.util.List;

/** A value names variables that are set nowhere and have no default. */
final class UnsetVariableException extends BadValueException {

  private static final long serialVersionUID = 1L;

  UnsetVariableException(List<String> names) {
    super(
        "needs "
            + String.join(" and ", names)
            + ", set neither in the environment nor as a system property");
  }
}
