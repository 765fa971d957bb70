package dev.portcullis.it.server;

import dev.portcullis.it.support.BuildProperty;
import dev.portcullis.it.support.Polling;
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
import java.util.function.BooleanSupplier;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * A server of its own beside the one that Arquillian manages (which holds one application and
 * cannot be restarted within a test): a second node, a restart, an application that must not
 * deploy. Which product it is, the run of the tests says: {@code it.server} of the executions in
 * pom.xml.
 */
public abstract class RunningServer implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(6);

  private final Process process;
  private final int port;
  private final Path log;

  public RunningServer(Process process, int port, Path log) {
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
   * @param door {@code auth.door} of all its applications; {@code auto}: of those that do not say
   */
  public static RunningServer start(String name, String door, WebArchive... applications) {
    return onWildFly()
        ? WildFly.start(name, door, applications)
        : PayaraMicro.start(name, door, List.of(), applications);
  }

  /** The same for a server without that datasource, where the product can be had so. */
  public static RunningServer startWithoutDatasource(
      String name, String door, WebArchive... applications) {
    return onWildFly()
        ? WildFly.start(name, door, applications)
        : PayaraMicro.startWithoutDatasource(name, door, applications);
  }

  /** Whether this run of the tests is on WildFly; else it is on Payara Micro. */
  public static boolean onWildFly() {
    return BuildProperty.required("it.server").equals("wildfly");
  }

  /** The door that this run of the tests goes through. */
  public static String door() {
    return BuildProperty.required("it.door");
  }

  /** The log of the server that Arquillian manages. */
  public static String mainLog() {
    // Payara's handler numbers the files.
    return read(onWildFly() ? logFile("main") : Path.of(logFile("main") + ".0"));
  }

  public static Path logFile(String name) {
    String server = onWildFly() ? "wildfly-" : "";
    return Path.of(BuildProperty.required("it.work"), server + name + "-" + door() + ".log");
  }

  /** What every server of the tests is told: databases, door, the memory it may take. */
  public static List<String> systemProperties(String door) {
    TestDatabases databases = TestDatabases.get();
    var properties =
        new ArrayList<>(
            List.of(
                "-Xmx768m",
                "-Ddemo.datasource.url=" + databases.applicationUrl(),
                "-Dportcullis.datasource.url=" + databases.portcullisUrl()));
    properties.addAll(TestMessages.get().systemProperties());
    if (!door.equals("auto")) {
      properties.add("-Dauth.door=" + door);
    }
    return properties;
  }

  /** For the files that make the datasources. */
  public static Map<String, String> datasource() {
    return Map.of(
        "PORTCULLIS_DATASOURCE_CLASS", "org.h2.jdbcx.JdbcDataSource",
        "PORTCULLIS_DATASOURCE_DRIVER", "h2",
        "PORTCULLIS_DATASOURCE_URL", TestDatabases.get().portcullisUrl(),
        "PORTCULLIS_DATASOURCE_USER", "sa",
        "PORTCULLIS_DATASOURCE_PASSWORD", "sa",
        "LEGACY_DATASOURCE_URL", TestDatabases.get().applicationUrl());
  }

  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  public URI application(String context) {
    return URI.create("http://localhost:" + port + "/" + context);
  }

  public int port() {
    return port;
  }

  public long processId() {
    return process.pid();
  }

  public String log() {
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
  public final void await(BooleanSupplier reached) {
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
  public final void kill() {
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
