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

/**
 * A real database with the real schema, for tests outside of a server: H2 in memory under
 * EclipseLink unless told. Events of committed transactions are in {@link #events()}.
 */
public final class TestDatabase implements CloseableTransactions {

  /** Nobody reads them, nobody hears of them. */
  public static final EventRecorder UNRECORDED =
      new EventRecorder() {
        @Override
        public void write(EntityManager em, SecurityEvent event) {
          // Nobody reads them.
        }

        @Override
        public void committed(SecurityEvent event) {
          // Nobody hears of them.
        }
      };

  private static final int CONNECTIONS = 64;

  private final DataSource dataSource;
  private final Runnable release;
  private final EntityManagerFactory factory;
  private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
  private final EventRecorder recorder;
  private volatile boolean down;

  /** The events are only remembered; the table of the audit stays empty. */
  public TestDatabase() {
    this(UNRECORDED);
  }

  /** The events also go to the recorder, as they do in a server. */
  public TestDatabase(EventRecorder recorder) {
    this(Databases.H2.fresh(), recorder);
  }

  private TestDatabase(FreshDatabase database, EventRecorder recorder) {
    this(database, database.pool(CONNECTIONS), recorder);
  }

  private TestDatabase(FreshDatabase database, TestPool pool, EventRecorder recorder) {
    this(
        pool,
        new PersistenceProvider(),
        recorder,
        () -> {
          pool.close();
          database.close();
        });
  }

  /**
   * Anything else: another database, provider or pool.
   *
   * @param dataSource where the tables are made, if they are not there
   * @param provider EclipseLink's or Hibernate's
   * @param release what to do at the end
   */
  public TestDatabase(
      DataSource dataSource,
      jakarta.persistence.spi.PersistenceProvider provider,
      EventRecorder recorder,
      Runnable release) {
    this.dataSource = dataSource;
    this.recorder = recorder;
    this.release = release;
    Schema.migrate(dataSource);
    factory =
        provider.createContainerEntityManagerFactory(
            new PortcullisPersistenceUnit(
                dataSource, PersistenceUnitTransactionType.RESOURCE_LOCAL),
            // EclipseLink would take factories of one name for one and the same.
            Map.of("eclipselink.session-name", UUID.randomUUID().toString()));
  }

  public DataSource dataSource() {
    return dataSource;
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
      end(em);
    }
  }

  /** What it throws is about what is over already. */
  private static void end(EntityManager em) {
    try {
      if (em.getTransaction().isActive()) {
        em.getTransaction().rollback();
      }
    } catch (RuntimeException gone) {
      System.getLogger(TestDatabase.class.getName())
          .log(System.Logger.Level.DEBUG, "A rollback failed", gone);
    } finally {
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
    release.run();
  }
}
