package dev.portcullis.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * On MariaDB, texts of our tables are equal only if they are the same, as they are on the other
 * databases. Its own default takes {@code user}, {@code User} and {@code user } for one role.
 */
final class MariaDbCollation {

  private static final String TARGET = " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin";

  /**
   * All but the columns of foreign keys, which MariaDB does not let change: those hold ids of our
   * own making, and whoever looks one up compares it again.
   */
  private static final String UNFIT =
      "SELECT c.table_name, c.column_name, c.column_type, c.is_nullable"
          + " FROM information_schema.columns c"
          + " WHERE c.table_schema = DATABASE() AND LEFT(c.table_name, 5) = 'auth_'"
          + " AND c.table_name <> 'auth_schema_history'"
          + " AND c.collation_name IS NOT NULL AND c.collation_name <> 'utf8mb4_nopad_bin'"
          + " AND NOT EXISTS (SELECT 1 FROM information_schema.key_column_usage k"
          + " WHERE k.table_schema = c.table_schema AND k.referenced_table_name IS NOT NULL"
          + " AND ((k.table_name = c.table_name AND k.column_name = c.column_name)"
          + " OR (k.referenced_table_name = c.table_name"
          + " AND k.referenced_column_name = c.column_name)))"
          + " ORDER BY c.table_name, c.ordinal_position";

  private MariaDbCollation() {}

  /** Converts what compares otherwise; nothing on another database, or the second time. */
  static void apply(DataSource dataSource) throws SQLException {
    try (var connection = dataSource.getConnection()) {
      for (var conversion : conversions(connection)) {
        try (var statement = connection.createStatement()) {
          boolean unused = statement.execute(conversion);
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
      var conversions = conversions(connection);
      if (!conversions.isEmpty()) {
        throw new IllegalStateException(
            "the tables that were made by hand take different texts for equal. Run: "
                + String.join("; ", conversions)
                + ";");
      }
    }
  }

  /** One statement a table. */
  private static Collection<String> conversions(Connection connection) throws SQLException {
    var statements = new TreeMap<String, String>();
    if (!"MariaDB".equals(connection.getMetaData().getDatabaseProductName())) {
      return statements.values();
    }
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(UNFIT)) {
      while (rows.next()) {
        var table = rows.getString(1);
        var change =
            " MODIFY "
                + rows.getString(2)
                + " "
                + rows.getString(3)
                + TARGET
                + ("NO".equals(rows.getString(4)) ? " NOT NULL" : "");
        statements.merge(table, "ALTER TABLE " + table + change, (all, one) -> all + "," + change);
      }
    }
    return statements.values();
  }
}
