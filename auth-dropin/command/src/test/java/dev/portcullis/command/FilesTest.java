package dev.portcullis.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.command.change.FullDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {

  @TempDir private Path folder;

  @Test
  void theInputIsNeverWrittenTo() throws IOException {
    var runs = new Runs(folder);
    runs.add(TestArchive.war().bytes());
    var war = runs.file("legacy.war").toString();
    var config = runs.file("auth.yaml").toString();
    for (var same : new String[] {war, runs.file("./x/../legacy.war").normalize().toString()}) {
      var outcome = runs.run("add", war, "--config", config, "--out", same, "--force");
      assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    }
    assertThat(Files.readAllBytes(runs.file("legacy.war"))).isEqualTo(TestArchive.war().bytes());
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyWhenForced() throws IOException {
    var runs = new Runs(folder);
    runs.write("secured.war", new byte[] {1});
    var outcome = runs.add(TestArchive.war().bytes());
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FILES);
    assertThat(outcome.text()).contains("--force");
    assertThat(Files.readAllBytes(runs.file("secured.war"))).containsExactly(1);
    assertThat(runs.add(TestArchive.war().bytes(), "--force").exitCode()).isZero();
  }

  @Test
  void aDiskThatIsFullLeavesNothingBehind() throws IOException {
    for (int room : new int[] {0, 1, 700, 1500}) {
      var runs = new Runs(folder, FullDisk.after(room));
      var outcome = runs.add(TestArchive.war().bytes());
      assertThat(outcome.exitCode()).as("room for " + room).isEqualTo(ExitCode.FILES);
      assertThat(outcome.text()).contains("No space left");
      assertThat(leftBehind()).containsExactly("auth.yaml", "legacy.war");
    }
  }

  @Test
  void aDiskThatIsFullLeavesTheOldFileInPlace() throws IOException {
    new Runs(folder).write("secured.war", new byte[] {1});
    new Runs(folder, FullDisk.after(700)).add(TestArchive.war().bytes(), "--force");
    assertThat(Files.readAllBytes(folder.resolve("secured.war"))).containsExactly(1);
    assertThat(leftBehind()).containsExactly("auth.yaml", "legacy.war", "secured.war");
  }

  @Test
  void whatIsNotThereIsSaid() {
    var runs = new Runs(folder);
    var outcome = runs.remove("no.war", "back.war");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FILES);
    assertThat(outcome.text()).contains("no.war is not there");
    assertThat(runs.run("add", "x.war").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(runs.run().exitCode()).isEqualTo(ExitCode.USAGE);
  }

  private Iterable<String> leftBehind() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
