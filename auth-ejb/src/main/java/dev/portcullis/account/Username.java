package dev.portcullis.account;

import dev.portcullis.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * The principal's name (S83): 1 to 255 characters without control characters, lone surrogates or
 * white space around it. Two names are the same if they are equal in NFKC and lower case.
 *
 * @param text as it was given
 * @param key the same for equal names: SHA-256 in hex, so that a database's collation neither joins
 *     nor parts two names
 */
record Username(String text, String key) {

  /** Characters (UTF-16), the width of the column. */
  static final int MAX_LENGTH = 255;

  /** A name for a new account; empty if it is not acceptable. */
  static Optional<Username> parse(String text) {
    boolean acceptable =
        text.length() <= MAX_LENGTH && TextRules.isPlainLine(text) && !keyText(text).isEmpty();
    return acceptable ? Optional.of(new Username(text, keyOf(text))) : Optional.empty();
  }

  /** Whether it begins so, compared as names are. */
  boolean beginsWith(String prefix) {
    return keyText(text).startsWith(prefix);
  }

  /** The key of any text, also of one that is no acceptable name: then no account has it. */
  static String keyOf(String text) {
    // What is longer than any name needs no folding, whose cost grows with the text.
    var folded = text.length() <= MAX_LENGTH ? keyText(text) : text;
    return Digests.sha256Hex(folded.getBytes(StandardCharsets.UTF_8));
  }

  private static String keyText(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }
}
