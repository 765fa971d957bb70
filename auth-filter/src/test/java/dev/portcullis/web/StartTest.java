package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.PortcullisDomain;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.config.Door;
import dev.portcullis.config.LoadedSettings;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.Settings;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever breaks at the start, the application is not open (S86). */
class StartTest {

  /** The configuration is not usable: there is none. */
  public static final class WithoutConfiguration extends TestServer.Startup {
    @Override
    LoadedSettings loadSettings(ServletContext context) {
      throw new IllegalArgumentException("no configuration");
    }
  }

  /** The domain does not start: the schema, the datasource. */
  public static final class WithoutDomain extends TestServer.Startup {
    @Override
    PortcullisDomain startDomain(AuthSettings settings, ServletContext context) {
      throw new IllegalStateException("no database");
    }
  }

  /** A class is missing. */
  public static final class WithoutClass extends TestServer.Startup {
    @Override
    PortcullisDomain startDomain(AuthSettings settings, ServletContext context) {
      throw new NoClassDefFoundError("some/Library");
    }
  }

  /** The listener never ran, or its failure was swallowed by the server. */
  public static final class Swallowed extends TestServer.Startup {
    @Override
    public void contextInitialized(ServletContextEvent event) {}
  }

  /** The configuration switches Portcullis off. */
  public static final class SwitchedOff extends TestServer.Startup {
    @Override
    LoadedSettings loadSettings(ServletContext context) {
      var s = super.loadSettings(context).settings();
      return new LoadedSettings(
          new AuthSettings(
              false,
              s.door(),
              s.basePath(),
              s.datasource(),
              s.encryptionKey(),
              s.previousEncryptionKeys(),
              s.nextEncryptionKey(),
              s.publicUrl(),
              s.trustedProxies(),
              s.adminRole(),
              s.bootstrapUsername(),
              s.protect(),
              s.clients(),
              s.local(),
              s.jwt(),
              s.issuers(),
              s.sessions(),
              s.apiTokens(),
              s.revocation(),
              s.rateLimit(),
              s.audit(),
              s.form(),
              s.certificate(),
              s.directories(),
              s.login(),
              s.providers(),
              s.twoFactor(),
              s.cryptoProvider()),
          List.of(),
          List.of());
    }
  }

  @ParameterizedTest
  @Proves("S86")
  @ValueSource(classes = {WithoutConfiguration.class, WithoutDomain.class, WithoutClass.class})
  void aFailureMakesTheDeploymentFail(Class<? extends PortcullisStartup> startup) throws Exception {
    try (var server = new TestServer(new Settings().build(), startup)) {
      assertThat(server.isDeployed()).isFalse();
      assertThat(server.http().get("/app/x").body()).doesNotContain("served=");
    }
  }

  @Test
  @Proves("S86")
  void aDoorThatCannotBeOpenedMakesTheDeploymentFail() throws Exception {
    var settings = new Settings().door(Door.MECHANISM).build();
    try (var server = new TestServer(settings, TestServer.Startup.class)) {
      assertThat(server.isDeployed()).isFalse();
    }
  }

  @Test
  @Proves("S86")
  void aFilterWithoutARoomRefusesEverything() throws Exception {
    try (var server = new TestServer(new Settings().build(), Swallowed.class)) {
      assertThat(server.isDeployed()).isTrue();
      for (var path : new String[] {"/app/x", "/app/", "/app/auth/login", "/app/auth/health"}) {
        var answer = server.http().get(path);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).doesNotContain("served=");
      }
    }
  }

  @Test
  void switchedOffItStepsAside() throws Exception {
    var settings = new Settings().rule(Settings.authenticated("/*")).build();
    try (var server = new TestServer(settings, SwitchedOff.class)) {
      var answer = server.http().get("/app/x");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("user=null", "address=-");
    }
  }

  @Test
  void stoppingClosesTheDomain() throws Exception {
    var server = new TestServer(new Settings().door(Door.MODULE).build());
    server.close();
    assertThat(server.domain().isClosed()).isTrue();
  }

  @Test
  void theFilterRunsAheadOfTheApplicationsOwn() throws Exception {
    try (var server = new TestServer(new Settings().rule(Settings.authenticated("/*")).build())) {
      assertThat(server.http().get("/app/x").headerLines())
          .noneMatch(line -> line.startsWith("X-Application-Filter"));
      assertThat(server.http().get("/app/x", "Authorization: Bearer token-bob").headerLines())
          .anyMatch(line -> line.startsWith("X-Application-Filter"));
    }
  }
}
