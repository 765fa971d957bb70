package dev.portcullis.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the {@code auth_} tables to the version this jar needs. The scripts are plain SQL that a
 * DBA can run by hand; Flyway remembers what ran in {@code auth_schema_history}, so that it never
 * meets an application's own history.
 */
public final class Schema {

  private Schema() {}

  /**
   * Applies what is missing. Nodes that start together wait for each other.
   *
   * @throws org.flywaydb.core.api.FlywayException if a script fails or an applied one was changed
   */
  public static void migrate(DataSource dataSource) {
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(dataSource)
        .locations("classpath:dev/portcullis/migration")
        .table("auth_schema_history")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }
}
