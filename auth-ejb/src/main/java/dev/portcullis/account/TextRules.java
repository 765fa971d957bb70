package dev.portcullis.account;

/** Rules for texts of one line. */
final class TextRules {

  private TextRules() {}

  /** No control character, line separator or lone surrogate. */
  static boolean isLine(String text) {
    return text.codePoints().allMatch(TextRules::isOfALine);
  }

  /**
   * A line without format characters and without white space at its ends. Format characters
   * (zero-width, direction marks) would let two texts look alike.
   */
  static boolean isPlainLine(String text) {
    return !text.isEmpty()
        && isLine(text)
        && text.codePoints().noneMatch(c -> Character.getType(c) == Character.FORMAT)
        && !isSpace(text.codePointAt(0))
        && !isSpace(text.codePointBefore(text.length()));
  }

  /** The same, and without any white space within. */
  static boolean isWord(String text) {
    return isPlainLine(text) && text.codePoints().noneMatch(TextRules::isSpace);
  }

  private static boolean isOfALine(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
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
