package dev.portcullis.config.file;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with the configuration, for an operator who has to put it right.
 *
 * @param path the key, such as {@code auth.sessions.idle}; empty when it is about the whole file
 * @param origin where it was read, such as {@code line 12}, or null when it was nowhere
 * @param value what was found there, redacted when it may be a secret, or null
 * @param reason what is wrong with it and what is allowed
 * @param remedy what to do
 */
public record Problem(
    String path, @Nullable String origin, @Nullable String value, String reason, String remedy) {

  /** Stands for every value that may be a secret (S71). */
  public static final String REDACTED = "<redacted>";

  private static final int LONGEST = 80;
  private static final Pattern USER_INFO = Pattern.compile("//.*@");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  public Problem {
    path = oneLine(path);
    reason = oneLine(reason);
    value = value == null ? null : shown(value);
  }

  /** Names and values of a file cannot make lines of a log (S72). */
  private static String oneLine(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }

  /** Without passwords in addresses and excess length. */
  private static String shown(String value) {
    var text = USER_INFO.matcher(oneLine(value)).replaceAll("//" + REDACTED + "@");
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** Several lines: where, what, why and the way out. */
  @Override
  public String toString() {
    var text = new StringBuilder(path.isEmpty() ? "the file" : path);
    if (origin != null) {
      text.append(" (").append(origin).append(')');
    }
    if (value != null) {
      text.append("\n    value:   ").append(value.isEmpty() ? "(empty)" : value);
    }
    text.append("\n    problem: ").append(reason);
    return text.append("\n    fix:     ").append(remedy).toString();
  }
}
