package dev.portcullis.it;

import fish.payara.arquillian.container.payara.managed.PayaraMicroDeployableContainer;
import org.jboss.arquillian.container.spi.ContainerRegistry;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Tells the server where the databases are, before Arquillian starts it. */
public final class SuiteExtension implements LoadableExtension {

  @Override
  public void register(ExtensionBuilder builder) {
    builder.observer(ServerOptions.class);
    builder.override(
        DeployableContainer.class, PayaraMicroDeployableContainer.class, LocalPayaraMicro.class);
  }

  /** Runs once, when the containers of arquillian.xml are known. */
  public static final class ServerOptions {

    public void set(@Observes ContainerRegistry registry) {
      registry
          .getContainers()
          .forEach(
              container ->
                  container
                      .getContainerConfiguration()
                      .property(
                          "cmdOptions",
                          String.join(" ", PayaraMicro.systemProperties(PayaraMicro.door())))
                      .property(
                          "extraMicroOptions",
                          "--disablephonehome --logtofile " + PayaraMicro.logFile("main")));
    }
  }
}
