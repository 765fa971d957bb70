package dev.portcullis.jose;

import java.util.Arrays;
import java.util.Base64;

/**
 * Base64url without padding (RFC 7515 2), canonical only: one text for each content. The platform's
 * decoder also takes padding and ignores stray bits in the last character, so that several texts
 * would verify as the same token (S7).
 */
public final class Base64Url {

  private static final byte[] VALUES = new byte[256];

  static {
    Arrays.fill(VALUES, (byte) -1);
    var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < alphabet.length(); i++) {
      VALUES[alphabet.charAt(i)] = (byte) i;
    }
  }

  private Base64Url() {}

  /** Encodes without padding. */
  public static String encode(byte[] data) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(data);
  }

  /** Decodes the characters from {@code from}, inclusive, to {@code to}, exclusive. */
  static byte[] decode(byte[] text, int from, int to) throws MalformedException {
    int length = to - from;
    int tail = length & 3;
    if (tail == 1) {
      throw notCanonical();
    }
    var out = new byte[(length >> 2) * 3 + (tail == 0 ? 0 : tail - 1)];
    int at = from;
    int o = 0;
    for (int end = to - tail; at < end; at += 4) {
      int bits =
          VALUES[text[at] & 0xff] << 18
              | VALUES[text[at + 1] & 0xff] << 12
              | VALUES[text[at + 2] & 0xff] << 6
              | VALUES[text[at + 3] & 0xff];
      if (bits < 0) {
        throw notCanonical();
      }
      out[o++] = (byte) (bits >> 16);
      out[o++] = (byte) (bits >> 8);
      out[o++] = (byte) bits;
    }
    if (tail == 2) {
      int bits = VALUES[text[at] & 0xff] << 6 | VALUES[text[at + 1] & 0xff];
      if (bits < 0 || (bits & 0xf) != 0) {
        throw notCanonical();
      }
      out[o] = (byte) (bits >> 4);
    } else if (tail == 3) {
      int bits =
          VALUES[text[at] & 0xff] << 12
              | VALUES[text[at + 1] & 0xff] << 6
              | VALUES[text[at + 2] & 0xff];
      if (bits < 0 || (bits & 0x3) != 0) {
        throw notCanonical();
      }
      out[o++] = (byte) (bits >> 10);
      out[o] = (byte) (bits >> 2);
    }
    return out;
  }

  private static MalformedException notCanonical() {
    return new MalformedException("canonical base64url");
  }
}
