package dev.portcullis.config;

import dev.portcullis.config.file.BadValueException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a claim is: its name, or the names that lead to it from the outside in. Written with dots
 * between them ({@code realm_access.roles}); a backslash before a dot makes it part of a name, and
 * an address ({@code https://example.com/roles}) is one name as it stands.
 *
 * @param names at least one, none empty
 */
public record ClaimPath(List<String> names) {

  static final String ALLOWED =
      "a claim such as roles, realm_access.roles, resource_access.my\\.app.roles or"
          + " https://example.com/roles";

  private static final int MOST_NAMES = 6;

  public ClaimPath {
    names = List.copyOf(names);
  }

  static ClaimPath parse(String text) throws BadValueException {
    if (text.isBlank() || text.length() > 256 || text.chars().anyMatch(Character::isISOControl)) {
      throw new BadValueException("is not the name of a claim");
    }
    return new ClaimPath(text.contains("://") ? List.of(text) : split(text));
  }

  private static List<String> split(String text) throws BadValueException {
    var names = new ArrayList<String>();
    var name = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        name.append(text.charAt(++i));
      } else if (c == '.') {
        names.add(name.toString());
        name.setLength(0);
      } else {
        name.append(c);
      }
    }
    names.add(name.toString());
    if (names.contains("") || names.size() > MOST_NAMES) {
      throw new BadValueException("has an empty name in it, or more than " + MOST_NAMES);
    }
    return names;
  }
}
