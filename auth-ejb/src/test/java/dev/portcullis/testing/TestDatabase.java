package dev.portcullis.testing;

import dev.portcullis.SecurityEvent;
import dev.portcullis.store.PortcullisPersistenceUnit;
import dev.portcullis.store.Schema;
import dev.portcullis.store.StoreFailures;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.sql.DataSource;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * A real H2 database in memory with the real schema, under EclipseLink, for tests outside of a
 * server. Events of committed transactions are in {@link #events()}.
 */
public final class TestDatabase implements Transactions, AutoCloseable {

  private final JdbcConnectionPool pool;
  private final EntityManagerFactory factory;
  private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
  private volatile boolean down;

  public TestDatabase() {
    pool =
        JdbcConnectionPool.create(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "sa",
            "sa");
    pool.setMaxConnections(64);
    Schema.migrate(pool);
    factory =
        new PersistenceProvider()
            .createContainerEntityManagerFactory(
                new PortcullisPersistenceUnit(pool, PersistenceUnitTransactionType.RESOURCE_LOCAL),
                Map.of());
  }

  public DataSource dataSource() {
    return pool;
  }

  /** The events of committed transactions, in their order. */
  public List<SecurityEvent> events() {
    return events;
  }

  /** While true, every transaction fails as if the database did not answer. */
  public void setDown(boolean down) {
    this.down = down;
  }

  @Override
  public <T> T inNew(Function<Tx, T> work) {
    if (down) {
      throw StoreFailures.unavailable(new IllegalStateException("The test took it down"));
    }
    var tx = new LocalTx(factory.createEntityManager());
    try {
      tx.em.getTransaction().begin();
      T result = work.apply(tx);
      tx.em.getTransaction().commit();
      events.addAll(tx.raised);
      tx.after.forEach(Runnable::run);
      return result;
    } catch (RuntimeException e) {
      throw StoreFailures.translate(e);
    } finally {
      if (tx.em.getTransaction().isActive()) {
        tx.em.getTransaction().rollback();
      }
      tx.em.close();
    }
  }

  @Override
  public void close() {
    factory.close();
    pool.dispose();
  }

  private static final class LocalTx implements Tx {
    private final EntityManager em;
    private final List<SecurityEvent> raised = new ArrayList<>();
    private final List<Runnable> after = new ArrayList<>();

    LocalTx(EntityManager em) {
      this.em = em;
    }

    @Override
    public EntityManager em() {
      return em;
    }

    @Override
    public void raise(SecurityEvent event) {
      raised.add(event);
    }

    @Override
    public void afterCommit(Runnable action) {
      after.add(action);
    }
  }
}
