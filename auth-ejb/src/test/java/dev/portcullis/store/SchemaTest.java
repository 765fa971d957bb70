package dev.portcullis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.testing.Proves;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaTest {

  static final List<String> SCRIPTS =
      List.of(
          "V1_1__accounts",
          "V1_1_1__login",
          "V1_2__sessions_and_revocations",
          "V1_3__tokens",
          "V1_4__audit",
          "V1_5__signing_keys",
          "V1_6__api_tokens",
          "V1_7__external_accounts",
          "V1_8__saved_forms",
          "V1_9__indexes",
          "V1_10__administrators",
          "V1_20__pending_logins",
          "V1_21__second_factors",
          "V1_22__sent_codes",
          "V1_23__sending_limits",
          "V1_25__trusted_devices",
          "V1_30__providers",
          "V1_31__provider_tokens",
          "V1_32__linked_identities",
          "V1_40__issuers");

  private final JdbcConnectionPool database =
      JdbcConnectionPool.create(
          "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "sa");

  @AfterEach
  void close() {
    database.dispose();
  }

  @Test
  void isMadeBesideTheApplicationsOwnTables() throws Exception {
    run("CREATE TABLE users (id INTEGER)");

    Schema.migrate(database);
    Schema.migrate(database);

    checkAll();
    assertThat(count("auth_schema_history")).isGreaterThan(SCRIPTS.size());
  }

  @Test
  void takesAScriptThatCameAfterOnesOfHigherNumbers() throws Exception {
    Schema.migrate(database);
    run("DROP TABLE auth_trusted_device");
    run("DELETE FROM \"auth_schema_history\" WHERE \"version\" = '1.25'");

    Schema.migrate(database);

    checkAll();
  }

  @Test
  void isLeftToTheDbaWhoMadeIt() throws Exception {
    for (var script : SCRIPTS) {
      run(text(script));
    }

    Schema.migrate(database);

    checkAll();
    assertThatThrownBy(() -> count("auth_schema_history")).isInstanceOf(SQLException.class);
  }

  @Test
  @Proves("S86")
  void stopsTheStartWhereADbaForgotAScript() throws Exception {
    for (var script : SCRIPTS) {
      if (!script.equals("V1_4__audit")) {
        run(text(script));
      }
    }

    Schema.migrate(database);

    assertThatThrownBy(this::checkAll)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dev/portcullis/migration")
        .hasMessageContainingAll("AUTH_AUDIT");
  }

  private void checkAll() {
    try (EntityManagerFactory factory =
            new PersistenceProvider()
                .createContainerEntityManagerFactory(
                    new PortcullisPersistenceUnit(
                        database, PersistenceUnitTransactionType.RESOURCE_LOCAL),
                    Map.of());
        var em = factory.createEntityManager()) {
      Schema.check(em);
    }
  }

  static String text(String script) throws IOException {
    try (var in =
        Schema.class.getResourceAsStream("/dev/portcullis/migration/" + script + ".sql")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void run(String sql) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    }
  }

  private int count(String table) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM \"" + table + "\"")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
