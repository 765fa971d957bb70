package dev.portcullis.jose;

import java.util.Arrays;
import java.util.Base64;

/**
 * Base64url without padding (RFC 7515 2), canonical only: one text for each content. The platform's
 * decoder, which does the work, also takes padding and ignores stray bits in the last character, so
 * that several texts would verify as the same token (S7).
 */
public final class Base64Url {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private Base64Url() {}

  /** Encodes without padding. */
  public static String encode(byte[] data) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(data);
  }

  /** Decodes the characters from {@code from}, inclusive, to {@code to}, exclusive. */
  static byte[] decode(byte[] text, int from, int to) throws MalformedException {
    int tail = (to - from) % 4;
    if (from == to) {
      return new byte[0];
    }
    // With one character more than whole groups there is no byte to make; with two, its last four
    // bits are of no use, with three, two. Padding has no value, and stands nowhere but at the end.
    int last = ALPHABET.indexOf(text[to - 1]);
    if (last < 0 || tail == 1 || (tail == 2 && last % 16 != 0) || (tail == 3 && last % 4 != 0)) {
      throw new MalformedException("canonical base64url");
    }
    try {
      return Base64.getUrlDecoder().decode(Arrays.copyOfRange(text, from, to));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("base64url");
    }
  }
}
