package dev.portcullis.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the {@code auth_} tables to the version this jar needs. The scripts are plain SQL that a
 * DBA can run by hand; then nothing is changed here. Flyway remembers what it ran in {@code
 * auth_schema_history}, so that it never meets an application's own history.
 */
public final class Schema {

  private static final Logger LOG = System.getLogger("dev.portcullis.store");
  private static final String HISTORY = "auth_schema_history";
  private static final String FIRST_TABLE = "auth_account";

  private Schema() {}

  /**
   * Applies what is missing, unless a DBA made the tables. Nodes that start together wait for each
   * other.
   *
   * @throws org.flywaydb.core.api.FlywayException if a script fails or an applied one was changed
   * @throws IllegalStateException if the database does not answer, or tables that a DBA made on
   *     MariaDB take different texts for equal
   */
  public static void migrate(DataSource dataSource) {
    var tables = tables(dataSource);
    if (tables.contains(FIRST_TABLE) && !tables.contains(HISTORY)) {
      LOG.log(Level.INFO, "The auth_ tables were made by hand; they are left as they are");
      collation(() -> MariaDbCollation.check(dataSource));
      return;
    }
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(dataSource)
        .locations("classpath:dev/portcullis/migration")
        .table(HISTORY)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        // Each feature numbers its scripts in a range of its own: a later one may be lower.
        .outOfOrder(true)
        .load()
        .migrate();
    collation(() -> MariaDbCollation.apply(dataSource));
  }

  private interface Step {
    void run() throws SQLException;
  }

  private static void collation(Step step) {
    try {
      step.run();
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the collation of the auth_ tables cannot be set to utf8mb4_nopad_bin: " + e.getMessage(),
          e);
    }
  }

  /**
   * Reads from every table, so that one that lacks a column is found at the start.
   *
   * @throws IllegalStateException if a table or a column is missing; the message says what to run
   */
  public static void check(EntityManager em) {
    for (var entity : em.getMetamodel().getEntities()) {
      try {
        var rows =
            em.createQuery("SELECT e FROM " + entity.getName() + " e", Object.class)
                .setMaxResults(1)
                .getResultList();
        LOG.log(Level.DEBUG, "{0}: {1}", entity.getName(), rows.isEmpty() ? "empty" : "in use");
      } catch (PersistenceException e) {
        // Without the cause: what the store threw would count as the store being away.
        throw new IllegalStateException(
            "the tables that were made by hand lack something: run the scripts in"
                + " dev/portcullis/migration of this jar that were not run yet. "
                + e.getMessage());
      }
    }
  }

  /** The names in lower case. */
  private static Set<String> tables(DataSource dataSource) {
    try (var connection = dataSource.getConnection();
        var rows =
            connection
                .getMetaData()
                .getTables(
                    connection.getCatalog(),
                    connection.getSchema(),
                    null,
                    new String[] {"TABLE", "BASE TABLE"})) {
      var names = new HashSet<String>();
      while (rows.next()) {
        names.add(rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
      }
      return names;
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not answer: " + e.getMessage(), e);
    }
  }
}
