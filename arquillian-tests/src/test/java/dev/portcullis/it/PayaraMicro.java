package dev.portcullis.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A Payara Micro of its own. */
final class PayaraMicro extends RunningServer {

  private PayaraMicro(Process process, int port, Path log) {
    super(process, port, log);
  }

  /**
   * Starts a server with these applications and returns when it says that it is ready.
   *
   * @param door {@code auth.door} of all its applications
   * @param options of Payara Micro
   */
  static PayaraMicro start(
      String name, String door, List<String> options, WebArchive... applications) {
    var all =
        new ArrayList<>(
            List.of(
                "--postbootcommandfile",
                TestApplication.required("it.serverConfig") + "/payara-micro/datasource.asadmin"));
    all.addAll(options);
    return launch(name, door, all, applications);
  }

  /** The same without {@code jdbc/portcullis}. */
  static PayaraMicro startWithoutDatasource(String name, String door, WebArchive... applications) {
    return launch(name, door, List.of(), applications);
  }

  private static PayaraMicro launch(
      String name, String door, List<String> options, WebArchive... applications) {
    try {
      int port = freePort();
      Path log = logFile(name);
      Files.deleteIfExists(log);
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(systemProperties(door));
      command.add("-jar");
      command.add(TestApplication.required("payara.microJar"));
      command.addAll(List.of("--nocluster", "--disablephonehome", "--port", "" + port));
      command.addAll(options);
      for (WebArchive application : applications) {
        File war = new File(TestApplication.required("it.work"), application.getName());
        application.as(ZipExporter.class).exportTo(war, true);
        command.addAll(List.of("--deploy", war.getPath()));
      }
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(datasource());
      var server = new PayaraMicro(builder.start(), port, log);
      server.await(() -> server.log().contains(" ready in "));
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
