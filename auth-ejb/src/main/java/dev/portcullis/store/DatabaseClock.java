package dev.portcullis.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;

/** The database's own clock, which all nodes share. */
public final class DatabaseClock {

  private static final String STANDARD = "SELECT EXTRACT(EPOCH FROM CURRENT_TIMESTAMP)";
  private static final String MARIADB = "SELECT UNIX_TIMESTAMP(CURRENT_TIMESTAMP(3))";

  private final DataSource dataSource;

  public DatabaseClock(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * The time there, in epoch milliseconds; as a number, so that no time zone has a say.
   *
   * @throws dev.portcullis.TemporarilyUnavailableException if the database does not tell
   */
  public long millis() {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(query(connection))) {
      if (!row.next()) {
        throw new SQLException("No row");
      }
      return row.getBigDecimal(1).movePointRight(3).longValue();
    } catch (SQLException e) {
      throw StoreFailures.unavailable(e);
    }
  }

  private static String query(Connection connection) throws SQLException {
    var product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
    return product.contains("mariadb") || product.contains("mysql") ? MARIADB : STANDARD;
  }
}
