package dev.portcullis.testing;

import dev.portcullis.PortcullisDomain;
import dev.portcullis.SecurityEvent;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.ejb.Lane;
import dev.portcullis.ejb.Lanes;
import dev.portcullis.ejb.ServerResources;
import dev.portcullis.store.CloseableTransactions;
import dev.portcullis.store.EventRecorder;
import dev.portcullis.store.JdbcTransactions;
import dev.portcullis.store.Tx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a server gives, without one: an H2 database in memory, a clock that stands still, background
 * work that runs on demand. One database outlives the domains that are started on it.
 */
public final class TestServer implements ServerResources, AutoCloseable {

  private final MutableClock clock = new MutableClock();
  private final ManualScheduler scheduler = new ManualScheduler();
  private final RandomSource random = RandomSource.secure();
  private final List<SecurityEvent> fired = new CopyOnWriteArrayList<>();
  private final TestDatabase database;
  private final AtomicInteger openTransactions = new AtomicInteger();
  private final AtomicInteger openLanes = new AtomicInteger();
  private @Nullable Lanes lanes;
  private @Nullable PortcullisDomain started;
  private @Nullable String failure;

  /** On H2, under EclipseLink. */
  public TestServer() {
    this(new TestDatabase());
  }

  /**
   * @param database closed with the server
   */
  public TestServer(TestDatabase database) {
    this.database = database;
  }

  /** The database itself, to look into it or take it down. */
  public TestDatabase database() {
    return database;
  }

  /** What the application's observers heard. */
  public List<SecurityEvent> fired() {
    return fired;
  }

  /** How many transaction factories were not closed. */
  public int openTransactions() {
    return openTransactions.get();
  }

  /** From now on an observer of the start throws. */
  public void failOnStarted(String message) {
    failure = message;
  }

  /** The domain that runs, or null. */
  public @Nullable PortcullisDomain domain() {
    return started;
  }

  @Override
  public DataSource dataSource(String name) {
    return database.dataSource();
  }

  @Override
  public CloseableTransactions transactions(String dataSourceName, EventRecorder recorder) {
    openTransactions.incrementAndGet();
    var shared = database.recordingTo(recorder);
    return new CloseableTransactions() {
      @Override
      public <T> T inNew(Function<Tx, T> work) {
        return shared.inNew(work);
      }

      @Override
      public void close() {
        openTransactions.decrementAndGet();
      }
    };
  }

  /** On the same database: the tests make the application's tables there. */
  @Override
  public JdbcTransactions jdbcTransactions(String dataSourceName) {
    return new LocalJdbcTransactions(database.dataSource());
  }

  /** What runs the background work, unless {@link #runOn} says otherwise. */
  public ManualScheduler scheduler() {
    return scheduler;
  }

  /** Domains started from now on have their background work run on these threads. */
  public void runOn(Lanes threads) {
    lanes = threads;
  }

  @Override
  public Lanes lanes() {
    openLanes.incrementAndGet();
    var running = lanes == null ? new SharedLanes(scheduler, () -> {}) : lanes;
    return new Lanes() {
      @Override
      public ScheduledExecutorService of(Lane lane) {
        return running.of(lane);
      }

      @Override
      public void close() {
        openLanes.decrementAndGet();
        running.close();
      }
    };
  }

  /** How many domains' threads were not ended. */
  public int openLanes() {
    return openLanes.get();
  }

  @Override
  public MutableClock clock() {
    return clock;
  }

  @Override
  public RandomSource random() {
    return random;
  }

  @Override
  public void fire(SecurityEvent event) {
    fired.add(event);
  }

  @Override
  public String localAddress() {
    return "http://localhost:8080/app";
  }

  @Override
  public void started(PortcullisDomain domain) {
    started = domain;
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void stopped() {
    started = null;
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    database.close();
  }
}
