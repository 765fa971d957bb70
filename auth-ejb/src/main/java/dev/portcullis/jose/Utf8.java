package dev.portcullis.jose;

/** UTF-8 as RFC 3629 allows it: shortest form, no surrogates, at most U+10FFFF. */
final class Utf8 {

  private Utf8() {}

  /** Checks the character of several bytes that begins there and returns where the next begins. */
  static int next(byte[] text, int at) throws MalformedException {
    int lead = text[at] & 0xff;
    if (lead >= 0xc2 && lead <= 0xdf) {
      return continuations(text, at, 1, 0x80, 0xbf);
    }
    if (lead >= 0xe0 && lead <= 0xef) {
      return continuations(text, at, 2, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf);
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
      return continuations(text, at, 3, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf);
    }
    throw new MalformedException("UTF-8");
  }

  private static int continuations(byte[] text, int at, int count, int min, int max)
      throws MalformedException {
    if (at + count >= text.length) {
      throw new MalformedException("UTF-8");
    }
    int second = text[at + 1] & 0xff;
    if (second < min || second > max) {
      throw new MalformedException("UTF-8");
    }
    for (int i = at + 2; i <= at + count; i++) {
      if ((text[i] & 0xc0) != 0x80) {
        throw new MalformedException("UTF-8");
      }
    }
    return at + count + 1;
  }

  /** Writes a code point and returns the position after it. */
  static int put(byte[] out, int position, int codePoint) {
    int at = position;
    if (codePoint < 0x80) {
      out[at++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      out[at++] = (byte) (0xc0 | (codePoint >> 6));
      out[at++] = continuation(codePoint);
    } else if (codePoint < 0x10000) {
      out[at++] = (byte) (0xe0 | (codePoint >> 12));
      out[at++] = continuation(codePoint >> 6);
      out[at++] = continuation(codePoint);
    } else {
      out[at++] = (byte) (0xf0 | (codePoint >> 18));
      out[at++] = continuation(codePoint >> 12);
      out[at++] = continuation(codePoint >> 6);
      out[at++] = continuation(codePoint);
    }
    return at;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3f));
  }
}
