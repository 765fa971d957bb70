package dev.portcullis.web;

import dev.portcullis.PortcullisDomain;
import dev.portcullis.SecurityEvent;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.config.LoadedSettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.ejb.PortcullisRuntime;
import dev.portcullis.ejb.ServerResources;
import dev.portcullis.store.CloseableTransactions;
import dev.portcullis.store.EventRecorder;
import dev.portcullis.store.JdbcTransactions;
import dev.portcullis.testing.TestSettings;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;

/**
 * Starts the whole product in a server that has no resources of Jakarta EE, for a service that
 * verifies tokens of one issuer. In this package, since that is where a start is put together.
 */
public final class FilterApplication extends PortcullisStartup {

  private final AuthSettings settings;

  private FilterApplication(AuthSettings settings) {
    this.settings = settings;
  }

  /** What the container calls, for a file of that text. */
  public static ServletContainerInitializer of(String yaml) {
    return new PortcullisInitializer(new FilterApplication(TestSettings.of(yaml)));
  }

  @Override
  LoadedSettings loadSettings(ServletContext context) {
    return new LoadedSettings(settings, List.of(), List.of());
  }

  @Override
  PortcullisDomain startDomain(AuthSettings started, ServletContext context) {
    return PortcullisRuntime.start(started, new NoDatabase());
  }

  private static final class NoDatabase implements ServerResources {

    private final ScheduledExecutorService scheduler =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              var thread = new Thread(work, "background");
              thread.setDaemon(true);
              return thread;
            });

    @Override
    public DataSource dataSource(String name) {
      throw new IllegalStateException("There is no " + name);
    }

    @Override
    public JdbcTransactions jdbcTransactions(String dataSourceName) {
      throw new IllegalStateException("There is no " + dataSourceName);
    }

    @Override
    public CloseableTransactions transactions(String name, EventRecorder recorder) {
      throw new IllegalStateException("There is no " + name);
    }

    @Override
    public ScheduledExecutorService scheduler() {
      return scheduler;
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public RandomSource random() {
      return RandomSource.secure();
    }

    @Override
    public void fire(SecurityEvent event) {}

    @Override
    public String localAddress() {
      return "http://localhost";
    }

    @Override
    public void started(PortcullisDomain domain) {}

    @Override
    public void stopped() {
      scheduler.shutdownNow();
    }
  }
}
