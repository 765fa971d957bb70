package dev.portcullis.config.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFileTest {

  private final Findings findings = new Findings();

  private Node.Mapping parse(String yaml) {
    return YamlFile.parse(yaml.getBytes(StandardCharsets.UTF_8), findings);
  }

  private Problem refused(String yaml) {
    parse(yaml);
    assertThat(findings.problems()).hasSize(1);
    return findings.problems().get(0);
  }

  @Test
  void keepsValuesAsTheyAreWrittenAndTheirLines() {
    var root = parse("a: 0x1F\nb: 1_000\nc: \"\"\nd:\ne: ~\nf: [yes, 1.50]\ng:\n  h: 012\n");

    assertThat(findings.problems()).isEmpty();
    assertThat(root.members())
        .containsEntry("a", new Node.Scalar("0x1F", false, "line 1"))
        .containsEntry("b", new Node.Scalar("1_000", false, "line 2"))
        .containsEntry("c", new Node.Scalar("", false, "line 3"))
        .containsEntry("d", new Node.Scalar(null, false, "line 4"))
        .containsEntry("e", new Node.Scalar(null, false, "line 5"))
        .containsEntry(
            "f",
            new Node.Sequence(
                List.of(
                    new Node.Scalar("yes", false, "line 6"),
                    new Node.Scalar("1.50", false, "line 6")),
                "line 6"));
    assertThat(root.members().get("g"))
        .isEqualTo(
            new Node.Mapping(Map.of("h", new Node.Scalar("012", false, "line 8")), "line 8"));
  }

  @Test
  void takesAnEmptyFileForOneWithoutKeys() {
    assertThat(parse("").members()).isEmpty();
    assertThat(parse("# nothing\n").members()).isEmpty();
    assertThat(findings.problems()).isEmpty();
  }

  @Test
  void skipsAByteOrderMark() {
    assertThat(parse("\uFEFFa: 1").members()).containsKey("a");
  }

  @Test
  void refusesAKeyThatIsThereTwice() {
    var problem = refused("a:\n  b: 1\n  c: 2\n  b: 3\n");

    assertThat(problem.path()).isEqualTo("a.b");
    assertThat(problem.origin()).isEqualTo("line 4");
    assertThat(problem.reason()).isEqualTo("is there twice, first at line 2");
  }

  @Test
  void reportsEveryKeyThatIsThereTwice() {
    parse("a: 1\na: 2\nb: {c: 1, c: 2}\na: 3\n");

    assertThat(findings.problems()).extracting(Problem::path).containsExactly("a", "b.c", "a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a: &x foo\nb: *x'           | b    | alias",
        "'a: &x {c: 1}\nb:\n  <<: *x' | b.<< | alias",
        "'a: !secret foo'             | a    | tag",
        "'a: !!binary aGk='           | a    | tag",
        "'a: [1, !x 2]'               | a[1] | tag",
        "'a: !x {b: 1}'               | a    | tag",
        "'a: 1\n---\nb: 2'            | ''   | more than one document",
        "'- a'                        | ''   | no keys at its top",
        "'a'                          | ''   | no keys at its top",
      })
  void refusesWhatWouldNotBeReadAsItLooks(String yaml, String path, String reason) {
    var problem = refused(yaml);

    assertThat(problem.path()).isEqualTo(path);
    assertThat(problem.reason()).contains(reason);
  }

  @Test
  void tellsLineAndColumnOfWhatIsNoYaml() {
    var problem = refused("a:\n  b: 1\n c: [x\n");

    assertThat(problem.origin()).isEqualTo("line 3, column 2");
    assertThat(problem.reason())
        .isEqualTo(
            "is not readable as YAML: while parsing a block mapping; expected <block end>, but"
                + " found '<block mapping start>'");
  }

  @Test
  void refusesADeepFile() {
    assertThat(refused("a: " + "[".repeat(100)).reason()).contains("nesting depth");
  }

  @Test
  void refusesALargeFile() {
    assertThat(refused("#".repeat(YamlFile.MAX_BYTES + 1)).reason()).contains("larger than 256");
  }

  @Test
  void refusesAFileOfManyTokens() {
    assertThat(refused("a: [" + "1,".repeat(20_000) + "]").reason()).contains("Token count");
  }

  @Test
  void refusesWhatIsNotUtf8() {
    YamlFile.parse(new byte[] {'a', ':', ' ', (byte) 0xE4}, findings);

    assertThat(findings.problems()).extracting(Problem::reason).containsExactly("is not UTF-8");
  }

  @Test
  void tellsNoValueInItsText() {
    assertThat(parse("a: hunter2").toString()).doesNotContain("hunter2");
  }
}
