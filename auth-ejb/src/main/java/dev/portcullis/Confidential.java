package dev.portcullis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A secret text: a password, a token, a key. It is redacted in {@link #toString()}, compared in
 * constant time, and {@link #reveal()} is the one way out, so that a search for that name finds
 * every place where a secret is used.
 *
 * <p>Not serialisable on purpose (S71, S82).
 */
public final class Confidential {

  private final String value;

  private Confidential(String value) {
    this.value = value;
  }

  /** Wraps a secret. The text may be empty; what an empty secret means is for the caller to say. */
  public static Confidential of(String value) {
    return new Confidential(value);
  }

  /** The secret itself, unchanged (S29: nothing is trimmed, cut or folded). */
  public String reveal() {
    return value;
  }

  /** The secret as UTF-8, in a new array that the caller may wipe. */
  public byte[] revealUtf8() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the secret is the empty text. */
  public boolean isEmpty() {
    return value.isEmpty();
  }

  /** The number of Unicode code points (S28 counts in these). */
  public int length() {
    return value.codePointCount(0, value.length());
  }

  /** Equal content; takes the same time wherever the texts differ. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Confidential that
        && MessageDigest.isEqual(revealUtf8(), that.revealUtf8());
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "<redacted>";
  }
}
