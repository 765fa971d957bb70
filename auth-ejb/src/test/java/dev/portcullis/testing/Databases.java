package dev.portcullis.testing;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The databases that are supported, really running: H2 in memory, PostgreSQL and MariaDB as one
 * server each in this JVM, started when first asked for, on a port that is free, and stopped with
 * the JVM. The modules that use the latter two need the test dependencies that this module has.
 */
public enum Databases {
  /** In memory. */
  H2(() -> new H2Server()),
  /** With its default isolation, read committed. */
  POSTGRESQL(() -> new PostgresServer()),
  /** With its default isolation, repeatable read. */
  MARIADB(() -> new MariaDbServer());

  /** One a JVM; what failed once is not tried again. */
  @SuppressWarnings("ImmutableEnumChecker") // a server that is started once
  private final Server server;

  Databases(Start start) {
    // Lambdas, so that a module without the drivers can use H2.
    server = new Server(start);
  }

  /** Makes a database of its own on a server. */
  interface Running {
    /** Makes an empty database. */
    FreshDatabase create() throws Exception;
  }

  interface Start {
    Running start() throws Exception;
  }

  /**
   * An empty database of its own, to be closed. Where the server does not run on this machine the
   * calling test is skipped, and says why; with {@code -Drequire.databases=true} it fails.
   */
  public FreshDatabase fresh() {
    try {
      return server.running().create();
    } catch (Exception e) {
      if (Boolean.getBoolean("require.databases")) {
        throw new IllegalStateException(this + " cannot be had here", e);
      }
      System.err.println("SKIPPED, " + this + " cannot be had here: " + e);
      Assumptions.abort(this + " cannot be had here: " + e);
      throw new IllegalStateException(e);
    }
  }

  private static final class Server {

    private final Start start;
    private @Nullable Running running;
    private @Nullable Exception failure;

    Server(Start start) {
      this.start = start;
    }

    synchronized Running running() throws Exception {
      if (failure != null) {
        throw new IllegalStateException(failure);
      }
      if (running == null) {
        try {
          running = start.start();
        } catch (Exception | LinkageError e) {
          failure = new IllegalStateException(e);
          throw failure;
        }
      }
      return running;
    }
  }
}
