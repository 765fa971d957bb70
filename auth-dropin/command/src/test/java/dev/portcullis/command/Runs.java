package dev.portcullis.command;

import dev.portcullis.command.change.Bundle;
import dev.portcullis.command.change.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the command in a folder of the test's. */
final class Runs {

  static final String CONFIG = "auth:\n  encryption_key: ${AUTH_ENCRYPTION_KEY}\n";

  private final Path folder;
  private final OutputFile output;

  Runs(Path folder, OutputFile output) {
    this.folder = folder;
    this.output = output;
  }

  Runs(Path folder) {
    this(folder, new OutputFile());
  }

  /**
   * What became of it.
   *
   * @param exitCode see {@link ExitCode}
   * @param text everything that was printed
   */
  record Outcome(int exitCode, String text) {}

  Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** A bundle that is none, but has a version. */
  static Bundle bundle() {
    return Bundle.of(
        new TestArchive()
            .with("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nImplementation-Version: 9.1\n\n")
            .with("dev/portcullis/web/PortcullisInitializer.class", "…")
            .bytes());
  }

  Outcome add(byte[] war, String... more) throws IOException {
    return addWith(CONFIG, war, more);
  }

  Outcome addWith(String config, byte[] war, String... more) throws IOException {
    write("auth.yaml", config.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    write("legacy.war", war);
    var arguments = new java.util.ArrayList<String>();
    arguments.addAll(java.util.List.of("add", file("legacy.war").toString()));
    arguments.addAll(java.util.List.of("--config", file("auth.yaml").toString()));
    arguments.addAll(java.util.List.of("--out", file("secured.war").toString()));
    arguments.addAll(java.util.List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  Outcome remove(String from, String to) {
    return run("remove", file(from).toString(), "--out", file(to).toString());
  }

  Outcome run(String... arguments) {
    var text = new StringWriter();
    var printer = new PrintWriter(text, true);
    int exitCode = PortcullisCommand.run(bundle(), output, printer, printer, arguments);
    return new Outcome(exitCode, text.toString());
  }
}
