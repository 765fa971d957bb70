package dev.portcullis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.testing.Proves;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class EclipseLinkTuningTest {

  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean down;

  @Test
  @Proves("S74")
  void aDatabaseThatIsAwayIsAskedOnceAndNotWaitedFor() {
    var unit =
        new PortcullisPersistenceUnit(dataSource(), PersistenceUnitTransactionType.RESOURCE_LOCAL);
    try (var factory =
            new PersistenceProvider().createContainerEntityManagerFactory(unit, Map.of());
        var em = factory.createEntityManager()) {
      assertThat(em.createNativeQuery("SELECT 1").getSingleResult()).isNotNull();
      down = true;
      assertThatThrownBy(() -> em.createNativeQuery("SELECT 1").getResultList())
          .isInstanceOf(PersistenceException.class);
      assertThat(refused).hasValue(1);
      down = false;
      assertThat(em.createNativeQuery("SELECT 1").getSingleResult()).isNotNull();
    }
  }

  private DataSource dataSource() {
    var h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, args) -> {
              if (down && method.getName().equals("getConnection")) {
                refused.incrementAndGet();
                throw new SQLException("the connection was refused", "08001");
              }
              try {
                return method.invoke(h2, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
