package dev.portcullis.store;

import dev.portcullis.TemporarilyUnavailableException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.Status;
import java.lang.System.Logger.Level;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@link Transactions} of a server: each is a new JTA transaction with an entity manager of its
 * own.
 */
public final class JtaTransactions implements CloseableTransactions {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.store");

  private final EntityManagerFactory factory;
  private final ServerTransaction server;
  private final EventRecorder recorder;

  /**
   * @param factory of our persistence unit, of type JTA; closed by {@link #close}
   * @param server begins and completes transactions
   * @param recorder of the events raised in them
   */
  public JtaTransactions(
      EntityManagerFactory factory, ServerTransaction server, EventRecorder recorder) {
    this.factory = factory;
    this.server = server;
    this.recorder = recorder;
  }

  @Override
  public <T> T inNew(Function<Tx, T> work) {
    var unit = new JtaWork<>(factory, recorder, work);
    try {
      server.requiresNew(unit);
    } catch (RuntimeException e) {
      throw ofCompletion(unit.failure == null ? e : unit.failure);
    } finally {
      unit.close();
    }
    if (unit.failure != null) {
      throw StoreFailures.translate(unit.failure);
    }
    if (!unit.committed) {
      throw StoreFailures.unavailable(
          new IllegalStateException("The transaction was rolled back, its time was up perhaps"));
    }
    return unit.complete();
  }

  /** The work itself never throws: what the server throws is about beginning or committing. */
  private static RuntimeException ofCompletion(RuntimeException failure) {
    var translated = StoreFailures.translate(failure);
    return translated instanceof TemporarilyUnavailableException
            || translated instanceof ConstraintConflictException
            || translated instanceof LostRaceException
        ? translated
        : StoreFailures.unavailable(failure);
  }

  @Override
  public void close() {
    factory.close();
  }

  /** One run of the work. */
  private static final class JtaWork<T> implements ServerTransaction.Work {

    private final EntityManagerFactory factory;
    private final EventRecorder recorder;
    private final Function<Tx, T> work;
    private @Nullable EntityManager em;
    private @Nullable UnitOfWork unit;
    private @Nullable T result;
    private @Nullable RuntimeException failure;
    private boolean committed;

    JtaWork(EntityManagerFactory factory, EventRecorder recorder, Function<Tx, T> work) {
      this.factory = factory;
      this.recorder = recorder;
      this.work = work;
    }

    /** The entity manager is made here, for one made before the transaction would not join it. */
    @Override
    public boolean execute() {
      try {
        em = factory.createEntityManager();
        unit = new UnitOfWork(em, recorder);
        result = work.apply(unit);
        em.flush();
        return true;
      } catch (RuntimeException e) {
        failure = e;
        return false;
      }
    }

    @Override
    public void afterCompletion(int status) {
      committed = status == Status.STATUS_COMMITTED;
    }

    @SuppressWarnings("NullAway") // T may be a nullable type; the work has run when this is called
    T complete() {
      unit.committed();
      return result;
    }

    void close() {
      if (em != null) {
        try {
          em.close();
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, "An entity manager could not be closed", e);
        }
      }
    }
  }
}
