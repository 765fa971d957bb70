package dev.portcullis.web;

import dev.portcullis.PortcullisDomain;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.config.ConfigurationSource;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.config.Door;
import dev.portcullis.config.LoadedSettings;
import dev.portcullis.config.SettingsLoader;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.ejb.JakartaServerResources;
import dev.portcullis.ejb.PortcullisRuntime;
import dev.portcullis.web.api.AccountOperations;
import dev.portcullis.web.api.ApiTokenOperations;
import dev.portcullis.web.api.DeviceOperations;
import dev.portcullis.web.api.Dispatcher;
import dev.portcullis.web.api.FactorOperations;
import dev.portcullis.web.api.KeyOperations;
import dev.portcullis.web.api.LoginOperations;
import dev.portcullis.web.api.ProviderConfirmOperations;
import dev.portcullis.web.api.ProviderLinkOperations;
import dev.portcullis.web.api.ProviderLogoutOperations;
import dev.portcullis.web.api.ProviderOperations;
import dev.portcullis.web.api.Routes;
import dev.portcullis.web.api.SentCodeOperations;
import dev.portcullis.web.api.ServiceOperations;
import dev.portcullis.web.api.SessionOperations;
import dev.portcullis.web.api.TokenOperations;
import dev.portcullis.web.api.UserFactorOperations;
import dev.portcullis.web.client.ScribeFlow;
import dev.portcullis.web.descriptor.Descriptors;
import dev.portcullis.web.descriptor.LoginConfig;
import dev.portcullis.web.form.FormLogin;
import dev.portcullis.web.ldap.LdapDirectory;
import dev.portcullis.web.neighbour.Neighbours;
import dev.portcullis.web.page.Pages;
import dev.portcullis.web.request.ApplicationLogin;
import dev.portcullis.web.request.ContainerRole;
import dev.portcullis.web.request.PerRequestLogin;
import dev.portcullis.web.request.RefusalWriter;
import dev.portcullis.web.request.Room;
import dev.portcullis.web.request.WebContext;
import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts Portcullis with the application and puts the web side together, a line a feature. What
 * fails here makes the deployment fail; a server that goes on all the same finds a filter that
 * refuses everything (S86).
 */
public class PortcullisStartup implements ServletContextListener {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");
  static final String SETTINGS_FILE = "/WEB-INF/auth.yaml";

  private @Nullable PortcullisDomain domain;
  private @Nullable Neighbours neighbours;
  private boolean moduleRegistered;
  private Set<Class<?>> marked = Set.of();

  /** The classes that the container found with {@code @RequireFactor}. */
  void setMarked(Set<Class<?>> classes) {
    marked = Set.copyOf(classes);
  }

  @Override
  public void contextInitialized(ServletContextEvent event) {
    var context = event.getServletContext();
    try {
      start(context);
    } catch (RuntimeException | LinkageError e) {
      LOG.log(
          Level.ERROR,
          "Portcullis did not start; every request to {0} is refused: {1}",
          name(context),
          e.getMessage());
      stop(context);
      throw e;
    }
  }

  private void start(ServletContext context) {
    var loaded = loadSettings(context);
    loaded.notices().forEach(notice -> LOG.log(Level.INFO, notice));
    loaded.warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
    var settings = loaded.settings();
    if (!settings.enabled()) {
      new RoomHolder.SteppedAside().noteIn(context);
      return;
    }
    boolean asksWithin = RequireFactorPlaces.check(marked);
    var choice = DoorChoice.decide(settings.door(), DoorChoice.Surroundings.ofCdi());
    choice.tell();
    var descriptors = Descriptors.of(context);
    if (choice.container() == ContainerRole.KNOWS_NOBODY) {
      FilterAlone.of(descriptors).tell();
    }
    // Without a database nobody signs in here.
    var form = settings.isStateless() ? Optional.<LoginConfig>empty() : form(descriptors, choice);
    var started = startDomain(settings, context);
    domain = started;
    neighbours = Neighbours.join(context.getContextPath(), settings, RandomSource.secure());
    var web =
        WebContext.of(
            started,
            settings,
            context.getContextPath(),
            form.isPresent(),
            Clock.systemUTC(),
            RandomSource.secure());
    var login =
        form.<ApplicationLogin>map(config -> new FormLogin(web, config))
            .orElseGet(() -> perRequest(settings, descriptors, choice));
    var room = room(web, context, login, descriptors);
    if (asksWithin) {
      room.expectDemandsWithin();
    }
    if (choice.door() == Door.MODULE) {
      AuthConfigFactory.getFactory().registerServerAuthModule(new PortcullisModule(), context);
      moduleRegistered = true;
    }
    var config = descriptors.loginConfig();
    new RoomHolder.Open(room, choice, config != null && config.isCertificate()).noteIn(context);
    LOG.log(Level.INFO, "Portcullis guards {0} through the {1}", name(context), choice.door());
  }

