package dev.portcullis.command.scan;

/**
 * Something about an application that its owner should know.
 *
 * @param severity whether it stops the command
 * @param text one sentence or two: what, where, and what to do
 */
public record Finding(Severity severity, String text) {

  /** How grave it is. */
  public enum Severity {
    /** Portcullis would not work in this application, or not guard it. */
    CONFLICT,
    /** It would work, and perhaps not as expected. */
    WARNING,
    /** Good to know. */
    NOTE
  }

  static Finding conflict(String text) {
    return new Finding(Severity.CONFLICT, text);
  }

  static Finding warning(String text) {
    return new Finding(Severity.WARNING, text);
  }

  static Finding note(String text) {
    return new Finding(Severity.NOTE, text);
  }

  /** Whether it stops the command. */
  public boolean isConflict() {
    return severity == Severity.CONFLICT;
  }

  @Override
  public String toString() {
    // What an archive calls things cannot make lines of a terminal.
    return severity.name().toLowerCase(java.util.Locale.ROOT)
        + ": "
        + text.replaceAll("\\p{Cntrl}", "?");
  }
}
