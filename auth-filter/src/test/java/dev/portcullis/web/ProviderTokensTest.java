package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.ProviderToken;
import dev.portcullis.SecurityEvent.ProviderLogout;
import dev.portcullis.SessionCheck;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.provider.StandInProvider;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * A provider's tokens are kept where that is asked for, and the provider is asked again by them.
 */
class ProviderTokensTest {

  private static final String KEEP = "          keep_tokens: true\n";
  private static final Duration PAST_RECHECK = Duration.ofMinutes(16);

  private final Changing provider = new Changing();
  private ProviderApplication application;
  private ProviderApplication.Visitor browser;

  /** A provider whose user may lose a role. */
  private static final class Changing extends StandInProvider {
    private volatile boolean isClerk = true;

    @Override
    protected ObjectNode userInfo() {
      var json = super.userInfo();
      if (!isClerk) {
        json.putObject("realm").putArray("roles").add("guest");
      }
      return json;
    }
  }

  @BeforeEach
  void start() throws Exception {
    application = ProviderApplication.of(provider, KEEP);
    provider.givesRefreshTokens();
    browser = application.browser();
    assertThat(browser.signIn(provider, "").status()).isEqualTo(303);
  }

  @AfterEach
  void stop() {
    application.close();
    provider.close();
    application.resources.close();
  }

  private static Caller caller(ProviderApplication of, ProviderApplication.Visitor visitor) {
    var secret =
        visitor.cookies.entrySet().stream()
            .filter(cookie -> cookie.getKey().matches("portcullis-[0-9a-f]{8}"))
            .map(cookie -> Confidential.of(cookie.getValue()))
            .findFirst()
            .orElseThrow();
    var domain = Objects.requireNonNull(of.resources.domain());
    var check = domain.sessions().check(secret, new ClientInfo("127.0.0.1", null, "test"));
    return ((SessionCheck.Live) check).caller();
  }

  private Optional<ProviderToken> token() {
    return token(application, browser);
  }

  private static Optional<ProviderToken> token(
      ProviderApplication of, ProviderApplication.Visitor visitor) {
    var domain = Objects.requireNonNull(of.resources.domain());
    return domain.providerTokens().of(caller(of, visitor));
  }

  private int status() {
    return browser.get("/app/auth/me", "Accept: application/json").status();
  }

  private void pass(Duration time) {
    application.resources.clock().advance(time);
  }

