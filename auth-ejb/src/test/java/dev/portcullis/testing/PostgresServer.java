package dev.portcullis.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** PostgreSQL from Maven Central's binaries; keeps nothing, and does not wait for the disk. */
final class PostgresServer implements Databases.Running {

  private final EmbeddedPostgres server;
  private final AtomicInteger made = new AtomicInteger();

  PostgresServer() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setPort(0)
            .setServerConfig("max_connections", "200")
            .setServerConfig("fsync", "off")
            .setServerConfig("synchronous_commit", "off")
            .setServerConfig("full_page_writes", "off")
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
  }

  @Override
  public FreshDatabase create() throws SQLException {
    var name = "portcullis_" + made.incrementAndGet();
    run("CREATE DATABASE " + name);
    return new FreshDatabase(
        Databases.POSTGRESQL,
        "jdbc:postgresql://localhost:" + server.getPort() + "/" + name,
        "postgres",
        "postgres",
        () -> run("DROP DATABASE " + name + " WITH (FORCE)"));
  }

  private void run(String sql) throws SQLException {
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    }
  }

  private void stop() {
    try {
      server.close();
    } catch (IOException e) {
      System.err.println("PostgreSQL did not stop: " + e);
    }
  }
}
