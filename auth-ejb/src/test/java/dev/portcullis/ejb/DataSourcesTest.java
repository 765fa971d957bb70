package dev.portcullis.ejb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import javax.naming.NameNotFoundException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class DataSourcesTest {

  private final Map<String, DataSource> bound = new HashMap<>();
  private final DataSource plain = new JdbcDataSource();

  private DataSources on(ServerKind server) {
    return new DataSources(
        name -> {
          var found = bound.get(name);
          if (found == null) {
            throw new NameNotFoundException(name);
          }
          return found;
        },
        server);
  }

  @Test
  void findsTheNameAsItIsAndAsWildFlyBindsIt() {
    bound.put("jdbc/auth", plain);
    assertThat(on(ServerKind.OTHER).find("jdbc/auth")).isSameAs(plain);
    bound.clear();
    bound.put("java:/jdbc/auth", plain);
    assertThat(on(ServerKind.WILDFLY).find("jdbc/auth")).isSameAs(plain);
  }

  @Test
  void persistenceUsesTheOneThatPayaraKeepsForIt() {
    bound.put("jdbc/auth", plain);
    assertThat(on(ServerKind.PAYARA).findForPersistence("jdbc/auth")).isSameAs(plain);
    var own = new JdbcDataSource();
    bound.put("jdbc/auth__pm", own);
    assertThat(on(ServerKind.PAYARA).findForPersistence("jdbc/auth")).isSameAs(own);
    assertThat(on(ServerKind.PAYARA).find("jdbc/auth")).isSameAs(plain);
  }

  @Test
  void aMissingOneIsToldWithTheCommandOfTheServer() {
    assertThatThrownBy(() -> on(ServerKind.PAYARA).find("jdbc/auth"))
        .hasMessageContainingAll(
            "\"jdbc/auth\"", "auth.datasource", "asadmin create-jdbc-resource");
    assertThatThrownBy(() -> on(ServerKind.WILDFLY).find("jdbc/auth"))
        .hasMessageContainingAll("jboss-cli", "--jndi-name=java:/jdbc/auth");
    assertThatThrownBy(() -> on(ServerKind.LIBERTY).find("jdbc/auth"))
        .hasMessageContaining("<dataSource jndiName=\"jdbc/auth\"");
  }

  @Test
  void aNameOfAnotherSchemeIsNotLookedUp() {
    bound.put("ldap://evil/x", plain);
    assertThatThrownBy(() -> on(ServerKind.OTHER).find("ldap://evil/x"))
        .hasMessageContaining("must be a name such as");
  }
}
