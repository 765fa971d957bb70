package dev.portcullis.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A database that nothing else uses, and how to reach it. It opens a connection at each call;
 * {@link #pool} is what a test of many threads wants.
 */
public final class FreshDatabase extends PlainDataSource implements AutoCloseable {

  private final Databases kind;
  private final String url;
  private final String user;
  private final String password;
  private final AutoCloseable drop;

  FreshDatabase(Databases kind, String url, String user, String password, AutoCloseable drop) {
    this.kind = kind;
    this.url = url;
    this.user = user;
    this.password = password;
    this.drop = drop;
  }

  public Databases kind() {
    return kind;
  }

  /** For the driver, without credentials. */
  public String url() {
    return url;
  }

  public String user() {
    return user;
  }

  public String password() {
    return password;
  }

  /** A pool on it, for as many connections; to be closed before the database. */
  public TestPool pool(int connections) {
    return pool(connections, "");
  }

  /**
   * The same, with a statement that is run first on each new connection.
   *
   * @param first empty for none
   */
  public TestPool pool(int connections, String first) {
    return new TestPool(this, connections, first);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  /** Runs one statement. */
  public void execute(String sql) throws SQLException {
    try (var connection = getConnection();
        var statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    }
  }

  @Override
  public void close() {
    try {
      drop.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
