package dev.portcullis.web;

import dev.portcullis.PortcullisDomain;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.config.LoadedSettings;
import dev.portcullis.web.testing.CallingServlet;
import dev.portcullis.web.testing.EchoServlet;
import dev.portcullis.web.testing.FakeDomain;
import dev.portcullis.web.testing.FormServlet;
import dev.portcullis.web.testing.GuardedServlet;
import dev.portcullis.web.testing.RawHttp;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.authenticator.NonLoginAuthenticator;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.session.FileStore;
import org.apache.catalina.session.PersistentManager;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.PersistentValve;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.jspecify.annotations.Nullable;

/**
 * A real Tomcat with one application, {@code /app}, that echoes what it is told of the caller.
 * Below {@code /secured} a constraint of the container asks for the role {@code user}.
 */
public final class TestServer implements AutoCloseable {

  private static final String SETTINGS = "test.settings";

  private final Tomcat tomcat = new Tomcat();
  private final Context context;
  private final FakeDomain domain;

  public TestServer(AuthSettings settings) throws Exception {
    this(settings, Startup.class);
  }

  TestServer(AuthSettings settings, Class<? extends PortcullisStartup> startup) throws Exception {
    this(settings, startup, new File(".").toPath(), null, new FakeDomain(), null);
  }

  /**
   * One of several nodes.
   *
   * @param domain which they have in common
   * @param sessions a folder that holds the HttpSessions of all between requests
   */
  static TestServer node(AuthSettings settings, FakeDomain domain, Path sessions) throws Exception {
    return new TestServer(settings, Startup.class, new File(".").toPath(), null, domain, sessions);
  }

  /** Of an application with a web.xml, which Tomcat itself does not read here. */
  static TestServer withDescriptor(AuthSettings settings, String webXml) throws Exception {
    return withDescriptor(settings, webXml, null);
  }

  /**
   * The same.
   *
   * @param encoding {@code request-character-encoding}, as Tomcat would read it there
   */
  static TestServer withDescriptor(AuthSettings settings, String webXml, @Nullable String encoding)
      throws Exception {
    return new TestServer(
        settings, Startup.class, withWebXml(webXml), encoding, new FakeDomain(), null);
  }

