package dev.portcullis.config;

import dev.portcullis.config.file.BadValueException;
import java.util.regex.Pattern;

/** What one pattern of {@code auth.protect} is and which others it makes pointless. */
final class ServletPattern {

  static final String EVERYTHING = "/*";

  static final String ALLOWED =
      "a servlet pattern: /exact/path, /below/*, *.jsp, or /* for everything";

  private static final Pattern EXTENSION = Pattern.compile("\\*\\.[A-Za-z0-9_-]{1,32}");
  private static final Pattern UNUSUAL = Pattern.compile("[\\p{Cntrl}%;?#\\\\*]");

  private ServletPattern() {}

  /** The pattern itself, if it is one. */
  static String parse(String text) throws BadValueException {
    if (EXTENSION.matcher(text).matches() || text.equals(EVERYTHING)) {
      return text;
    }
    if (text.equals("/")) {
      throw new BadValueException("is the default servlet's pattern", "Write /* for everything.");
    }
    if (!text.startsWith("/")) {
      throw new BadValueException("begins neither with / nor with *.");
    }
    var path = withoutStar(text);
    if (UNUSUAL.matcher(path).find()) {
      throw new BadValueException(
          "has a character that no decoded path has, or * elsewhere than at its end");
    }
    for (var segment : path.substring(1).split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new BadValueException("has an empty or dotted segment, which no path keeps");
      }
    }
    return text;
  }

  /** Whether every path that the second matches is matched by the first. */
  static boolean covers(String first, String second) {
    if (first.equals(EVERYTHING) || first.equals(second)) {
      return true;
    }
    if (first.endsWith("/*")) {
      var below = withoutStar(second);
      return second.startsWith("/")
          && (below.equals(withoutStar(first)) || below.startsWith(withoutStar(first) + "/"));
    }
    return first.startsWith("*.")
        && second.startsWith("/")
        && !second.endsWith("/*")
        && second.endsWith(first.substring(1));
  }

  private static String withoutStar(String pattern) {
    return pattern.endsWith("/*") ? pattern.substring(0, pattern.length() - 2) : pattern;
  }
}
