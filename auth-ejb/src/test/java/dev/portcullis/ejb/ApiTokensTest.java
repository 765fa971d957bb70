package dev.portcullis.ejb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AccountOutcome;
import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.NewApiToken;
import dev.portcullis.PasswordLogin;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.SecurityEvent;
import dev.portcullis.TokenVerification;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestServer;
import dev.portcullis.testing.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Personal API tokens, in the domain as it runs in a server; {@code there} is another node. */
class ApiTokensTest {

  private static final ClientInfo CLIENT = new ClientInfo("203.0.113.7", "a browser", "req-1");
  private static final Confidential PASSWORD = Confidential.of("ducks-waddle-over-the-icy-pond");
  private static final String YAML =
      """
      auth:
        encryption_key: ${AUTH_ENCRYPTION_KEY}
        public_url: https://app.example
        tokens: {max_per_user: 5}
        revocation: {mode: %s}
      """;

  private final TestServer server = new TestServer();
  private final PortcullisDomain here = start("replica");
  private final PortcullisDomain there = start("replica");

  @SuppressWarnings("NullAway.Init") // set before each test
  private Caller alice;

  private PortcullisDomain start(String mode) {
    return PortcullisRuntime.start(TestSettings.of(YAML.formatted(mode)), server);
  }

  @BeforeEach
  void signUp() {
    var account =
        new NewAccount("alice", null, "Alice", Set.of("user", "editor", "auditor"), PASSWORD);
    assertThat(here.accounts().create(account, CLIENT)).isInstanceOf(AccountOutcome.Done.class);
    alice = signIn();
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
    server.close();
  }

  private Caller signIn() {
    var login = new PasswordLogin("alice", PASSWORD, null);
    return here.authentication()
        .openSession(login, CLIENT)
        .foldWithoutSecondFactor(
            AuthenticationResult.Authenticated::caller,
            rejected -> {
              throw new AssertionError(rejected);
            });
  }

  private ApiTokenOutcome create(Caller caller, Duration life, @Nullable Set<String> roles) {
    return here.apiTokens().create(caller, new NewApiToken("nightly sync", life, roles), CLIENT);
  }

  private ApiTokenOutcome.Created created(String... roles) {
    return (ApiTokenOutcome.Created) create(alice, Duration.ofDays(30), Set.of(roles));
  }

  private static String verdict(PortcullisDomain node, Confidential token) {
    return node.accessTokenVerifier()
        .verify(token.reveal())
        .fold(
            valid -> String.join(" ", valid.caller().getRoles().stream().sorted().toList()),
            invalid -> "invalid",
            () -> "unavailable");
  }

  @Test
  @Proves({"S10", "S13"})
  void itActsForItsAccountWithItsOwnRolesAndSaysWhatItIs() {
    var made = created("user", "editor");
    assertThat(made.secret().reveal()).matches("pct_[A-Za-z0-9_-]{49}");
    var valid = (TokenVerification.Valid) here.accessTokenVerifier().verify(made.secret().reveal());
    assertThat(valid.caller().getUsername()).isEqualTo("alice");
    assertThat(valid.caller().getRoles()).containsExactlyInAnyOrder("user", "editor");
    assertThat(valid.caller().isApiToken()).isTrue();
    assertThat(valid.caller().getAuthenticationMethods()).containsExactly("api_token");
    assertThat(valid.tokenId()).isEqualTo(made.token().id());
    assertThat(alice.isApiToken()).isFalse();
    // Nothing else takes it, and it takes nothing else.
    assertThat(here.tokens().refresh(made.secret(), null, CLIENT))
        .isInstanceOf(AuthenticationResult.Rejected.class);
    assertThat(verdict(here, Confidential.of(made.secret().reveal() + "x"))).isEqualTo("invalid");
  }

  @Test
  @Proves("S71")
  void itsTextIsKeptNowhere() {
    var secret = created("user").secret().reveal();
    var dump = new StringBuilder();
    List<?> lines =
        server.database().inNew(tx -> tx.em().createNativeQuery("SCRIPT").getResultList());
    lines.forEach(line -> dump.append(line).append('\n'));
    assertThat(dump.toString()).contains("nightly sync").doesNotContain(secret.substring(4));
    assertThat(here.apiTokens().list(alice.getId()).toString()).doesNotContain(secret);
  }

  @Test
  void itHasNoMoreRolesThanItsAccountHasNowAndNeverMoreThanItWasGiven() {
    var some = created("user", "editor");
    assertThat(create(alice, Duration.ofDays(1), Set.of("user", "root")))
        .isEqualTo(new ApiTokenOutcome.Refused(List.of("token.roles")));
    assertThat(verdict(here, some.secret())).isEqualTo("editor user");
    assertThat(here.accounts().setRoles(alice.getId(), Set.of("user", "chief"), CLIENT))
        .isInstanceOf(AccountOutcome.Done.class);
    assertThat(verdict(here, some.secret())).as("at once").isEqualTo("user");
  }

