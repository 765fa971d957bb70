package dev.portcullis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guides are whole: nobody's note to themselves was left in them. */
class DocumentsTest {

  private static final Path ROOT = Path.of(System.getProperty("basedir", ""), "..").normalize();

  /** A note, or a line of capitals where a paragraph was meant to be. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\b(?:TODO|TBD|FIXME|XXX)\\b|^[^\\w#]*[A-Z][A-Z _-]{2,}\\W*$");

  @Test
  void holdNoPlaceholder() throws IOException {
    var found = new ArrayList<String>();
    for (var document : documents()) {
      found.addAll(placeholders(document.toString(), Files.readAllLines(document)));
    }
    assertThat(found).isEmpty();
  }

  @Test
  void aPlaceholderIsFoundAndCodeIsLeftAlone() {
    assertThat(
            placeholders(
                "x",
                List.of(
                    "# TITLE",
                    "THE FIGURES GO HERE",
                    "**MEASURE**",
                    "See below (TODO).",
                    "```sql",
                    "COMMIT",
                    "```",
                    "| POST | what it does |")))
        .containsExactly("x: THE FIGURES GO HERE", "x: **MEASURE**", "x: See below (TODO).");
  }

  private static List<Path> documents() throws IOException {
    try (var files = Files.walk(ROOT.resolve("docs"))) {
      var all = files.filter(file -> file.toString().endsWith(".md")).toList();
      assertThat(all).hasSizeGreaterThan(20);
      return all;
    }
  }

  private static List<String> placeholders(String name, List<String> lines) {
    var found = new ArrayList<String>();
    boolean code = false;
    for (var line : lines) {
      if (line.strip().startsWith("```")) {
        code = !code;
      } else if (!code && PLACEHOLDER.matcher(line).find()) {
        found.add(name + ": " + line);
      }
    }
    return found;
  }
}
