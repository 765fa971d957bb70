package dev.portcullis.web;

import dev.portcullis.RequireFactor;
import dev.portcullis.config.ConfigurationException;
import dev.portcullis.config.ConfigurationSource;
import dev.portcullis.config.Door;
import dev.portcullis.config.SettingsLoader;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateful;
import jakarta.ejb.Stateless;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterTypeDiscovery;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.CustomFormAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.FormAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.OpenIdAuthenticationMechanismDefinition;
import jakarta.servlet.annotation.ServletSecurity;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the mechanism a bean where the configuration chooses it and the application has none of its
 * own: with two, a container answers every request with 500.
 */
public class PortcullisExtension implements Extension {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");

  private @Nullable Class<?> ownMechanism;
  private boolean mechanismEnabled;
  private final List<String> guardedBeans = new ArrayList<>();
  private final List<String> guardedServlets = new ArrayList<>();
  private final Set<String> askedForFactor = new HashSet<>();

  /** Whether the application has an authentication mechanism of its own. */
  boolean hasOwnMechanism() {
    return ownMechanism != null;
  }

  /** EJBs that CDI sees with {@code @RolesAllowed}, by class name. */
  List<String> guardedBeans() {
    return List.copyOf(guardedBeans);
  }

  /** Classes that CDI sees with {@code @ServletSecurity}, by name. */
  List<String> guardedServlets() {
    return List.copyOf(guardedServlets);
  }

  /** Classes with {@code @RequireFactor} whose methods the container intercepts, by name. */
  Set<String> askedForFactor() {
    return Set.copyOf(askedForFactor);
  }

  void begin(@Observes BeforeBeanDiscovery event) {
    ownMechanism = null;
    guardedBeans.clear();
    guardedServlets.clear();
    askedForFactor.clear();
    mechanismEnabled = false;
  }

  void findMechanisms(@Observes ProcessAnnotatedType<? extends HttpAuthenticationMechanism> event) {
    var type = event.getAnnotatedType().getJavaClass();
    if (type == PortcullisMechanism.class) {
      // Found by scanning, in an archive that takes every class for a bean; not added below.
      if (!mechanismEnabled) {
        event.veto();
      }
    } else if (!type.isInterface()
        && !Modifier.isAbstract(type.getModifiers())
        && isOfApplication(type)) {
      ownMechanism = type;
    }
  }

  /**
   * A server's own mechanisms are shown to us too (Payara); they are beans only where asked for.
   */
  private static boolean isOfApplication(Class<?> type) {
    var loader = type.getClassLoader();
    return loader == PortcullisExtension.class.getClassLoader()
        || loader == Thread.currentThread().getContextClassLoader();
  }

  void findDefinitions(
      @Observes
          @WithAnnotations({
            BasicAuthenticationMechanismDefinition.class,
            FormAuthenticationMechanismDefinition.class,
            CustomFormAuthenticationMechanismDefinition.class,
            OpenIdAuthenticationMechanismDefinition.class
          })
          ProcessAnnotatedType<?> event) {
    ownMechanism = event.getAnnotatedType().getJavaClass();
  }

  void findGuarded(
      @Observes @WithAnnotations({RolesAllowed.class, ServletSecurity.class})
          ProcessAnnotatedType<?> event) {
    var type = event.getAnnotatedType();
    if (type.isAnnotationPresent(ServletSecurity.class)) {
      guardedServlets.add(type.getJavaClass().getName());
    } else if (type.isAnnotationPresent(Stateless.class)
        || type.isAnnotationPresent(Stateful.class)
        || type.isAnnotationPresent(Singleton.class)) {
      guardedBeans.add(type.getJavaClass().getName());
    }
  }

  /** Beans and EJBs, of which the container calls interceptors. */
  void findAsked(@Observes ProcessManagedBean<?> event) {
    var type = event.getAnnotatedBeanClass();
    if (type.isAnnotationPresent(RequireFactor.class)
        || type.getMethods().stream().anyMatch(m -> m.isAnnotationPresent(RequireFactor.class))) {
      askedForFactor.add(type.getJavaClass().getName());
    }
  }

  void decide(@Observes AfterTypeDiscovery event) {
    if (ownMechanism == null && configuredDoor() == Door.MECHANISM) {
      mechanismEnabled = true;
      event
          .addAnnotatedType(PortcullisMechanism.class, PortcullisMechanism.class.getName())
          .add(ApplicationScoped.Literal.INSTANCE);
    }
  }

  /** The servlet context is not there yet; faults of the configuration are told at the start. */
  private static Door configuredDoor() {
    try {
      var location = PortcullisExtension.class.getProtectionDomain().getCodeSource();
      var webInf = new WebInfFile(location == null ? null : location.getLocation(), "auth.yaml");
      var source =
          ConfigurationSource.ofServer(
              "", webInf::open, PortcullisExtension.class.getClassLoader());
      var settings = SettingsLoader.load(source).settings();
      return settings.enabled() ? settings.door() : Door.FILTER;
    } catch (ConfigurationException | IllegalStateException e) {
      LOG.log(Level.DEBUG, "The door is not known yet", e);
      return Door.AUTO;
    }
  }
}
