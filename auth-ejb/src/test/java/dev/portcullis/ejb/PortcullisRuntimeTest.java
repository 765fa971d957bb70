package dev.portcullis.ejb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AccountOutcome;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.PasswordLogin;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SessionCheck;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.TokenGrant;
import dev.portcullis.TokenVerification;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.testing.LogCapture;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestServer;
import dev.portcullis.testing.TestSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole domain, as it runs in a server, without one. */
class PortcullisRuntimeTest {

  private static final ClientInfo CLIENT = new ClientInfo("203.0.113.7", "a browser", "req-1");
  private static final Confidential PASSWORD = Confidential.of("ducks-waddle-over-the-icy-pond");

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aPersonSignsInWithACookieAndAClientWithTokens() {
    try (var domain = start()) {
      create(domain);
      var session = proven(domain.authentication().openSession(login(), CLIENT)).grant();
      assertThat(domain.sessions().check(session.secret(), CLIENT))
          .isInstanceOf(SessionCheck.Live.class);

      var tokens = proven(domain.authentication().issueTokens(login(), null, CLIENT)).grant();
      assertThat(verify(domain, tokens)).isInstanceOf(TokenVerification.Valid.class);
      assertThat(proven(domain.tokens().refresh(tokens.refreshToken(), null, CLIENT)).grant())
          .isNotNull();
      assertThat(domain.isStoreReachable()).isTrue();
    }
  }

  @Test
  void sessionsTokensAndRevocationsOutliveARestart() {
    Confidential secret;
    TokenGrant live;
    TokenGrant revoked;
    try (var domain = start()) {
      create(domain);
      secret = proven(domain.authentication().openSession(login(), CLIENT)).grant().secret();
      live = proven(domain.authentication().issueTokens(login(), null, CLIENT)).grant();
      revoked = proven(domain.authentication().issueTokens(login(), null, CLIENT)).grant();
      domain.tokens().revoke(revoked.accessToken(), CLIENT);
    }
    try (var domain = start()) {
      assertThat(domain.sessions().check(secret, CLIENT)).isInstanceOf(SessionCheck.Live.class);
      assertThat(verify(domain, live)).isInstanceOf(TokenVerification.Valid.class);
      assertThat(verify(domain, revoked)).isInstanceOf(TokenVerification.Invalid.class);
    }
  }

  @Test
  @Proves("S2")
  void withTokensSwitchedOffNoneIsIssuedOrSaidToBeLive() {
    var yaml =
        """
        auth:
          encryption_key: ${AUTH_ENCRYPTION_KEY}
          public_url: https://app.example
          providers: {jwt: {enabled: %s}}
        """;
    TokenGrant tokens;
    try (var domain = start(TestSettings.of(yaml.formatted(true)))) {
      create(domain);
      tokens = proven(domain.authentication().issueTokens(login(), null, CLIENT)).grant();
    }
    try (var domain = start(TestSettings.of(yaml.formatted(false)))) {
      assertThat(domain.tokens().refresh(tokens.refreshToken(), null, CLIENT))
          .isInstanceOf(AuthenticationResult.Rejected.class);
      assertThat(domain.tokens().introspect(tokens.accessToken(), "resource", CLIENT))
          .isEqualTo(Map.of("active", false));
      assertThat(domain.tokens().introspect(tokens.refreshToken(), "resource", CLIENT))
          .isEqualTo(Map.of("active", false));
    }
  }

  @Test
  @Proves("S18")
  void aKeyThatIsRetiredInTheDatabaseIsRefusedWithoutARestart() {
    try (var domain = start()) {
      create(domain);
      var tokens = proven(domain.authentication().issueTokens(login(), null, CLIENT)).grant();
      assertThat(verify(domain, tokens)).isInstanceOf(TokenVerification.Valid.class);
      int retired =
          server
              .database()
              .inNew(
                  tx ->
                      tx.em()
                          .createNativeQuery("UPDATE auth_signing_key SET phase = 'RETIRED'")
                          .executeUpdate());
      assertThat(retired).isEqualTo(1);
      server.scheduler().runAll();
      assertThat(verify(domain, tokens)).isInstanceOf(TokenVerification.Invalid.class);
    }
  }

  @Test
  @Proves("S74")
  void whileTheDatabaseIsAwayNobodyGetsInAndAfterwardsAllIsAsBefore() {
    try (var domain = start()) {
      create(domain);
      var tokens = proven(domain.authentication().issueTokens(login(), null, CLIENT)).grant();

      server.database().setDown(true);
      assertThatThrownBy(() -> domain.authentication().openSession(login(), CLIENT))
          .isInstanceOf(TemporarilyUnavailableException.class);
      assertThatThrownBy(() -> domain.tokens().refresh(tokens.refreshToken(), null, CLIENT))
          .isInstanceOf(TemporarilyUnavailableException.class);
      server.clock().advance(Duration.ofSeconds(6));
      server.scheduler().runAll();
      assertThat(verify(domain, tokens)).isInstanceOf(TokenVerification.Unavailable.class);

      server.database().setDown(false);
      server.clock().advance(Duration.ofSeconds(2));
      server.scheduler().runAll();
      assertThat(verify(domain, tokens)).isInstanceOf(TokenVerification.Valid.class);
      assertThat(proven(domain.authentication().openSession(login(), CLIENT)).grant()).isNotNull();
    }
  }

