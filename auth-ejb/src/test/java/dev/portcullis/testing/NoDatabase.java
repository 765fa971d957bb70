package dev.portcullis.testing;

import dev.portcullis.PortcullisDomain;
import dev.portcullis.SecurityEvent;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.ejb.Lanes;
import dev.portcullis.ejb.ServerResources;
import dev.portcullis.store.CloseableTransactions;
import dev.portcullis.store.EventRecorder;
import dev.portcullis.store.JdbcTransactions;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;

/** What a server gives that has no datasource: enough for a domain that only verifies tokens. */
public final class NoDatabase implements ServerResources {

  private final Clock clock;
  private final ScheduledExecutorService scheduler;

  /**
   * @param scheduler shut down when the domain is closed
   */
  public NoDatabase(Clock clock, ScheduledExecutorService scheduler) {
    this.clock = clock;
    this.scheduler = scheduler;
  }

  @Override
  public DataSource dataSource(String name) {
    throw none(name);
  }

  @Override
  public JdbcTransactions jdbcTransactions(String dataSourceName) {
    throw none(dataSourceName);
  }

  @Override
  public CloseableTransactions transactions(String dataSourceName, EventRecorder recorder) {
    throw none(dataSourceName);
  }

  private static IllegalStateException none(String name) {
    return new IllegalStateException("There is no " + name);
  }

  @Override
  public Lanes lanes() {
    return new SharedLanes(scheduler, scheduler::shutdownNow);
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public RandomSource random() {
    return RandomSource.secure();
  }

  @Override
  public void fire(SecurityEvent event) {
    // Nobody hears of it.
  }

  @Override
  public String localAddress() {
    return "http://localhost";
  }

  @Override
  public void started(PortcullisDomain domain) {
    // Nobody waits for it.
  }

  @Override
  public void stopped() {
    // Nobody asks any more.
  }
}
