package dev.portcullis.config;

import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Key.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes {@code docs/configuration.md} from the declarations of the keys. */
final class ConfigurationDocument {

  private ConfigurationDocument() {}

  static String text() {
    return head() + known() + reserved();
  }

  private static String known() {
    var text = new StringBuilder("## All keys\n");
    sections(key -> key.shape() != Shape.RESERVED)
        .forEach(
            (section, keys) -> {
              text.append("\n### `").append(section).append("`\n\n");
              text.append("| Key | Value | Default | Since | |\n|---|---|---|---|---|\n");
              keys.forEach(key -> text.append(row(key)));
            });
    return text.toString();
  }

  private static String reserved() {
    var text =
        new StringBuilder(
            """

            ## Known, and not in this version

            A file may have these as long as the provider's `enabled` is `false`; each name is checked, its value is not.

            """);
    sections(key -> key.shape() == Shape.RESERVED)
        .forEach(
            (section, keys) ->
                text.append("- `")
                    .append(section)
                    .append("`: ")
                    .append(
                        keys.stream()
                            .map(key -> "`" + key.name() + "`")
                            .collect(Collectors.joining(", ")))
                    .append('\n'));
    return text.toString();
  }

  private static Map<String, List<Key<?>>> sections(Predicate<Key<?>> wanted) {
    return SettingsKeys.ALL.stream()
        .filter(wanted)
        .collect(Collectors.groupingBy(Key::section, LinkedHashMap::new, Collectors.toList()));
  }

  private static String row(Key<?> key) {
    var value =
        key.shape() == Shape.LIST ? "list of: " + key.type().allowed() : key.type().allowed();
    return "| `%s` | %s%s | %s | %s | %s |\n"
        .formatted(
            key.name(),
            value.replace("|", "\\|").replace("*", "\\*"),
            key.secret() ? "; secret" : "",
            byDefault(key),
            key.since(),
            key.sentence());
  }

  private static String byDefault(Key<?> key) {
    if (key.defaultText() != null) {
      return "`" + key.defaultText() + "`";
    }
    return key.defaultWords() == null ? "none" : key.defaultWords();
  }

  private static String head() {
    try (var in = ConfigurationDocument.class.getResourceAsStream("configuration-head.md")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
