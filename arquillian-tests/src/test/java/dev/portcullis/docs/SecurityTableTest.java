package dev.portcullis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/security.md} against the {@code @Proves} annotations of all modules' tests.
 * With {@code -Dsecurity.table.write=true} it writes the table's last column instead.
 */
class SecurityTableTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path TABLE = ROOT.resolve("docs/security.md");
  private static final Pattern ROW = Pattern.compile("\\| (S\\d+) \\| (.+?) \\|(.*)\\|");
  private static final Pattern PROVES = Pattern.compile("@Proves\\(([^)]*)\\)");
  private static final Pattern NUMBER = Pattern.compile("S\\d+");
  private static final int ROWS = 86;

  @Test
  void theTableNamesTheTestsThatProveARow() throws IOException {
    Map<String, Set<String>> proofs = proofs();
    List<String> lines = Files.readAllLines(TABLE);
    List<String> expected = lines.stream().map(line -> withTests(line, proofs)).toList();
    if (Boolean.getBoolean("security.table.write")) {
      Files.write(TABLE, expected);
      return;
    }
    assertThat(lines).isEqualTo(expected);
  }

  @Test
  void everyRowIsThereOnce() throws IOException {
    List<String> numbers =
        Files.readAllLines(TABLE).stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row -> row.group(1))
            .toList();
    assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, ROWS).mapToObj(i -> "S" + i).toList());
  }

  @Test
  void theRowsWithoutATestAreTheOnesThatAreNamedAsNotYet() throws IOException {
    Set<String> without =
        IntStream.rangeClosed(1, ROWS).mapToObj(i -> "S" + i).collect(Collectors.toSet());
    without.removeAll(proofs().keySet());
    String text = Files.readString(TABLE);
    String section = text.substring(text.indexOf("## Not yet"), text.indexOf("## Dependencies"));
    Set<String> named =
        NUMBER.matcher(section).results().map(r -> r.group()).collect(Collectors.toSet());
    assertThat(without).isEqualTo(named);
  }

  private static String withTests(String line, Map<String, Set<String>> proofs) {
    Matcher row = ROW.matcher(line);
    if (!row.matches()) {
      return line;
    }
    Set<String> tests = proofs.getOrDefault(row.group(1), Set.of());
    String shown =
        tests.isEmpty()
            ? "not yet"
            : tests.stream().map(t -> "`" + t + "`").collect(Collectors.joining(", "));
    return "| " + row.group(1) + " | " + row.group(2) + " | " + shown + " |";
  }

  /** Row numbers, each with the classes that have an annotation for it. */
  private static Map<String, Set<String>> proofs() throws IOException {
    var proofs = new TreeMap<String, Set<String>>();
    List<Path> sources;
    try (var files = Files.walk(ROOT)) {
      sources =
          files
              .filter(f -> ROOT.relativize(f).toString().replace('\\', '/').contains("src/test/"))
              .filter(f -> f.toString().endsWith(".java"))
              .toList();
    }
    for (Path source : sources) {
      String test = source.getFileName().toString().replace(".java", "");
      PROVES
          .matcher(Files.readString(source))
          .results()
          .flatMap(proves -> NUMBER.matcher(proves.group(1)).results())
          .forEach(n -> proofs.computeIfAbsent(n.group(), k -> new TreeSet<>()).add(test));
    }
    return proofs;
  }
}
