package dev.portcullis.it;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * A server of its own beside the one that Arquillian manages (which holds one application and
 * cannot be restarted within a test): a second node, a restart, an application that must not
 * deploy. Which product it is, the run of the tests says: {@code it.server} of the executions in
 * pom.xml.
 */
abstract class RunningServer implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(6);

  private final Process process;
  private final int port;
  private final Path log;

  RunningServer(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * Starts a server of the run's product with these applications, and returns when each is deployed
   * or has failed. It has the datasource {@code jdbc/portcullis}.
   *
   * @param name of its log file
   * @param door {@code auth.door} of all its applications
   */
  static RunningServer start(String name, String door, WebArchive... applications) {
    return onWildFly()
        ? WildFly.start(name, door, applications)
        : PayaraMicro.start(name, door, List.of(), applications);
  }

  /** Whether this run of the tests is on WildFly; else it is on Payara Micro. */
  static boolean onWildFly() {
    return TestApplication.required("it.server").equals("wildfly");
  }

  /** The door that this run of the tests goes through. */
  static String door() {
    return TestApplication.required("it.door");
  }

  /** The log of the server that Arquillian manages. */
  static String mainLog() {
    // Payara's handler numbers the files.
    return read(onWildFly() ? logFile("main") : Path.of(logFile("main") + ".0"));
  }

  static Path logFile(String name) {
    String server = onWildFly() ? "wildfly-" : "";
    return Path.of(TestApplication.required("it.work"), server + name + "-" + door() + ".log");
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

  /** For the files that make the datasources. */
  static Map<String, String> datasource() {
    return Map.of(
        "PORTCULLIS_DATASOURCE_CLASS", "org.h2.jdbcx.JdbcDataSource",
        "PORTCULLIS_DATASOURCE_DRIVER", "h2",
        "PORTCULLIS_DATASOURCE_URL", TestDatabases.get().portcullisUrl(),
        "PORTCULLIS_DATASOURCE_USER", "sa",
        "PORTCULLIS_DATASOURCE_PASSWORD", "sa",
        "LEGACY_DATASOURCE_URL", TestDatabases.get().applicationUrl());
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  URI application(String context) {
    return URI.create("http://localhost:" + port + "/" + context);
  }

  int port() {
    return port;
  }

  long processId() {
    return process.pid();
  }

  String log() {
    return read(log);
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for something to become true while the server lives. */
  final void await(BooleanSupplier reached) {
    Instant limit = Instant.now().plus(START_LIMIT);
    while (!reached.getAsBoolean()) {
      if (!process.isAlive() || Instant.now().isAfter(limit)) {
        process.destroyForcibly();
        throw new AssertionError("The server did not start:\n" + log());
      }
      Polling.pause();
    }
  }

  /** Ends the process at once, as {@code kill -9} does. */
  final void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  @Override
  public void close() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