  @Test
  @Proves({"S13", "S71"})
  void theApplicationGetsTheAccessTokenAndTheDatabaseDoesNot() throws SQLException {
    assertThat(token())
        .hasValueSatisfying(
            token -> {
              assertThat(token.provider()).isEqualTo("corp");
              assertThat(token.accessToken().reveal()).isEqualTo("access-canary");
              assertThat(token.toString()).doesNotContain("canary");
            });
    try (var connection = application.resources.database().dataSource().getConnection();
        var rows =
            connection
                .createStatement()
                .executeQuery("SELECT sealed_tokens FROM auth_provider_token")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).doesNotContain("canary").hasSizeGreaterThan(40);
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void withoutBeingAskedForNoneIsKept() throws Exception {
    try (var other = new StandInProvider();
        var keepsNone = ProviderApplication.of(other)) {
      other.givesRefreshTokens();
      var visitor = keepsNone.browser();
      assertThat(visitor.signIn(other, "").status()).isEqualTo(303);
      assertThat(token(keepsNone, visitor)).isEmpty();
      try (var connection = keepsNone.resources.database().dataSource().getConnection();
          var rows =
              connection.createStatement().executeQuery("SELECT 1 FROM auth_provider_token")) {
        assertThat(rows.next()).isFalse();
      }
      keepsNone.resources.close();
    }
  }

  @Test
  void oneThatIsAboutToExpireIsReplacedOnce() {
    pass(Duration.ofSeconds(250));
    assertThat(token().orElseThrow().accessToken().reveal()).isEqualTo("access-canary-1");
    assertThat(token().orElseThrow().accessToken().reveal()).isEqualTo("access-canary-1");
    assertThat(provider.renewals()).isEqualTo(1);
    pass(Duration.ofSeconds(250));
    assertThat(token().orElseThrow().accessToken().reveal()).isEqualTo("access-canary-2");
  }

  @Test
  void ofManyAtTheSameTimeOneAsks() throws Exception {
    pass(Duration.ofSeconds(250));
    var caller = caller(application, browser);
    var tokens = Objects.requireNonNull(application.resources.domain()).providerTokens();
    Set<String> seen = ConcurrentHashMap.newKeySet();
    var threads = Executors.newFixedThreadPool(8);
    for (int i = 0; i < 16; i++) {
      threads.execute(() -> seen.add(tokens.of(caller).orElseThrow().accessToken().reveal()));
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(provider.renewals()).isEqualTo(1);
    assertThat(seen).contains("access-canary-1").isSubsetOf("access-canary", "access-canary-1");
    assertThat(status()).isEqualTo(200);
  }

  @Test
  @Proves({"S24", "S38"})
  void whoeverIsDisabledThereIsSignedOutHere() {
    provider.disablesItsUser();
    assertThat(status()).isEqualTo(200);
    pass(PAST_RECHECK);
    assertThat(status()).isEqualTo(401);
    assertThat(application.events())
        .filteredOn(ProviderLogout.class::isInstance)
        .singleElement()
        .satisfies(event -> assertThat(event.subject()).isEqualTo("1 sessions, asked again"));
  }

  @Test
  @Proves("S24")
  void whoeverStaysIsAskedAboutAndStaysSignedIn() {
    pass(PAST_RECHECK);
    assertThat(status()).isEqualTo(200);
    assertThat(provider.renewals()).isEqualTo(1);
    pass(Duration.ofSeconds(10));
    assertThat(status()).isEqualTo(200);
    assertThat(provider.renewals()).isEqualTo(1);
  }

  @Test
  @Proves({"S19", "S24"})
  void whoeverLosesARoleThereLosesItHere() {
    assertThat(browser.me()).contains("clerk");
    provider.isClerk = false;
    pass(PAST_RECHECK);
    assertThat(status()).as("granted under other roles").isEqualTo(401);
    assertThat(browser.signIn(provider, "").status()).isEqualTo(303);
    assertThat(browser.me()).doesNotContain("clerk");
  }

  @Test
  @Proves({"S24", "S38"})
  void tokensAreNotRefreshedForWhoeverIsDisabledThere() {
    var program = application.browser();
    var begun = program.get(ProviderApplication.LOGIN, "Accept: application/json").body();
    var address = begun.replaceAll(".*\"auth_url\":\"([^\"]+)\".*", "$1").replace("\\u0026", "&");
    var tokens =
        program.get(
            ProviderApplication.CALLBACK + "?" + provider.authorize(address),
            "Accept: application/json");
    var refresh = tokens.body().replaceAll(".*\"refresh_token\":\"([^\"]+)\".*", "$1");
    provider.disablesItsUser();
    pass(Duration.ofMinutes(2));
    var answer =
        application
            .http()
            .postJson("/app/auth/token/refresh", "{\"refresh_token\":\"" + refresh + "\"}");
    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  @Proves("S74")
  void aProviderThatDoesNotAnswerIsWaitedForAndThenNobodyGoesOn() {
    provider.isOverloaded(true);
    pass(PAST_RECHECK);
    assertThat(status()).isEqualTo(200);
    assertThatThrownBy(this::token).isInstanceOf(TemporarilyUnavailableException.class);
    int minutes = 16;
    while (status() == 200 && minutes < 24 * 60) {
      pass(Duration.ofMinutes(10));
      minutes += 10;
    }
    assertThat(status()).isEqualTo(503);
    provider.isOverloaded(false);
    pass(Duration.ofMinutes(2));
    assertThat(status()).isEqualTo(200);
  }
}
