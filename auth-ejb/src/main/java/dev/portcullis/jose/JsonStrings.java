package dev.portcullis.jose;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** The scanner under {@link JsonReader}: strings, numbers, words and white space (RFC 8259). */
final class JsonStrings {

  private byte[] json;
  private boolean copied;
  private int at;
  private int start;
  private int end;

  JsonStrings(byte[] json) {
    this.json = json;
  }

  int position() {
    return at;
  }

  /** Where the last string begins, after decoding. */
  int start() {
    return start;
  }

  /** Where the last string ends, exclusive. */
  int end() {
    return end;
  }

  /** The last string. */
  String last() {
    return new String(json, start, end - start, UTF_8);
  }

  boolean lastEquals(byte[] expected) {
    return end - start == expected.length
        && Arrays.equals(json, start, end, expected, 0, expected.length);
  }

  boolean sameBytes(int start1, int end1, int start2, int end2) {
    return end1 - start1 == end2 - start2 && Arrays.equals(json, start1, end1, json, start2, end2);
  }

  /** One of 64 bits: the same for the same bytes, mostly another for others. */
  long bitOf(int from, int to) {
    int length = to - from;
    return length == 0 ? 1 : 1L << (json[from] * 5 + json[to - 1] * 3 + length * 11);
  }

  /** The next byte that is no white space; stays before it. */
  int peek() throws MalformedException {
    while (at < json.length) {
      byte c = json[at];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c;
      }
      at++;
    }
    throw new MalformedException("more text");
  }

  void expect(char c) throws MalformedException {
    if (peek() != c) {
      throw new MalformedException("'" + c + "'");
    }
    at++;
  }

  void expectWord(String word) throws MalformedException {
    for (int i = 0; i < word.length(); i++) {
      if (at == json.length || json[at++] != word.charAt(i)) {
        throw new MalformedException(word);
      }
    }
  }

  void expectEnd() throws MalformedException {
    while (at < json.length) {
      byte c = json[at++];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        throw new MalformedException("the end");
      }
    }
  }

  /** Reads a number; whether it has neither fraction nor exponent. */
  boolean readNumber() throws MalformedException {
    if (at < json.length && json[at] == '-') {
      at++;
    }
    int from = at;
    digits();
    if (json[from] == '0' && at - from > 1) {
      throw new MalformedException("no leading zero");
    }
    boolean whole = true;
    if (at < json.length && json[at] == '.') {
      whole = false;
      at++;
      digits();
    }
    if (at < json.length && (json[at] == 'e' || json[at] == 'E')) {
      whole = false;
      at++;
      if (at < json.length && (json[at] == '+' || json[at] == '-')) {
        at++;
      }
      digits();
    }
    return whole;
  }

  private void digits() throws MalformedException {
    int from = at;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw new MalformedException("a digit");
    }
  }

  long asLong(int from, int to) {
    boolean negative = json[from] == '-';
    long value = 0;
    for (int i = negative ? from + 1 : from; i < to; i++) {
      value = value * 10 + (json[i] - '0');
    }
    return negative ? -value : value;
  }

  /** Reads a string; {@link #start} and {@link #end} then enclose its decoded bytes. */
  void readString() throws MalformedException {
    expect('"');
    int from = at;
    while (true) {
      at = passPlain(json, at);
      if (at == json.length) {
        throw new MalformedException("'\"'");
      }
      byte c = json[at];
      if (c == '"') {
        start = from;
        end = at++;
        return;
      }
      if (c == '\\') {
        unescapeFrom(from);
        return;
      }
      at = passCharacter(c);
    }
  }

  /** Passes over ASCII without a meaning of its own, which is nearly everything. */
  private static int passPlain(byte[] json, int from) {
    int i = from;
    while (i < json.length && json[i] >= 0x20 && json[i] != '"' && json[i] != '\\') {
      i++;
    }
    return i;
  }

  /** Checks the unescaped character at the position and returns where the next one is. */
  private int passCharacter(byte c) throws MalformedException {
    if (c >= 0x20) {
      return at + 1;
    }
    if (c >= 0) {
      throw new MalformedException("no control character");
    }
    return Utf8.next(json, at);
  }

  /**
   * Goes on with a string that has escapes. What they stand for is never longer than they are, so
   * it is written over them, in a copy.
   */
  private void unescapeFrom(int from) throws MalformedException {
    if (!copied) {
      json = json.clone();
      copied = true;
    }
    int out = at;
    while (at < json.length) {
      byte c = json[at];
      if (c == '"') {
        start = from;
        end = out;
        at++;
        return;
      }
      if (c == '\\') {
        at++;
        out = unescape(out);
      } else {
        int next = passCharacter(c);
        while (at < next) {
          json[out++] = json[at++];
        }
      }
    }
    throw new MalformedException("'\"'");
  }

  private int unescape(int out) throws MalformedException {
    if (at == json.length) {
      throw new MalformedException("an escape");
    }
    int c = json[at++];
    int codePoint =
        switch (c) {
          case '"', '\\', '/' -> c;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'u' -> unicode();
          default -> throw new MalformedException("an escape");
        };
    return Utf8.put(json, out, codePoint);
  }

  /** One code point; a surrogate must come with its other half. */
  private int unicode() throws MalformedException {
    int high = hex4();
    if (!Character.isSurrogate((char) high)) {
      return high;
    }
    if (Character.isHighSurrogate((char) high)
        && at + 1 < json.length
        && json[at] == '\\'
        && json[at + 1] == 'u') {
      at += 2;
      int low = hex4();
      if (Character.isLowSurrogate((char) low)) {
        return Character.toCodePoint((char) high, (char) low);
      }
    }
    throw new MalformedException("a pair of surrogates");
  }

  private int hex4() throws MalformedException {
    if (at + 4 > json.length) {
      throw new MalformedException("four hexadecimal digits");
    }
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(json[at++], 16);
      if (digit < 0) {
        throw new MalformedException("four hexadecimal digits");
      }
      value = value << 4 | digit;
    }
    return value;
  }
}
