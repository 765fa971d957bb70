package dev.portcullis.config;

import dev.portcullis.config.file.BadValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An operator's SQL with named parameters, {@code :username}, as JDBC takes it. Where a statement
 * has one parameter only, {@code ?} may stand for it. Text in quotes and comments is left alone.
 *
 * @param jdbc with a question mark for each parameter
 * @param parameters their names, in the order of the question marks
 */
public record SqlStatement(String jdbc, List<String> parameters) {

  public SqlStatement {
    parameters = List.copyOf(parameters);
  }

  /**
   * Reads a statement.
   *
   * @param known the names it may use; the first is what {@code ?} stands for
   */
  static SqlStatement parse(String text, List<String> known) throws BadValueException {
    var reader = new Reader(text, Set.copyOf(known));
    reader.read();
    if (reader.positional > 1 || (reader.positional == 1 && !reader.names.isEmpty())) {
      throw new BadValueException(
          "mixes parameters; write them by name: :" + String.join(", :", known));
    }
    return new SqlStatement(
        reader.jdbc.toString(), reader.positional == 1 ? List.of(known.get(0)) : reader.names);
  }

  /** One pass over the text. */
  private static final class Reader {

    private final String text;
    private final Set<String> known;
    private final StringBuilder jdbc = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private int positional;
    private int at;

    Reader(String text, Set<String> known) {
      this.text = text;
      this.known = known;
    }

    void read() throws BadValueException {
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '\'' || c == '"' || c == '`') {
          copyThrough(String.valueOf(c), 1);
        } else if (text.startsWith("--", at)) {
          copyThrough("\n", 2);
        } else if (text.startsWith("/*", at)) {
          copyThrough("*/", 2);
        } else if (text.startsWith("::", at)) {
          copy(2);
        } else if (c == ':' && at + 1 < text.length() && isName(text.charAt(at + 1))) {
          name();
        } else if (c == ';') {
          throw new BadValueException("holds a semicolon; it must be one statement without it");
        } else {
          positional += c == '?' ? 1 : 0;
          copy(1);
        }
      }
    }

    private void name() throws BadValueException {
      int end = at + 1;
      while (end < text.length() && isName(text.charAt(end))) {
        end++;
      }
      var name = text.substring(at + 1, end);
      if (!known.contains(name)) {
        throw new BadValueException("has a parameter :" + name + ", which is not known here");
      }
      names.add(name);
      jdbc.append('?');
      at = end;
    }

    private void copyThrough(String end, int from) {
      int found = text.indexOf(end, at + from);
      copy((found < 0 ? text.length() : found + end.length()) - at);
    }

    private void copy(int count) {
      jdbc.append(text, at, at + count);
      at += count;
    }

    private static boolean isName(char c) {
      return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
  }
}