  private static Path withWebXml(String webXml) throws IOException {
    Path base = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "app");
    Files.writeString(Files.createDirectory(base.resolve("WEB-INF")).resolve("web.xml"), webXml);
    return base;
  }

  private TestServer(
      AuthSettings settings,
      Class<? extends PortcullisStartup> startup,
      Path application,
      @Nullable String encoding,
      FakeDomain domain,
      @Nullable Path sessions)
      throws Exception {
    this.domain = domain;
    Path base = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "tomcat");
    tomcat.setBaseDir(base.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("maxHttpHeaderSize", "65536");
    tomcat.getConnector().setProperty("relaxedPathChars", "\\");
    tomcat.getConnector().setProperty("encodedSolidusHandling", "decode");
    context = tomcat.addContext("/app", application.toAbsolutePath().toString());
    context.getServletContext().setAttribute(SETTINGS, settings);
    context.getServletContext().setAttribute(EchoServlet.DOMAIN, domain);
    addFilter("application", ApplicationFilter.class.getName());
    context.addServletContainerInitializer(
        new PortcullisInitializer(startup.getDeclaredConstructor().newInstance()),
        Set.of(GuardedServlet.class));
    Tomcat.addServlet(context, "echo", new EchoServlet()).setAsyncSupported(true);
    context.addServletMappingDecoded("/", "echo");
    context.addServletMappingDecoded("/admin/*", "echo");
    context.addServletMappingDecoded("*.do", "echo");
    context.addServletMappingDecoded("/reports/index", "echo");
    context.addServletMappingDecoded("/oops", "echo");
    Tomcat.addServlet(context, "form", new FormServlet());
    context.addServletMappingDecoded("/login.jsp", "form");
    context.addServletMappingDecoded("/error.jsp", "form");
    context.addServletMappingDecoded("/secured/form/*", "form");
    context.addServletMappingDecoded("/orders/*", "form");
    Tomcat.addServlet(context, "guarded", GuardedServlet.class.getName());
    context.addServletMappingDecoded("/guarded/*", "guarded");
    Tomcat.addServlet(context, "calls", new CallingServlet());
    context.addServletMappingDecoded("/calls/*", "calls");
    context.setRequestCharacterEncoding(encoding);
    context.addWelcomeFile("index");
    context.addErrorPage(oops());
    if (sessions != null) {
      keepSessionsIn(sessions);
    }
    secure();
    tomcat.start();
  }

  /** As Tomcat does it behind a balancer that sends each request wherever it likes. */
  private void keepSessionsIn(Path folder) {
    var store = new FileStore();
    store.setDirectory(folder.toAbsolutePath().toString());
    var manager = new PersistentManager();
    manager.setStore(store);
    context.setManager(manager);
    context.getPipeline().addValve(new PersistentValve());
  }

  private void addFilter(String name, String className) {
    var filter = new FilterDef();
    filter.setFilterName(name);
    filter.setFilterClass(className);
    filter.setAsyncSupported("true");
    context.addFilterDef(filter);
    var mapping = new FilterMap();
    mapping.setFilterName(name);
    mapping.addURLPattern("/*");
    context.addFilterMap(mapping);
  }

  /** What the application shows where the container refuses a request by itself. */
  private static ErrorPage oops() {
    var page = new ErrorPage();
    page.setErrorCode(HttpServletResponse.SC_FORBIDDEN);
    page.setLocation("/oops");
    return page;
  }

  private void secure() {
    var collection = new SecurityCollection();
    collection.addPattern("/secured/*");
    var constraint = new SecurityConstraint();
    constraint.addCollection(collection);
    constraint.addAuthRole("user");
    constraint.setAuthConstraint(true);
    context.addConstraint(constraint);
    context.addSecurityRole("user");
    context.addSecurityRole("admin");
    var authenticator = new NonLoginAuthenticator();
    // Else Tomcat itself renews the id at each request that a module authenticates.
    authenticator.setChangeSessionIdOnAuthentication(false);
    context.getPipeline().addValve(new ParameterReader());
    context.getPipeline().addValve(authenticator);
  }

  /**
   * Listens with TLS as well, and wants certificates of clients.
   *
   * @param own a key with its certificate
   * @param trusted authorities
   * @return the port
   */
  int listenWithTls(KeyStore own, String password, KeyStore trusted) throws IOException {
    var host = new SSLHostConfig();
    host.setCertificateVerification("optional");
    host.setTrustStore(trusted);
    var certificate = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
    certificate.setCertificateKeystore(own);
    certificate.setCertificateKeystorePassword(password);
    host.addCertificate(certificate);
    var connector = new Connector();
    connector.setPort(0);
    connector.setSecure(true);
    connector.setScheme("https");
    connector.setProperty("SSLEnabled", "true");
    connector.setProperty("address", "127.0.0.1");
    connector.addSslHostConfig(host);
    tomcat.getService().addConnector(connector);
    return connector.getLocalPort();
  }

  public FakeDomain domain() {
    return domain;
  }

  public RawHttp http() {
    return new RawHttp(tomcat.getConnector().getLocalPort());
  }

  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  /** The headers that carry a session, with the proof of origin for unsafe methods. */
  public String cookie(String secret) {
    return "Cookie: " + cookieName() + "=" + secret;
  }

  public String cookieName() {
    return dev.portcullis.web.http.Cookies.session("/app", null, false).name();
  }

  public String origin() {
    return "Origin: http://localhost:" + port();
  }

  boolean isDeployed() {
    return context.getState() == LifecycleState.STARTED;
  }

  ServletContext servletContext() {
    return context.getServletContext();
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }

  /** What CDI does on some servers: has the container read a form before we see it. */
  private static final class ParameterReader extends ValveBase {

    ParameterReader() {
      super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      if (request.getHeader("X-Read-Ahead") != null) {
        request.getParameter("cid");
      }
      getNext().invoke(request, response);
    }
  }

  /** A filter of the application, declared before ours. */
  public static final class ApplicationFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      response.setHeader("X-Application-Filter", "ran");
      chain.doFilter(request, response);
    }
  }

  /** Starts with what the test made. */
  public static class Startup extends PortcullisStartup {

    @Override
    LoadedSettings loadSettings(ServletContext context) {
      return new LoadedSettings(
          (AuthSettings) context.getAttribute(SETTINGS), List.of(), List.of());
    }

    @Override
    PortcullisDomain startDomain(AuthSettings settings, ServletContext context) {
      return (PortcullisDomain) context.getAttribute(EchoServlet.DOMAIN);
    }
  }
}
