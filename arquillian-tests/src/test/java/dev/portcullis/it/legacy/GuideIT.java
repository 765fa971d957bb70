package dev.portcullis.it.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.server.RunningServer;
import dev.portcullis.it.support.BuildProperty;
import dev.portcullis.it.support.Polling;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.Driver;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Does what docs/from-form-to-portcullis.md says, block by block, as somebody who copies them:
 * files are written, commands are run, and what they print is what the page says. Only the port is
 * another.
 */
class GuideIT {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\S+)(?: (\\S+))?\n(.*?)^```$");
  private static final Pattern PRECONDITION = Pattern.compile("(?m)^\\| `([^`]+\\.(?:w|j)ar)` \\|");
  private static final Duration START_LIMIT = Duration.ofMinutes(6);

  private Path folder = Path.of(".");
  private int port;
  private @Nullable Process server;
  private String printed = "";

  @BeforeEach
  void layOutTheFiles() throws IOException {
    port = RunningServer.freePort();
    folder = Path.of(BuildProperty.required("it.work"), "guide").toAbsolutePath();
    if (Files.exists(folder)) {
      try (var old = Files.walk(folder)) {
        old.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
    Files.createDirectories(folder);
    LegacyApplication.untouched("ledger")
        .as(ZipExporter.class)
        .exportTo(folder.resolve("ledger.war").toFile());
    link("portcullis.jar", BuildProperty.required("it.command"));
    link("payara-micro.jar", BuildProperty.required("payara.microJar"));
    link("h2.jar", Driver.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private void link(String name, String file) throws IOException {
    Files.createSymbolicLink(folder.resolve(name), Path.of(file).toAbsolutePath());
  }

  @AfterEach
  void stopTheServer() throws InterruptedException {
    if (server != null) {
      server.descendants().forEach(ProcessHandle::destroy);
      server.destroy();
      assertThat(server.waitFor(1, TimeUnit.MINUTES)).isTrue();
      server = null;
    }
  }

  @Test
  void everyStepWorks() throws Exception {
    String guide = Files.readString(Path.of(BuildProperty.required("it.guide")));
    assertThat(PRECONDITION.matcher(guide).results().map(found -> found.group(1)))
        .containsExactly("ledger.war", "portcullis.jar", "payara-micro.jar", "h2.jar")
        .allSatisfy(name -> assertThat(folder.resolve(name)).exists());
    List<String> done = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(guide);
    while (blocks.find()) {
      String second = blocks.group(2) == null ? "" : blocks.group(2);
      step(blocks.group(1), second, blocks.group(3).replace("8080", "" + port));
      done.add(blocks.group(1));
    }
    assertThat(done).contains("sql", "yaml", "asadmin", "sh", "text");
    assertThat(done).as("no fence was overlooked").hasSize(fences(guide) / 2);
  }

  private static int fences(String guide) {
    return (int) guide.lines().filter(line -> line.startsWith("```")).count();
  }

  private void step(String kind, String second, String text) throws Exception {
    switch (kind) {
      case "sql", "yaml", "asadmin" -> Files.writeString(folder.resolve(second), text);
      case "sh" -> {
        if (second.equals("server")) {
          start(text);
        } else {
          if (second.equals("stopped")) {
            stopTheServer();
          }
          printed = run(text);
        }
      }
      case "text" -> assertThat(timeless(printed)).isEqualTo(timeless(text));
      default -> throw new AssertionError("Nobody knows what to do with " + kind);
    }
  }

  private static String timeless(String text) {
    return text.replaceAll("\\d+ ms", "0 ms");
  }

  private void start(String command) throws IOException {
    Path log = folder.resolve("server.log");
    ProcessBuilder builder = bash(command).redirectOutput(log.toFile());
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Xmx768m");
    Process started = builder.start();
    server = started;
    boolean ready =
        Polling.until(
            START_LIMIT, () -> read(log).contains(" ready in ") || !started.isAlive(), is -> is);
    assertThat(ready && started.isAlive()).as(read(log)).isTrue();
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the commands print; a failure where the last one fails. */
  private String run(String commands) throws IOException, InterruptedException {
    Path out = folder.resolve("printed.txt");
    Process process = bash(commands).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(commands).isTrue();
    assertThat(process.exitValue()).as("%s\n%s", commands, read(out)).isZero();
    return read(out);
  }

  /** A shell in the folder, with the tests' own Java, and nothing of the tests' settings. */
  private ProcessBuilder bash(String commands) {
    var builder = new ProcessBuilder("bash", "-c", commands).directory(folder.toFile());
    builder.redirectErrorStream(true);
    var environment = builder.environment();
    environment.remove("AUTH_ENCRYPTION_KEY");
    environment.merge(
        "PATH",
        Path.of(System.getProperty("java.home"), "bin").toString(),
        (path, java) -> java + File.pathSeparator + path);
    return builder;
  }
}
