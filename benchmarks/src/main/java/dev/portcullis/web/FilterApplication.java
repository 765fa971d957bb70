package dev.portcullis.web;

import dev.portcullis.PortcullisDomain;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.config.LoadedSettings;
import dev.portcullis.ejb.PortcullisRuntime;
import dev.portcullis.testing.NoDatabase;
import dev.portcullis.testing.TestSettings;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

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
    return PortcullisRuntime.start(started, new NoDatabase(Clock.systemUTC(), background()));
  }

  private static ScheduledExecutorService background() {
    return Executors.newSingleThreadScheduledExecutor(
        work -> {
          var thread = new Thread(work, "background");
          thread.setDaemon(true);
          return thread;
        });
  }
}