  @Test
  @Proves("S26")
  void makingOneNeedsARecentAuthentication() {
    server.clock().advance(Duration.ofMinutes(5));
    assertThat(create(alice, Duration.ofDays(1), null)).isInstanceOf(ApiTokenOutcome.Created.class);
    server.clock().advance(Duration.ofMillis(1));
    assertThat(create(alice, Duration.ofDays(1), null))
        .isEqualTo(new ApiTokenOutcome.NotRecent(Duration.ofMinutes(5)));
  }

  @Test
  void anApiTokenNeitherMakesNorEndsOne() {
    var made = created("user");
    var program =
        ((TokenVerification.Valid) here.accessTokenVerifier().verify(made.secret().reveal()))
            .caller();
    assertThat(create(program, Duration.ofDays(1), null))
        .isInstanceOf(ApiTokenOutcome.NotAllowed.class);
    assertThat(here.apiTokens().delete(program, made.token().id(), CLIENT)).isFalse();
    here.sessions().logout(program, CLIENT);
    assertThat(verdict(here, made.secret())).isEqualTo("user");
  }

  @Test
  void aCallerWhoIsSignedOutMakesNone() {
    here.sessions().logout(alice, CLIENT);
    assertThat(create(alice, Duration.ofDays(1), null))
        .isInstanceOf(ApiTokenOutcome.NotAllowed.class);
  }

  @Test
  void whatIsNotAcceptableIsNamed() {
    for (var name : new String[] {"", "  ", "x".repeat(101), "a\nb", "a\u0000"}) {
      var outcome =
          here.apiTokens().create(alice, new NewApiToken(name, Duration.ofDays(1), null), CLIENT);
      assertThat(outcome).as(name).isEqualTo(new ApiTokenOutcome.Refused(List.of("token.name")));
    }
    for (var life : new Duration[] {Duration.ZERO, Duration.ofDays(365).plusMillis(1)}) {
      assertThat(create(alice, life, null))
          .isEqualTo(new ApiTokenOutcome.Refused(List.of("token.lifetime")));
    }
    assertThat(create(alice, Duration.ofDays(365), null))
        .isInstanceOf(ApiTokenOutcome.Created.class);
  }

  @Test
  void itExpires() {
    var made = (ApiTokenOutcome.Created) create(alice, Duration.ofSeconds(3), null);
    server.clock().advance(Duration.ofMillis(2_999));
    assertThat(verdict(here, made.secret())).isNotEqualTo("invalid");
    server.clock().advance(Duration.ofMillis(1));
    assertThat(verdict(here, made.secret())).isEqualTo("invalid");
    assertThat(here.apiTokens().list(alice.getId())).isEmpty();
  }