  /** The FORM of web.xml, where the container leaves it to us. */
  private static Optional<LoginConfig> form(Descriptors descriptors, DoorChoice choice) {
    var form = descriptors.form();
    return choice.container() == ContainerRole.ASKS_US ? form : Optional.empty();
  }

  /** The BASIC or CLIENT-CERT of web.xml, where the container leaves it to us. */
  private static ApplicationLogin perRequest(
      AuthSettings settings, Descriptors descriptors, DoorChoice choice) {
    var config = descriptors.loginConfig();
    if (config == null || config.method().isEmpty()) {
      return ApplicationLogin.none();
    }
    if (choice.container() == ContainerRole.ASKS_US && settings.isStateless()) {
      LOG.log(
          Level.WARNING,
          "web.xml has {0} as its login-config, and without a database (auth.datasource) nobody"
              + " signs in here: only access tokens of other issuers are taken",
          config.method());
      return ApplicationLogin.none();
    }
    if (choice.container() == ContainerRole.ASKS_US && !config.isKnown()) {
      LOG.log(
          Level.WARNING,
          "web.xml has {0} as its login-config, which Portcullis does not do: people are asked to"
              + " sign in on our page instead, and programs for a token. It does FORM, BASIC and"
              + " CLIENT-CERT",
          config.method());
      return ApplicationLogin.none();
    }
    if (!(config.isBasic() || config.isCertificate())) {
      return ApplicationLogin.none();
    }
    if (choice.container() != ContainerRole.ASKS_US) {
      LOG.log(
          Level.WARNING,
          "web.xml has {0} as its login-config, and through the filter alone the container itself"
              + " checks it, with users that Portcullis does not know. Take the door \"module\", or"
              + " take login-config and constraints out",
          config.method());
      return ApplicationLogin.none();
    }
    if (config.isBasic() ? !settings.takesPasswords() : !settings.certificate().enabled()) {
      LOG.log(
          Level.WARNING,
          "web.xml has {0} as its login-config, and {1} is not configured: people are asked to sign"
              + " in on our page instead",
          config.method(),
          config.isBasic() ? "auth.providers.local" : "auth.providers.client_cert");
      return ApplicationLogin.none();
    }
    var realm = config.realmName();
    return new PerRequestLogin(
        config.isBasic() ? CredentialKind.BASIC : CredentialKind.CERTIFICATE,
        realm == null || realm.isBlank() ? ApplicationLogin.none().realm() : realm);
  }

  private static Room room(
      WebContext web, ServletContext context, ApplicationLogin login, Descriptors descriptors) {
    var pages = Pages.of(web, context);
    var refusals = new RefusalWriter(web, pages.refusalPage());
    var routes = web.settings().isStateless() ? statelessRoutes() : routes(pages);
    var own = new Dispatcher(web, routes, refusals);
    return new Room(web, own, refusals, login, descriptors.methodBound());
  }

  /** Without a database: nobody signs in here, so there is no page, and nothing to change. */
  static Routes statelessRoutes() {
    return new Routes(List.of(AccountOperations::withoutDatabase, new ServiceOperations()));
  }

  /** Every operation and page. */
  static Routes routes(Pages pages) {
    return new Routes(
        List.of(
            new LoginOperations(),
            new FactorOperations(),
            new SentCodeOperations(),
            new ProviderOperations(),
            new ProviderLinkOperations(),
            new ProviderConfirmOperations(),
            new ProviderLogoutOperations(),
            new TokenOperations(),
            new ApiTokenOperations(),
            new SessionOperations(),
            new DeviceOperations(),
            new AccountOperations(),
            new KeyOperations(),
            new UserFactorOperations(),
            new ServiceOperations(),
            pages));
  }

  /** Reads the configuration; a test has its own. */
  LoadedSettings loadSettings(ServletContext context) {
    return settingsOf(context);
  }

  static LoadedSettings settingsOf(ServletContext context) {
    return SettingsLoader.load(
        ConfigurationSource.ofServer(
            context.getContextPath(),
            () -> context.getResourceAsStream(SETTINGS_FILE),
            context.getClassLoader()));
  }

  /** Starts the domain; a test has its own. */
  PortcullisDomain startDomain(AuthSettings settings, ServletContext context) {
    return PortcullisRuntime.start(
        settings,
        new JakartaServerResources(
            context.getContextPath(),
            directory -> LdapDirectory.open(directory, Clock.systemUTC())),
        new ScribeFlow());
  }

  private static String name(ServletContext context) {
    return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    stop(event.getServletContext());
  }

  private void stop(ServletContext context) {
    context.removeAttribute(RoomHolder.ATTRIBUTE);
    if (moduleRegistered) {
      moduleRegistered = false;
      AuthConfigFactory.getFactory().removeServerAuthModule(context);
    }
    var joined = neighbours;
    if (joined != null) {
      neighbours = null;
      joined.close();
    }
    var started = domain;
    if (started != null) {
      domain = null;
      started.close();
    }
  }
}
