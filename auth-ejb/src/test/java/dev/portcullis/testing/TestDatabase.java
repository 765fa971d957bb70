package dev.portcullis.testing;

import dev.portcullis.SecurityEvent;
import dev.portcullis.store.CloseableTransactions;
import dev.portcullis.store.EventRecorder;
import dev.portcullis.store.PortcullisPersistenceUnit;
import dev.portcullis.store.Schema;
import dev.portcullis.store.StoreFailures;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import dev.portcullis.store.UnitOfWork;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
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
public final class TestDatabase implements CloseableTransactions {

  private final JdbcConnectionPool pool;
  private final EntityManagerFactory factory;
  private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
  private final EventRecorder recorder;
  private volatile boolean down;

  /** The events are only remembered; the table of the audit stays empty. */
  public TestDatabase() {
    this(
        new EventRecorder() {
          @Override
          public void write(EntityManager em, SecurityEvent event) {
            // Nobody reads them.
          }

          @Override
          public void committed(SecurityEvent event) {
            // Nobody hears of them.
          }
        });
  }

  /** The events also go to the recorder, as they do in a server. */
  public TestDatabase(EventRecorder recorder) {
    this.recorder = recorder;
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
    return inNew(work, recorder);
  }

  /** Transactions on the same database, with another recorder. */
  public Transactions recordingTo(EventRecorder other) {
    return new Transactions() {
      @Override
      public <T> T inNew(Function<Tx, T> work) {
        return TestDatabase.this.inNew(work, other);
      }
    };
  }

  private <T> T inNew(Function<Tx, T> work, EventRecorder recorder) {
    if (down) {
      throw StoreFailures.unavailable(new IllegalStateException("The test took it down"));
    }
    var em = factory.createEntityManager();
    try {
      em.getTransaction().begin();
      var tx = new UnitOfWork(em, remembering(recorder));
      T result = work.apply(tx);
      em.getTransaction().commit();
      tx.committed();
      return result;
    } catch (RuntimeException e) {
      throw StoreFailures.translate(e);
    } finally {
      if (em.getTransaction().isActive()) {
        em.getTransaction().rollback();
      }
      em.close();
    }
  }

  private EventRecorder remembering(EventRecorder recorder) {
    return new EventRecorder() {
      @Override
      public void write(EntityManager em, SecurityEvent event) {
        recorder.write(em, event);
      }

      @Override
      public void committed(SecurityEvent event) {
        events.add(event);
        recorder.committed(event);
      }
    };
  }

  @Override
  public void close() {
    factory.close();
    pool.dispose();
  }
}
