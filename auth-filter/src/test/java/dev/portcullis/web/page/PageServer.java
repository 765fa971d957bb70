package dev.portcullis.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.Confidential;
import dev.portcullis.config.ApiTokenSettings;
import dev.portcullis.config.AuditSettings;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.config.CryptoProvider;
import dev.portcullis.config.Door;
import dev.portcullis.config.FormSettings;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.config.KeySettings;
import dev.portcullis.config.LocalSettings;
import dev.portcullis.config.RateLimitSettings;
import dev.portcullis.config.RevocationSettings;
import dev.portcullis.config.SessionSettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.web.api.Dispatcher;
import dev.portcullis.web.api.Routes;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.request.RefusalWriter;
import dev.portcullis.web.request.Room;
import dev.portcullis.web.request.WebContext;
import dev.portcullis.web.testing.Settings;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/**
 * The pages on a real servlet container, under {@code /app}. Every other path stands for an
 * application that asks for a caller.
 */
final class PageServer implements AutoCloseable {

  private final Tomcat tomcat = new Tomcat();
  private final FakeDomain domain = new FakeDomain();

  /**
   * @param webapp the application's files
   */
  PageServer(Path webapp) throws IOException, LifecycleException {
    tomcat.setBaseDir(
        Files.createTempDirectory(Files.createDirectories(Path.of("target")), "page-server")
            .toString());
    tomcat.setSilent(true);
    tomcat.setPort(0);
    var connector = tomcat.getConnector();
    connector.setProperty("address", "127.0.0.1");
    var context = (StandardContext) tomcat.addContext("/app", webapp.toAbsolutePath().toString());
    context.setClearReferencesObjectStreamClassCaches(false);
    context.setClearReferencesRmiTargets(false);
    context.setClearReferencesThreadLocals(false);
    context.setDisplayName("Ledger");
    context.addServletContainerInitializer(
        (classes, servletContext) -> {
          var servlet = servletContext.addServlet("all", new AllPaths(room(servletContext)));
          assertThat(servlet.addMapping("/*")).isEmpty();
        },
        Set.of());
    tomcat.start();
  }

  FakeDomain domain() {
    return domain;
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
    domain.close();
  }

  private Room room(ServletContext context) {
    var web = WebContext.of(domain, settings(), "/app", new MutableClock(), RandomSource.secure());
    var pages = Pages.of(web, context);
    var refusals = new RefusalWriter(web, pages.refusalPage());
    var routes = new Routes(List.of(pages));
    return new Room(web, new Dispatcher(web, routes, refusals), refusals);
  }

  private static AuthSettings settings() {
    var key =
        Base64.getEncoder()
            .encodeToString("a key of 32 bytes for this test.".getBytes(StandardCharsets.US_ASCII));
    var limit = new RateLimitSettings.Limit(100, Duration.ofMinutes(10));
    return new AuthSettings(
        true,
        Door.FILTER,
        "/auth",
        "jdbc/none",
        Confidential.of(key),
        List.of(),
        null,
        null,
        List.of(),
        "auth-admin",
        "root",
        List.of(),
        List.of(),
        new LocalSettings(true, 15, 47104, 1, 1, 1),
        new JwtSettings(
            false,
            JwsAlgorithm.ES256,
            null,
            KeySettings.DEFAULTS,
            "issuer",
            "audience",
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ofSeconds(30),
            false,
            false),
        List.of(),
        new SessionSettings(
            Duration.ofMinutes(30), Duration.ofHours(12), 10, Duration.ofMinutes(15), null),
        new ApiTokenSettings(true, Duration.ofDays(365), 50),
        new RevocationSettings(Duration.ofSeconds(1), Duration.ofSeconds(5), false),
        new RateLimitSettings(5, limit, limit),
        new AuditSettings(Duration.ofDays(365)),
        new FormSettings(FormSettings.LoginPage.APPLICATION),
        dev.portcullis.config.CertificateSettings.OFF,
        List.of(),
        new dev.portcullis.config.LoginSettings(List.of("local"), false),
        new dev.portcullis.config.OAuthSettings(java.util.List.of()),
        Settings.NO_SECOND_FACTORS,
        CryptoProvider.JDK);
  }

  private static final class AllPaths extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Room room;

    AllPaths(Room room) {
      this.room = room;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      var state = room.enter(request, response);
      if (room.isOwn(state)) {
        room.serveOwn(request, response, state);
      } else if (state.caller().isEmpty()) {
        room.refuse(request, response, state, Refusal.of(ErrorCode.AUTHENTICATION_REQUIRED));
      } else if (request.getRequestURI().endsWith("/forbidden")) {
        room.refuse(request, response, state, Refusal.of(ErrorCode.INSUFFICIENT_PERMISSIONS));
      } else if (request.getRequestURI().endsWith("/old")) {
        room.refuse(request, response, state, Refusal.tooOld(Duration.ofMinutes(5), false));
      } else {
        response.getWriter().write("the application");
      }
    }
  }
}
