package dev.portcullis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.portcullis.testing.Databases;
import dev.portcullis.testing.TestDatabase;
import java.sql.DriverManager;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.hibernate.jpa.HibernatePersistenceProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schema is made and mapped on every supported database, under both providers. */
@Tag("database")
class DatabasesTest {

  @ParameterizedTest
  @EnumSource
  void haveTheSchemaThatBothProvidersMap(Databases kind) {
    try (var fresh = kind.fresh();
        var pool = fresh.pool(4)) {
      for (var provider :
          new Object[] {new PersistenceProvider(), new HibernatePersistenceProvider()}) {
        try (var database =
            new TestDatabase(
                pool,
                (jakarta.persistence.spi.PersistenceProvider) provider,
                TestDatabase.UNRECORDED,
                () -> {})) {
          boolean checked =
              database.inNew(
                  tx -> {
                    Schema.check(tx.em());
                    return true;
                  });
          assertThat(checked).isTrue();
        }
      }
      assertThat(pool.lent()).isZero();
    }
  }

  /** The statements that the start shows are the ones that are needed, and enough. */
  @Test
  void tablesThatADbaMadeOnMariaDbMustCompareExactly() throws Exception {
    try (var fresh = Databases.MARIADB.fresh()) {
      try (var connection =
              DriverManager.getConnection(
                  fresh.url() + "?allowMultiQueries=true", fresh.user(), fresh.password());
          var statement = connection.createStatement()) {
        for (var script : SchemaTest.SCRIPTS) {
          boolean unused = statement.execute(SchemaTest.text(script));
        }
        var refused = catchThrowable(() -> Schema.migrate(fresh));
        assertThat(refused).isInstanceOf(IllegalStateException.class);
        var message = String.valueOf(refused.getMessage());
        assertThat(message).contains("ALTER TABLE auth_session MODIFY");

        for (var line : message.substring(message.indexOf("ALTER")).split(";\\s*", -1)) {
          if (!line.isBlank()) {
            boolean unused = statement.execute(line);
          }
        }
      }
      Schema.migrate(fresh);
    }
  }
}
