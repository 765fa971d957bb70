package dev.portcullis.audit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes texts that a client chose safe for a log line and for a column. */
final class AuditText {

  private static final char REPLACEMENT = '\uFFFD';

  private AuditText() {}

  /**
   * The value as one quoted word of a log line (S72): quotes and backslashes escaped; line breaks,
   * control characters, and the invisible ones that turn or hide text, written as {@code \}{@code
   * uXXXX}.
   */
  static void quote(StringBuilder line, String value) {
    line.append('"');
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      i += Character.charCount(c);
      if (c == '"' || c == '\\') {
        line.append('\\').append((char) c);
      } else if (isUnsafe(c)) {
        for (char unit : Character.toChars(c)) {
          line.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
      } else {
        line.appendCodePoint(c);
      }
    }
    line.append('"');
  }

  private static boolean isUnsafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  /** {@link #cut}, or null for null. */
  static @Nullable String forColumn(@Nullable String value, int width) {
    return value == null ? null : cut(value, width);
  }

  /**
   * The text cut to a column. What a database refuses to store (NUL, half a surrogate pair) is
   * replaced: an odd user name must not look like an outage.
   */
  static String cut(String value, int width) {
    var kept = new StringBuilder(Math.min(value.length(), width));
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      i += Character.charCount(c);
      int storable = c == 0 || Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c;
      if (kept.length() + Character.charCount(storable) > width) {
        break;
      }
      kept.appendCodePoint(storable);
    }
    return kept.toString();
  }
}
