package dev.portcullis.it.server;

import dev.portcullis.it.support.BuildProperty;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;

/**
 * The databases of the servers under test, in this process: one of the application, one of
 * Portcullis that can be taken away. Several servers may use them at a time.
 */
public final class TestDatabases {

  private static @Nullable TestDatabases instance;

  private final Path folder;
  private final int port;
  private final Server lasting;
  private Server portcullis;

  private TestDatabases() throws IOException {
    Path work = Files.createDirectories(Path.of(BuildProperty.required("it.work")));
    folder = Files.createTempDirectory(work, "db");
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    lasting = start(0);
    portcullis = start(port);
  }

  public static synchronized TestDatabases get() {
    if (instance == null) {
      try {
        instance = new TestDatabases();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return instance;
  }

  public String applicationUrl() {
    return url(lasting.getPort(), "application");
  }

  public String portcullisUrl() {
    return url(port, "portcullis");
  }

  /** Everything that the database of Portcullis holds, as SQL. */
  public String dump() throws SQLException {
    var sql = new StringBuilder();
    try (var connection = DriverManager.getConnection(portcullisUrl(), "sa", "sa");
        var lines = connection.createStatement().executeQuery("SCRIPT")) {
      while (lines.next()) {
        sql.append(lines.getString(1)).append('\n');
      }
    }
    return sql.toString();
  }

  /** No connection is answered any more, and those that exist break. */
  public void takeAway() {
    portcullis.stop();
  }

  public void giveBack() {
    portcullis = start(port);
  }

  private static String url(int port, String database) {
    return "jdbc:h2:tcp://localhost:" + port + "/./" + database;
  }

  private Server start(int onPort) {
    try {
      return Server.createTcpServer(
              "-tcpPort", "" + onPort, "-baseDir", folder.toString(), "-ifNotExists")
          .start();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
