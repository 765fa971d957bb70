package dev.portcullis.account;

/** Rules that every text of one line in an account keeps. */
final class TextRules {

  private TextRules() {}

  /**
   * Whether the text has no control or format character, no line separator, no lone surrogate and
   * no white space at its ends. Format characters (zero-width, direction marks) would let two names
   * look alike.
   */
  static boolean isPlainLine(String text) {
    if (text.isEmpty()) {
      return true;
    }
    return text.codePoints().allMatch(TextRules::isVisible)
        && !isSpace(text.codePointAt(0))
        && !isSpace(text.codePointBefore(text.length()));
  }

  /** The same, and without any white space within. */
  static boolean isWord(String text) {
    return !text.isEmpty() && isPlainLine(text) && text.codePoints().noneMatch(TextRules::isSpace);
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }
}
