package dev.portcullis.it.server;

import dev.portcullis.it.support.BuildProperty;
import dev.portcullis.it.support.Resources;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A Payara Micro of its own. */
public final class PayaraMicro extends RunningServer {

  private PayaraMicro(Process process, int port, Path log) {
    super(process, port, log);
  }

  /**
   * How a server is started.
   *
   * @param port of HTTP
   * @param jvm options of the virtual machine
   * @param environment variables beside those of this process
   * @param options of Payara Micro
   */
  public record Setup(
      int port, List<String> jvm, Map<String, String> environment, List<String> options) {}

  /**
   * Starts a server with these applications and returns when it says that it is ready.
   *
   * @param door {@code auth.door} of all its applications
   * @param options of Payara Micro
   */
  public static PayaraMicro start(
      String name, String door, List<String> options, WebArchive... applications) {
    return start(name, setup(door, options), applications);
  }

  /** The same without {@code jdbc/portcullis}. */
  public static PayaraMicro startWithoutDatasource(
      String name, String door, WebArchive... applications) {
    return launch(name, setup(door, List.of()), applications);
  }

  /** The same, set up in another way than all servers of a run. */
  public static PayaraMicro start(String name, Setup setup, WebArchive... applications) {
    try {
      var options = new ArrayList<>(List.of("--postbootcommandfile", commands().toString()));
      options.addAll(setup.options());
      return launch(
          name, new Setup(setup.port(), setup.jvm(), setup.environment(), options), applications);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Setup setup(String door, List<String> options) {
    try {
      return new Setup(freePort(), systemProperties(door), datasource(), options);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PayaraMicro launch(String name, Setup setup, WebArchive... applications) {
    try {
      Path log = logFile(name);
      Files.deleteIfExists(log);
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(setup.jvm());
      command.add("-jar");
      command.add(BuildProperty.required("payara.microJar"));
      command.addAll(List.of("--nocluster", "--disablephonehome", "--port", "" + setup.port()));
      command.addAll(setup.options());
      for (WebArchive application : applications) {
        // A folder for each server: two that start at a time would write one file.
        Path folder = Path.of(BuildProperty.required("it.work"), "wars-" + setup.port());
        File war = Files.createDirectories(folder).resolve(application.getName()).toFile();
        application.as(ZipExporter.class).exportTo(war, true);
        command.addAll(List.of("--deploy", war.getPath()));
      }
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(setup.environment());
      var server = new PayaraMicro(builder.start(), setup.port(), log);
      server.await(() -> server.log().contains(" ready in "));
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The datasource of Portcullis, as its documentation has it, and those of the applications. */
  private static synchronized Path commands() throws IOException {
    var lines = new ArrayList<String>();
    lines.addAll(
        Files.readAllLines(
            Path.of(BuildProperty.required("it.serverConfig"), "payara-micro/datasource.asadmin")));
    lines.addAll(Resources.lines("payara-micro-tests.asadmin"));
    Path work = Path.of(BuildProperty.required("it.work")).toAbsolutePath();
    return Files.write(work.resolve("datasources.asadmin"), lines);
  }
}
