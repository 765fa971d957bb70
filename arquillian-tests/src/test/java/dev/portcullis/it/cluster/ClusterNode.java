package dev.portcullis.it.cluster;

import dev.portcullis.it.TestApplication;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.server.PayaraMicro;
import dev.portcullis.it.server.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;

/**
 * One node of the cluster, a Payara Micro that can be killed and started again on the same port.
 * Its clock may be off: then libfaketime (Debian's package of that name) lies to the process.
 */
final class ClusterNode implements AutoCloseable {

  private static final String LIBFAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

  private final String name;
  private final WebArchive application;
  private final String databaseUrl;
  private final List<String> systemProperties;
  private final int port;
  private int clockOffset;
  private int starts;
  private @Nullable PayaraMicro server;

  /**
   * @param databaseUrl where the connections say that they are of {@code name}
   */
  ClusterNode(
      String name, WebArchive application, String databaseUrl, List<String> systemProperties)
      throws IOException {
    this.name = name;
    this.application = application;
    this.databaseUrl = databaseUrl;
    this.systemProperties = systemProperties;
    this.port = RunningServer.freePort();
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  URI base() {
    return URI.create("http://localhost:" + port + "/" + Cluster.CONTEXT);
  }

  /** How many seconds its clock is ahead. */
  int clockOffset() {
    return clockOffset;
  }

  String log() {
    return running().log();
  }

  /** Whether clocks can be put off here; {@code -Drequire.faketime=true} wants it. */
  static boolean canLieAboutTime() {
    boolean there = Files.exists(Path.of(LIBFAKETIME));
    if (!there && Boolean.getBoolean("require.faketime")) {
      throw new AssertionError("There is no " + LIBFAKETIME + " (apt-get install faketime)");
    }
    return there;
  }

  /** Starts it and waits until it serves. */
  void start(int offset) {
    int seconds = canLieAboutTime() ? offset : 0;
    clockOffset = offset;
    var jvm = new ArrayList<>(systemProperties);
    // Half the start: it lives for a minute or two.
    jvm.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    var environment = new HashMap<>(RunningServer.datasource());
    environment.put("PORTCULLIS_DATASOURCE_CLASS", "org.postgresql.ds.PGSimpleDataSource");
    environment.put("PORTCULLIS_DATASOURCE_URL", databaseUrl);
    environment.put("PORTCULLIS_DATASOURCE_USER", "postgres");
    environment.put("PORTCULLIS_DATASOURCE_PASSWORD", "postgres");
    if (seconds != 0) {
      // The monotonic clock is off by as much; were it left alone, every wait with a limit of the
      // virtual machine would return at once and be begun again.
      environment.put("LD_PRELOAD", LIBFAKETIME);
      environment.put("FAKETIME", (seconds > 0 ? "+" : "") + seconds + "s");
    }
    starts++;
    server =
        PayaraMicro.start(
            "cluster-" + name + "-" + starts,
            new PayaraMicro.Setup(
                port,
                jvm,
                environment,
                List.of(
                    "--nohazelcast",
                    "--addlibs",
                    TestApplication.jarOf(org.postgresql.Driver.class).getPath())),
            application);
    int status = new TestClient(base()).get("/auth/health").status();
    if (status != 200) {
      throw new AssertionError("Node " + name + " is not healthy: " + status + "\n" + log());
    }
  }

  /** As {@code kill -9} does: no warning, nothing tidied up. */
  void kill() {
    running().kill();
    server = null;
  }

  private PayaraMicro running() {
    if (server == null) {
      throw new IllegalStateException("Node " + name + " does not run");
    }
    return server;
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
