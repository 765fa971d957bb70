package dev.portcullis.web;

import io.undertow.server.HttpHandler;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.handlers.ServletRequestContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.wildfly.elytron.web.undertow.server.servlet.AuthenticationManager;
import org.wildfly.security.auth.server.SecurityDomain;

/**
 * What WildFly's subsystem does for a deployment whose security domain has {@code
 * integrated-jaspi=false}, done a second time over what it did first. Loaded on WildFly alone.
 */
final class ElytronIdentity {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");

  private ElytronIdentity() {}

  /**
   * Callers of a {@code ServerAuthModule} get an identity made for them, in the deployment's own
   * security domain, so that EJBs know it too. No mechanism of the server's remains: the
   * application's {@code login-config} is met by the module.
   */
  static void takeFromModule(DeploymentInfo deployment) {
    var domain = domainOf(deployment);
    if (domain == null) {
      LOG.log(Level.WARNING, "WildFly has no security domain for {0}", deployment.getContextPath());
      return;
    }
    AuthenticationManager.builder()
        .setSecurityDomain(domain)
        .setAuthorizationManager(deployment.getAuthorizationManager())
        .setOverrideDeploymentConfig(true)
        .setEnableJaspi(true)
        .setIntegratedJaspi(false)
        .build()
        .configure(deployment);
    deployment.addSecurityWrapper(ElytronIdentity::withAnEnd);
  }

  /** Undertow ends an exchange with all that belongs to it: what the client still sends, too. */
  private static HttpHandler withAnEnd(HttpHandler next) {
    return exchange -> {
      var request =
          exchange.getAttachment(ServletRequestContext.ATTACHMENT_KEY).getServletRequest();
      Runnable end = exchange::endExchange;
      request.setAttribute(EarlyAnswer.END, end);
      next.handleRequest(exchange);
    };
  }

  /** Elytron finds it by the thread's class loader. */
  private static @Nullable SecurityDomain domainOf(DeploymentInfo deployment) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(deployment.getClassLoader());
    try {
      return SecurityDomain.getCurrent();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
