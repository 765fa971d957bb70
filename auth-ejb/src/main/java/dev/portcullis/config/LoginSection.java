package dev.portcullis.config;

import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads {@code auth.login}. */
final class LoginSection {

  static final Key<String> ORDER =
      Key.list(
              "auth.login.order",
              ValueTypes.text(),
              "In which order providers are asked about a password: `local` and the names of"
                  + " directories, all that are on. The first that knows the name decides.")
          .defaultsInWords("`local`, then the directories as they are written");
  static final Key<Boolean> CHOICE =
      Key.of(
              "auth.login.choice",
              ValueTypes.flag(),
              "Whether the login page offers to choose one of them.")
          .defaultsTo("false");

  static final List<Key<?>> KEYS = List.of(ORDER, CHOICE);

  private LoginSection() {}

  static LoginSettings read(Section in, boolean local, List<DirectorySettings> directories) {
    var known = new ArrayList<String>();
    if (local) {
      known.add("local");
    }
    directories.forEach(directory -> known.add(directory.name()));
    var order = List.copyOf(in.readList(ORDER));
    if (in.has(ORDER) && !Set.copyOf(order).equals(Set.copyOf(known))) {
      in.refuse(
          ORDER,
          "does not name each provider that is on: " + String.join(", ", known),
          "Name these, or remove the key.");
    }
    return new LoginSettings(in.has(ORDER) ? order : known, in.read(CHOICE));
  }
}
