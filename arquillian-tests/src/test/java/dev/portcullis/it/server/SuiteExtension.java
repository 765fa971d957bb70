package dev.portcullis.it.server;

import fish.payara.arquillian.container.payara.managed.PayaraMicroDeployableContainer;
import org.jboss.arquillian.container.spi.ContainerRegistry;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * Gives Arquillian the server of the run, and tells Payara Micro where the databases are before it
 * is started.
 */
public final class SuiteExtension implements LoadableExtension {

  @Override
  public void register(ExtensionBuilder builder) {
    builder.observer(ServerOptions.class);
    // One at a time is all that Arquillian takes.
    builder.override(
        DeployableContainer.class,
        PayaraMicroDeployableContainer.class,
        RunningServer.onWildFly() ? LocalWildFly.class : LocalPayaraMicro.class);
  }

  /** Runs once, when the containers of arquillian.xml are known. */
  public static final class ServerOptions {

    public void set(@Observes ContainerRegistry registry) {
      registry.getContainers().stream()
          .filter(container -> container.getName().equals("payara-micro"))
          .forEach(
              container ->
                  container
                      .getContainerConfiguration()
                      .property(
                          "cmdOptions",
                          String.join(" ", RunningServer.systemProperties(RunningServer.door())))
                      .property(
                          "extraMicroOptions",
                          "--disablephonehome --logtofile " + RunningServer.logFile("main")));
    }
  }
}
