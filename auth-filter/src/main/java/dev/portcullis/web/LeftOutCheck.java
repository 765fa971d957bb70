package dev.portcullis.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.servlet.ServletContext;
import java.net.MalformedURLException;

/**
 * Stops an application that was configured to be guarded and is not: an {@code absolute-ordering}
 * in its web.xml that leaves our fragment out has a server overlook {@link PortcullisInitializer}
 * as well. WildFly still finds the beans, and starts CDI after the initializers (S86); Payara
 * overlooks them too.
 */
@ApplicationScoped
public class LeftOutCheck {

  void check(@Observes @Initialized(ApplicationScoped.class) ServletContext context)
      throws MalformedURLException {
    if (context.getFilterRegistration(PortcullisInitializer.FILTER) == null
        && context.getResource(PortcullisStartup.SETTINGS_FILE) != null) {
      throw new IllegalStateException(
          "Portcullis is left out by the absolute-ordering in web.xml: name the fragment"
              + " \"portcullis\" there, or add <others/>");
    }
  }
}
