package dev.portcullis.issuer;

import java.util.Optional;

/** The form of a text that becomes a part of a principal's name, or of what pages show. */
final class PrincipalName {

  private static final int LONGEST = 190;

  private PrincipalName() {}

  /** The text unchanged, or empty if it could be read as another: S11 leaves no mending. */
  static Optional<String> check(String text) {
    boolean acceptable =
        !text.isEmpty()
            && text.length() <= LONGEST
            && text.equals(text.strip())
            && text.codePoints().allMatch(PrincipalName::isVisible);
    return acceptable ? Optional.of(text) : Optional.empty();
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
