package dev.portcullis.it.cluster;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Two nodes on one PostgreSQL behind a proxy without sticky sessions. The nodes are started once;
 * what restarts them comes last.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT
    implements ClusterLoginTests,
        ClusterRevocationTests,
        ClusterRaceTests,
        ClusterOutageTests,
        ClusterKeyTests,
        ClusterKillTests,
        ClusterClockTests {

  /** The order of the groups; within one it does not matter. */
  static final int KEYS = Integer.MAX_VALUE - 3;

  static final int KILLS = Integer.MAX_VALUE - 2;
  static final int CLOCKS = Integer.MAX_VALUE - 1;

  private static @Nullable Cluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = Cluster.start();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Override
  public Cluster cluster() {
    return Objects.requireNonNull(cluster);
  }
}
