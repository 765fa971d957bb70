package dev.portcullis.testing;

import dev.portcullis.PortcullisDomain;
import dev.portcullis.SecurityEvent;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.ejb.ServerResources;
import dev.portcullis.store.CloseableTransactions;
import dev.portcullis.store.EventRecorder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
  private final TestDatabase database = new TestDatabase();
  private @Nullable PortcullisDomain started;

  /** The database itself, to look into it or take it down. */
  public TestDatabase database() {
    return database;
  }

  /** What the application's observers heard. */
  public List<SecurityEvent> fired() {
    return fired;
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
    return database.recordingTo(recorder);
  }

  @Override
  public ManualScheduler scheduler() {
    return scheduler;
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
