package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.Caller;
import dev.portcullis.InsufficientAuthenticationException;
import dev.portcullis.RequireFactor;
import dev.portcullis.config.Door;
import dev.portcullis.crypto.RandomSource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CDI extension, in a real CDI container: never two mechanisms. */
class ExtensionTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // set before any test
  private Path folder;

  @AfterEach
  void forget() {
    System.clearProperty("auth.config");
  }

  /** A mechanism of the application. */
  @ApplicationScoped
  public static class OwnMechanism implements HttpAuthenticationMechanism {
    @Override
    public AuthenticationStatus validateRequest(
        HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
      return AuthenticationStatus.NOT_DONE;
    }
  }

  /** The application asks the container for a mechanism. */
  @ApplicationScoped
  @BasicAuthenticationMechanismDefinition(realmName = "own")
  public static class OwnDefinition {}

  /** An EJB of the application, as CDI sees it. */
  @Stateless
  public static class GuardedBean {
    @RolesAllowed("user")
    public void work() {
      // Only its annotation matters.
    }
  }

  /** No EJB: what guards it is asked elsewhere. */
  @ApplicationScoped
  @RolesAllowed("user")
  public static class GuardedResource {}

  private SeContainer container(Door door, Class<?>... beans) throws IOException {
    var file = folder.resolve("auth.yaml");
    Files.writeString(
        file,
        """
        auth:
          door: %s
          datasource: jdbc/test
          encryption_key: %s
          providers:
            local: {enabled: true}
        """
            .formatted(
                door.name().toLowerCase(Locale.ROOT),
                Base64.getEncoder().encodeToString(RandomSource.secure().bytes(32))));
    System.setProperty("auth.config", file.toString());
    return SeContainerInitializer.newInstance()
        .disableDiscovery()
        .addExtensions(new PortcullisExtension())
        .addBeanClasses(CallerProducer.class)
        .addBeanClasses(beans)
        .initialize();
  }

  private static List<String> mechanisms(SeContainer container) {
    return container
        .select(HttpAuthenticationMechanism.class)
        .handlesStream()
        .map(handle -> handle.getBean().getBeanClass().getSimpleName())
        .toList();
  }

  @Test
  void chosenItIsTheOneMechanism() throws IOException {
    try (var container = container(Door.MECHANISM)) {
      assertThat(mechanisms(container)).containsExactly("PortcullisMechanism");
      assertThat(DoorChoice.decide(Door.MECHANISM, DoorChoice.Surroundings.ofCdi()).door())
          .isEqualTo(Door.MECHANISM);
    }
  }

  @Test
  void notChosenItIsNoBean() throws IOException {
    try (var container = container(Door.AUTO, PortcullisMechanism.class)) {
      assertThat(mechanisms(container)).isEmpty();
      assertThat(DoorChoice.decide(Door.AUTO, DoorChoice.Surroundings.ofCdi()).door())
          .isEqualTo(Door.MODULE);
    }
  }

  @Test
  void besideAMechanismOfTheApplicationItStepsAside() throws IOException {
    try (var container = container(Door.MECHANISM, OwnMechanism.class)) {
      assertThat(mechanisms(container)).containsExactly("OwnMechanism");
      assertThat(DoorChoice.decide(Door.AUTO, DoorChoice.Surroundings.ofCdi()).door())
          .isEqualTo(Door.FILTER);
    }
  }

  @Test
  void besideADefinitionOfTheApplicationItStepsAside() throws IOException {
    try (var container = container(Door.MECHANISM, OwnDefinition.class)) {
      assertThat(mechanisms(container)).isEmpty();
      assertThat(DoorChoice.Surroundings.ofCdi().ownMechanism()).isTrue();
    }
  }

  @Test
  void theCallerCanBeInjectedWhereThereIsNone() throws IOException {
    try (var container = container(Door.AUTO)) {
      var context = container.select(RequestContextController.class).get();
      context.activate();
      var caller = container.select(Caller.class).get();
      assertThat(caller.isAuthenticated()).isFalse();
      assertThat(caller.getRoles()).isEmpty();
      assertThat(caller.getEmail()).isNull();
      context.deactivate();
    }
  }

  /** A bean of the application with one method that asks for a second factor. */
  @ApplicationScoped
  public static class Payments {
    public String list() {
      return "listed";
    }

    @RequireFactor
    public String approve() {
      return "approved";
    }
  }

  /** One that asks for it wherever it is called, however it came by the annotation. */
  @ApplicationScoped
  @RequireFactor(maxAgeSeconds = 60)
  public static class Vault {
    public String open() {
      return "opened";
    }
  }

  /** A servlet that a server takes for a bean. */
  @ApplicationScoped
  @RequireFactor
  public static class Page extends HttpServlet {
    private static final long serialVersionUID = 1L;
  }

  /** No configuration of the application's enables the interceptor. */
  @Test
  void beansAreAskedForTheirFactor() throws IOException {
    try (var container =
        container(
            Door.FILTER, RequireFactorInterceptor.class, Payments.class, Vault.class, Page.class)) {
      var payments = container.select(Payments.class).get();
      assertThat(payments.list()).isEqualTo("listed");
      assertThatThrownBy(payments::approve).isInstanceOf(InsufficientAuthenticationException.class);
      var vault = container.select(Vault.class).get();
      assertThatThrownBy(vault::open).isInstanceOf(InsufficientAuthenticationException.class);
      // As Payara calls a servlet: the filter has asked before.
      assertThatCode(container.select(Page.class).get()::init).doesNotThrowAnyException();
    }
  }

  @Test
  void ejbsThatTheFilterDoesNotReachAreFound() throws IOException {
    try (var container = container(Door.FILTER, GuardedBean.class, GuardedResource.class)) {
      var extension = container.getBeanManager().getExtension(PortcullisExtension.class);
      assertThat(extension.guardedBeans()).containsExactly(GuardedBean.class.getName());
      assertThat(extension.guardedServlets()).isEmpty();
    }
  }
}
