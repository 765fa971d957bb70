package dev.portcullis.it.server;

import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WildFly} for Arquillian. WildFly's own adapter brings its whole management client, in
 * versions that meet those of others here; the tests need a server process and a folder.
 */
public final class LocalWildFly implements DeployableContainer<LocalWildFly.NoOptions> {

  private @Nullable WildFly server;

  /** Everything is said by system properties. */
  public static final class NoOptions implements ContainerConfiguration {

    @Override
    public void validate() {
      // There is nothing in it.
    }
  }

  @Override
  public Class<NoOptions> getConfigurationClass() {
    return NoOptions.class;
  }

  @Override
  public void setup(NoOptions configuration) {
    // Nothing to be told.
  }

  @Override
  public void start() {
    server = WildFly.start("main", RunningServer.door());
  }

  @Override
  public void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  public ProtocolDescription getDefaultProtocol() {
    return new ProtocolDescription("Servlet 6.0");
  }

  @Override
  public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
    WildFly running = running();
    if (!running.deploy(archive)) {
      throw new DeploymentException(running.log());
    }
    var context = new HTTPContext("localhost", running.port());
    context.add(
        new Servlet(LocalPayaraMicro.TEST_RUNNER, "/" + archive.getName().replace(".war", "")));
    return new ProtocolMetaData().addContext(context);
  }

  @Override
  public void undeploy(Archive<?> archive) {
    running().undeploy(archive.getName());
  }

  private WildFly running() {
    if (server == null) {
      throw new IllegalStateException("The server was not started");
    }
    return server;
  }
}
