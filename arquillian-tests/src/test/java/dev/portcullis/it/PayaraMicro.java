package dev.portcullis.it;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * A server of its own beside the one that Arquillian manages (which holds one application and
 * cannot be restarted within a test): a second node, a restart, an application that must not
 * deploy.
 */
final class PayaraMicro implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final Process process;
  private final int port;
  private final Path log;

  private PayaraMicro(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * Starts a server with these applications and returns when it says that it is ready.
   *
   * @param door {@code auth.door} of all its applications
   * @param options of Payara Micro
   */
  static PayaraMicro start(
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
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      var server = new PayaraMicro(process, port, log);
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What every server of the tests is told: databases, door, the memory it may take. */
  static List<String> systemProperties(String door) {
    TestDatabases databases = TestDatabases.get();
    return List.of(
        "-Xmx768m",
        "-Ddemo.datasource.url=" + databases.applicationUrl(),
        "-Dportcullis.datasource.url=" + databases.portcullisUrl(),
        "-Dauth.door=" + door);
  }

  /** For server-config/payara-micro/datasource.asadmin. */
  private static Map<String, String> datasource() {
    return Map.of(
        "PORTCULLIS_DATASOURCE_CLASS", "org.h2.jdbcx.JdbcDataSource",
        "PORTCULLIS_DATASOURCE_URL", TestDatabases.get().portcullisUrl(),
        "PORTCULLIS_DATASOURCE_USER", "sa",
        "PORTCULLIS_DATASOURCE_PASSWORD", "sa");
  }

  /** The door that this run of the tests goes through. */
  static String door() {
    return TestApplication.required("it.door");
  }

  static Path logFile(String name) {
    return Path.of(TestApplication.required("it.work"), name + "-" + door() + ".log");
  }

  URI application(String context) {
    return URI.create("http://localhost:" + port + "/" + context);
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The log of the server that Arquillian manages; its handler numbers the files. */
  static String mainLog() {
    try {
      return Files.readString(Path.of(logFile("main") + ".0"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitReady() {
    Instant limit = Instant.now().plus(START_LIMIT);
    while (!log().contains(" ready in ")) {
      if (!process.isAlive() || Instant.now().isAfter(limit)) {
        process.destroyForcibly();
        throw new AssertionError("The server did not start:\n" + log());
      }
      Polling.pause();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