  @Test
  @Proves("S70")
  void aLoginLeavesARowAnEventAndACount() {
    try (var domain = start()) {
      create(domain);
      proven(domain.authentication().openSession(login(), CLIENT));
      assertThat(server.fired())
          .filteredOn(SecurityEvent.LoginSucceeded.class::isInstance)
          .hasSize(1);
      assertThat(auditRows("login")).isEqualTo(1);
      assertThat(domain.metrics().scrape().lines())
          .contains("auth_success_total{method=\"password\"} 1.0", "auth_login_seconds_count 1")
          .anyMatch(line -> line.startsWith("auth_store_seconds_count{operation=\"login\"}"));
    }
  }

  @Test
  void theGaugesFollowWhatLives() {
    try (var domain = start()) {
      create(domain);
      proven(domain.authentication().openSession(login(), CLIENT));
      server.scheduler().runAll();
      assertThat(domain.metrics().scrape().lines())
          .contains("auth_sessions_live 1.0", "auth_revocations_live 0.0")
          .anyMatch(line -> line.startsWith("auth_revocations_staleness_seconds 0"));
    }
  }

  @Test
  @Proves("S85")
  void theLinkInTheLogMakesTheFirstAdministratorAndOnlyTheFirst() {
    String log = setupLog();
    var matcher =
        Pattern.compile("http://localhost:8080/app/auth/setup\\?link=(\\S+)").matcher(log);
    assertThat(matcher.find()).isTrue();
    try (var domain = start(withBootstrap())) {
      var done = domain.setup().complete(Confidential.of(matcher.group(1)), PASSWORD, CLIENT);
      assertThat(done).isInstanceOf(AccountOutcome.Done.class);
      assertThat(((AccountOutcome.Done) done).account().roles()).contains("auth-admin");
    }
    assertThat(setupLog()).isEmpty();
  }

  private String setupLog() {
    try (var log = new LogCapture("dev.portcullis.setup");
        var domain = start(withBootstrap())) {
      assertThat(domain).isNotNull();
      return String.join("\n", log.lines());
    }
  }

  @Test
  @Proves("S86")
  void aStartThatFailsLeavesNothingOpenAndSaysWhy() {
    server.failOnStarted("the application's observer failed");
    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Portcullis cannot start: the application's observer failed");
    assertThat(server.scheduler().scheduled()).isEmpty();
    assertThat(server.openTransactions()).isZero();
    assertThat(server.openLanes()).isZero();
    assertThat(server.domain()).isNull();
  }

  @Test
  @Proves("S86")
  void aDatabaseThatIsAwayStopsTheStart() {
    server.database().setDown(true);
    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The database does not answer");
    assertThat(server.scheduler().scheduled()).isEmpty();
    assertThat(server.openTransactions()).isZero();
    assertThat(server.openLanes()).isZero();
  }

  @Test
  void closingEndsTheBackgroundWorkAndTheViews() {
    var domain = start();
    assertThat(server.scheduler().scheduled()).isNotEmpty();
    domain.close();
    domain.close();
    assertThat(server.scheduler().scheduled()).isEmpty();
    assertThat(server.openTransactions()).isZero();
    assertThat(server.openLanes()).isZero();
    assertThat(server.domain()).isNull();
  }

  @Test
  void settingsThatAreSwitchedOffStartNothing() {
    assertThatThrownBy(() -> start(TestSettings.of("auth: {enabled: false}")))
        .hasMessageContaining("auth.enabled");
  }

  @Test
  void aViewRefusesBeforeTheStart() {
    assertThatThrownBy(() -> new DomainHolder().domain())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("auth.enabled");
  }

  private PortcullisDomain start() {
    return start(TestSettings.defaults());
  }

  private PortcullisDomain start(AuthSettings settings) {
    return PortcullisRuntime.start(settings, server);
  }

  private static AuthSettings withBootstrap() {
    return TestSettings.of(
        """
        auth:
          datasource: jdbc/portcullis
          encryption_key: ${AUTH_ENCRYPTION_KEY}
          bootstrap: {username: root}
          providers: {local: {enabled: true}}
        """);
  }

  private static void create(PortcullisDomain domain) {
    var outcome =
        domain
            .accounts()
            .create(new NewAccount("alice", null, "Alice", Set.of("user"), PASSWORD), CLIENT);
    assertThat(outcome).isInstanceOf(AccountOutcome.Done.class);
  }

  private static PasswordLogin login() {
    return new PasswordLogin("Alice", PASSWORD, null);
  }

  private static <T> Authenticated<T> proven(AuthenticationResult<T> result) {
    assertThat(result).isInstanceOf(Authenticated.class);
    return (Authenticated<T>) result;
  }

  private static TokenVerification verify(PortcullisDomain domain, TokenGrant tokens) {
    return domain.accessTokenVerifier().verify(tokens.accessToken().reveal());
  }

  private long auditRows(String action) {
    return server
        .database()
        .inNew(
            tx ->
                tx.em()
                    .createQuery(
                        "SELECT COUNT(a) FROM AuditRecord a WHERE a.action = :action", Long.class)
                    .setParameter("action", action)
                    .getSingleResult());
  }
}
