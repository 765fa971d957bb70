package dev.portcullis.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Databases;
import dev.portcullis.testing.TestDatabase;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.hibernate.jpa.HibernatePersistenceProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schema is made and mapped on every supported database, under both providers. */
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
}