  @Test
  @Proves("S25")
  void theCapHoldsHoweverManyAskAtOnce() throws Exception {
    var pool = Executors.newFixedThreadPool(16);
    try {
      var tasks = new ArrayList<Callable<ApiTokenOutcome>>();
      for (int i = 0; i < 32; i++) {
        tasks.add(() -> create(alice, Duration.ofDays(1), null));
      }
      int made = 0;
      for (var outcome : pool.invokeAll(tasks)) {
        made += outcome.get() instanceof ApiTokenOutcome.Created ? 1 : 0;
      }
      assertThat(made).isEqualTo(5);
      assertThat(here.apiTokens().list(alice.getId())).hasSize(5);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  @Proves("S12")
  void deletingItCountsHereAtOnceAndElsewhereWithTheNextPoll() {
    var made = created("user");
    assertThat(verdict(here, made.secret())).isEqualTo("user");
    assertThat(verdict(there, made.secret())).isEqualTo("user");
    assertThat(here.apiTokens().delete(alice, made.token().id(), CLIENT)).isTrue();
    assertThat(verdict(here, made.secret())).isEqualTo("invalid");
    server.clock().advance(Duration.ofSeconds(1));
    server.scheduler().runAll();
    assertThat(verdict(there, made.secret())).isEqualTo("invalid");
    assertThat(here.apiTokens().delete(alice, made.token().id(), CLIENT)).isFalse();
  }

  @Test
  @Proves("S24")
  void loggingOutEverywhereAndDisablingTakeThemAll() {
    var first = created("user");
    assertThat(verdict(here, first.secret())).isEqualTo("user");
    assertThat(verdict(there, first.secret())).isEqualTo("user");
    here.sessions().logoutAll(alice, CLIENT);
    assertThat(verdict(here, first.secret())).isEqualTo("invalid");
    server.clock().advance(Duration.ofSeconds(5));
    assertThat(verdict(there, first.secret())).as("without a poll").isEqualTo("invalid");

    alice = signIn();
    var second = created("user");
    assertThat(verdict(here, second.secret())).isEqualTo("user");
    assertThat(here.accounts().setDisabled(alice.getId(), true, CLIENT))
        .isInstanceOf(AccountOutcome.Done.class);
    assertThat(verdict(here, second.secret())).isEqualTo("invalid");
    assertThat(here.accounts().setDisabled(alice.getId(), false, CLIENT))
        .isInstanceOf(AccountOutcome.Done.class);
    assertThat(verdict(here, second.secret())).as("enabled again").isEqualTo("invalid");
  }

  @Test
  @Proves("S74")
  void withoutTheDatabaseWhatIsNotInMemoryCannotBeAnswered() {
    var warm = created("user");
    var cold = created("editor");
    assertThat(verdict(here, warm.secret())).isEqualTo("user");
    server.database().setDown(true);
    assertThat(verdict(here, warm.secret())).isEqualTo("user");
    assertThat(verdict(here, cold.secret())).isEqualTo("unavailable");
    server.clock().advance(Duration.ofSeconds(5));
    assertThat(verdict(here, warm.secret())).isEqualTo("unavailable");
  }

  @Test
  @Proves("S12")
  void inStrictModeEveryTokenIsLookedUp() {
    try (var strict = start("strict")) {
      var made = created("user");
      assertThat(verdict(strict, made.secret())).isEqualTo("user");
      assertThat(here.apiTokens().delete(alice, made.token().id(), CLIENT)).isTrue();
      assertThat(verdict(strict, made.secret())).isEqualTo("invalid");
    }
  }

  @Test
  void aUseIsNotedLaterAndOnceAMinute() {
    var made = created("user");
    var first = server.clock().instant();
    assertThat(verdict(here, made.secret())).isEqualTo("user");
    assertThat(here.apiTokens().list(alice.getId()).get(0).lastUsedAt()).isNull();
    server.scheduler().runAll();
    assertThat(here.apiTokens().list(alice.getId()).get(0).lastUsedAt()).isEqualTo(first);
    server.clock().advance(Duration.ofSeconds(59));
    assertThat(verdict(here, made.secret())).isEqualTo("user");
    server.scheduler().runAll();
    assertThat(here.apiTokens().list(alice.getId()).get(0).lastUsedAt()).isEqualTo(first);
    server.clock().advance(Duration.ofSeconds(6));
    assertThat(verdict(here, made.secret())).isEqualTo("user");
    server.scheduler().runAll();
    assertThat(here.apiTokens().list(alice.getId()).get(0).lastUsedAt())
        .isEqualTo(first.plusSeconds(65));
  }

  @Test
  @Proves("S16")
  void clientsAskAboutItAndWhoeverHoldsItMayRevokeIt() {
    var made = created("user");
    assertThat(here.tokens().introspect(made.secret(), "gateway", CLIENT))
        .containsEntry("active", true)
        .containsEntry("sub", alice.getId())
        .containsEntry("jti", made.token().id())
        .containsEntry("token_type", "Bearer");
    here.tokens().revoke(made.secret(), CLIENT);
    here.tokens().revoke(made.secret(), CLIENT);
    assertThat(verdict(here, made.secret())).isEqualTo("invalid");
    assertThat(here.tokens().introspect(made.secret(), "gateway", CLIENT))
        .isEqualTo(Map.of("active", false));
  }

  @Test
  @Proves("S70")
  void makingAndEndingOneIsAudited() {
    var made = created("user");
    assertThat(here.apiTokens().delete(alice, made.token().id(), CLIENT)).isTrue();
    assertThat(server.fired())
        .filteredOn(
            event ->
                event instanceof SecurityEvent.ApiTokenCreated
                    || event instanceof SecurityEvent.ApiTokenDeleted)
        .extracting(SecurityEvent::subject)
        .containsExactly(made.token().id(), made.token().id());
  }

  @Test
  void switchedOffNoneIsTaken() {
    var made = created("user");
    var off =
        TestSettings.of(YAML.formatted("replica").replace("max_per_user: 5", "enabled: false"));
    try (var domain = PortcullisRuntime.start(off, server)) {
      assertThat(verdict(domain, made.secret())).isEqualTo("invalid");
      assertThat(
              domain
                  .apiTokens()
                  .create(alice, new NewApiToken("x", Duration.ofDays(1), null), CLIENT))
          .isInstanceOf(ApiTokenOutcome.NotAllowed.class);
    }
  }
}
