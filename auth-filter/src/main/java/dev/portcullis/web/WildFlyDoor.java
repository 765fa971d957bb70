package dev.portcullis.web;

import dev.portcullis.config.ConfigurationException;
import dev.portcullis.config.Door;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Lets WildFly believe the module and the mechanism. As it comes, it takes a caller from them only
 * if its own realm knows one of that name; the switch for that is the server's ({@code
 * integrated-jaspi}), and this does the same for one application on a server that nobody touched.
 * Undertow calls it; other servers never load it.
 */
public final class WildFlyDoor implements ServletExtension {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");
  private static final String SECURITY_DOMAIN = "org.wildfly.security.auth.server.SecurityDomain";

  @Override
  public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
    if (!isElytronThere() || !isContainerToldByUs(context)) {
      return;
    }
    try {
      ElytronIdentity.takeFromModule(deployment);
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "Portcullis does not know this version of WildFly; auth.door: filter does without", e);
    }
  }

  /** Undertow also serves where there is no WildFly around it. */
  private static boolean isElytronThere() {
    try {
      Class.forName(SECURITY_DOMAIN, false, WildFlyDoor.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      LOG.log(Level.DEBUG, "Undertow without Elytron", e);
      return false;
    }
  }

  /** With the filter alone, or switched off, the application keeps what its descriptor says. */
  private static boolean isContainerToldByUs(ServletContext context) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(context.getClassLoader());
    try {
      var settings = PortcullisStartup.settingsOf(context).settings();
      return settings.enabled()
          && DoorChoice.decide(settings.door(), DoorChoice.Surroundings.ofCdi()).door()
              != Door.FILTER;
    } catch (ConfigurationException | IllegalStateException e) {
      LOG.log(Level.DEBUG, "The start will fail, and tell why", e);
      return false;
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
