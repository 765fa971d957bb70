package dev.portcullis.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * On MariaDB, texts of our tables are equal only if they are the same, as they are on the other
 * databases. Its own default takes {@code user}, {@code User} and {@code user } for one role.
 */
final class MariaDbCollation {

  private static final String TARGET = "CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin";

  private static final String UNFIT =
      "SELECT DISTINCT table_name FROM information_schema.columns"
          + " WHERE table_schema = DATABASE() AND table_name LIKE 'auth\\_%'"
          + " AND table_name <> 'auth_schema_history'"
          + " AND collation_name IS NOT NULL AND collation_name <> 'utf8mb4_nopad_bin'"
          + " ORDER BY table_name";

  private MariaDbCollation() {}

  /** Converts what compares otherwise; nothing on another database, or the second time. */
  static void apply(DataSource dataSource) throws SQLException {
    try (var connection = dataSource.getConnection()) {
      var tables = unfit(connection);
      if (tables.isEmpty()) {
        return;
      }
      try (var statement = connection.createStatement()) {
        // Two tables that a foreign key ties would have to change at the same time.
        statement.execute("SET SESSION foreign_key_checks = 0");
        try {
          for (var table : tables) {
            statement.execute(conversion(table));
          }
        } finally {
          statement.execute("SET SESSION foreign_key_checks = 1");
        }
      }
    }
  }

  /**
   * Holds what a DBA made against it.
   *
   * @throws IllegalStateException with the statements to run
   */
  static void check(DataSource dataSource) throws SQLException {
    try (var connection = dataSource.getConnection()) {
      var tables = unfit(connection);
      if (!tables.isEmpty()) {
        throw new IllegalStateException(
            "the tables that were made by hand take different texts for equal. Run: SET"
                + " foreign_key_checks = 0; "
                + String.join("; ", tables.stream().map(MariaDbCollation::conversion).toList())
                + "; SET foreign_key_checks = 1;");
      }
    }
  }

  private static String conversion(String table) {
    return "ALTER TABLE " + table + " CONVERT TO " + TARGET;
  }

  private static List<String> unfit(Connection connection) throws SQLException {
    var tables = new ArrayList<String>();
    if (!"MariaDB".equals(connection.getMetaData().getDatabaseProductName())) {
      return tables;
    }
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(UNFIT)) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }
}
