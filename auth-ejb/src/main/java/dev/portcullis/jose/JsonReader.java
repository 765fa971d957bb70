package dev.portcullis.jose;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A pull parser for one JSON text (RFC 8259) that takes nothing a second parser could read
 * differently: strict UTF-8, no duplicate names, at most eight levels deep, nothing after the value
 * (S7). It works on the bytes and makes no maps; what the caller does not ask for is checked and
 * skipped.
 */
public final class JsonReader {

  private static final int MAX_DEPTH = 8;
  private static final int MAX_INTEGER_DIGITS = 15;

  private final byte[] json;
  private final JsonStrings in;
  private int depth;

  /** Whether a container's next entry is its first, by depth. */
  private final boolean[] first = new boolean[MAX_DEPTH + 1];

  /** Start and end of the names of all open objects; an object's own begin at its base. */
  private int[] names = new int[32];

  private int namesTop;
  private final int[] base = new int[MAX_DEPTH + 1];

  /** One bit of 64 for each name seen, by depth: where it is not set, the name is new. */
  private final long[] seen = new long[MAX_DEPTH + 1];

  /** Reads from these bytes, which are never changed. */
  public JsonReader(byte[] json) {
    this.json = json;
    in = new JsonStrings(json);
  }

  /** Enters an object. */
  public void beginObject() throws MalformedException {
    open('{');
    base[depth] = namesTop;
    seen[depth] = 0;
  }

  /** Moves to the next member and reads its name; false, having left the object, at its end. */
  public boolean nextName() throws MalformedException {
    if (atEndOf('}')) {
      namesTop = base[depth];
      depth--;
      return false;
    }
    in.readString();
    rememberName(in.start(), in.end());
    in.expect(':');
    return true;
  }

  /** Whether the name just read is that one. */
  public boolean nameIs(byte[] name) {
    return in.lastEquals(name);
  }

  /**
   * Which of several names was just read.
   *
   * @param candidates in ASCII
   * @param likely where to begin, since members mostly come in a known order
   * @return its index, or -1 if it is none of them
   */
  public int nameIn(byte[][] candidates, int likely) {
    for (int i = likely; i < candidates.length; i++) {
      if (in.lastEquals(candidates[i])) {
        return i;
      }
    }
    for (int i = 0; i < likely; i++) {
      if (in.lastEquals(candidates[i])) {
        return i;
      }
    }
    return -1;
  }

  /** The name just read. */
  public String name() {
    return in.last();
  }

  /** Enters an array. */
  public void beginArray() throws MalformedException {
    open('[');
  }

  /** Moves to the next element; false, having left the array, at its end. */
  public boolean nextElement() throws MalformedException {
    if (atEndOf(']')) {
      depth--;
      return false;
    }
    return true;
  }

  /** Whether the next value is an array. */
  public boolean isArray() throws MalformedException {
    return in.peek() == '[';
  }

  /** Whether the next value is a string. */
  public boolean isString() throws MalformedException {
    return in.peek() == '"';
  }

  /** Whether the next value is an object. */
  public boolean isObject() throws MalformedException {
    return in.peek() == '{';
  }

  /** Passes over a value and gives it as it is written. */
  public byte[] raw() throws MalformedException {
    in.peek();
    int from = in.position();
    skip();
    return Arrays.copyOfRange(json, from, in.position());
  }

  /** Reads a string. */
  public String string() throws MalformedException {
    in.readString();
    return in.last();
  }

  /** Reads a string and says whether it is that one, byte for byte (S9, S11). */
  public boolean stringIs(byte[] expected) throws MalformedException {
    in.readString();
    return in.lastEquals(expected);
  }

  /** Reads a number that must be an integer of at most 15 digits, without fraction or exponent. */
  public long integer() throws MalformedException {
    in.peek();
    int from = in.position();
    boolean whole = in.readNumber();
    if (!whole || in.position() - from > MAX_INTEGER_DIGITS) {
      throw new MalformedException("an integer");
    }
    return in.asLong(from, in.position());
  }

  /** Checks a value of any kind and passes over it. */
  public void skip() throws MalformedException {
    switch (in.peek()) {
      case '{' -> {
        beginObject();
        while (nextName()) {
          skip();
        }
      }
      case '[' -> {
        beginArray();
        while (nextElement()) {
          skip();
        }
      }
      case '"' -> in.readString();
      case 't' -> in.expectWord("true");
      case 'f' -> in.expectWord("false");
      case 'n' -> in.expectWord("null");
      default -> in.readNumber();
    }
  }

  /** Makes sure that nothing follows. */
  public void end() throws MalformedException {
    in.expectEnd();
  }

  private void open(char bracket) throws MalformedException {
    in.expect(bracket);
    if (++depth > MAX_DEPTH) {
      throw new MalformedException("at most eight levels");
    }
    first[depth] = true;
  }

  private boolean atEndOf(char bracket) throws MalformedException {
    if (in.peek() == bracket) {
      in.expect(bracket);
      return true;
    }
    if (first[depth]) {
      first[depth] = false;
    } else {
      in.expect(',');
    }
    return false;
  }

  private void rememberName(int start, int end) throws MalformedException {
    long bit = in.bitOf(start, end);
    if ((seen[depth] & bit) != 0) {
      for (int i = base[depth]; i < namesTop; i += 2) {
        if (in.sameBytes(names[i], names[i + 1], start, end)) {
          throw new MalformedException("each name once");
        }
      }
    }
    seen[depth] |= bit;
    if (namesTop == names.length) {
      names = Arrays.copyOf(names, names.length * 2);
    }
    names[namesTop++] = start;
    names[namesTop++] = end;
  }

  /** The name as bytes, for {@link #nameIs}. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
