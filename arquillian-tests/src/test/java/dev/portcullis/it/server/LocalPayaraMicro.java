package dev.portcullis.it.server;

import fish.payara.arquillian.container.payara.managed.PayaraMicroDeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;

/**
 * Arquillian's Payara Micro, reached as localhost, which is what the application answers to. Where
 * the application is, is not read from the server's output: on a busy machine the adapter reads it
 * before all of it is there.
 */
public final class LocalPayaraMicro extends PayaraMicroDeployableContainer {

  public static final String TEST_RUNNER = "ArquillianServletRunnerEE9";

  @Override
  public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
    int port = super.deploy(archive).getContexts(HTTPContext.class).iterator().next().getPort();
    var context = new HTTPContext("localhost", port);
    context.add(new Servlet(TEST_RUNNER, "/" + archive.getName().replace(".war", "")));
    return new ProtocolMetaData().addContext(context);
  }
}
