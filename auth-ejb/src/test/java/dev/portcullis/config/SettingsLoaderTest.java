package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.config.RateLimitSettings.Limit;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SettingsLoaderTest {

  @Test
  void hasADefaultForEverythingButTheEncryptionKey() {
    var settings = TestSource.of("auth: {}").settings();

    assertThat(settings.enabled()).isTrue();
    assertThat(settings.door()).isEqualTo(Door.AUTO);
    assertThat(settings.basePath()).isEqualTo("/auth");
    assertThat(settings.datasource()).isEqualTo("jdbc/portcullis");
    assertThat(settings.encryptionKey().reveal()).isEqualTo(TestSource.ENCRYPTION_KEY);
    assertThat(settings.publicUrl()).isNull();
    assertThat(settings.trustedProxies()).isEmpty();
    assertThat(settings.adminRole()).isEqualTo("auth-admin");
    assertThat(settings.bootstrapUsername()).isNull();
    assertThat(settings.protect()).isEmpty();
    assertThat(settings.clients()).isEmpty();
    assertThat(settings.sessions())
        .isEqualTo(
            new SessionSettings(
                Duration.ofMinutes(30), Duration.ofHours(12), 10, Duration.ofMinutes(15), null));
    assertThat(settings.rateLimit())
        .isEqualTo(
            new RateLimitSettings(
                5, new Limit(100, Duration.ofMinutes(10)), new Limit(300, Duration.ofMinutes(10))));
    assertThat(settings.audit()).isEqualTo(new AuditSettings(Duration.ofDays(365)));
  }

  @Test
  void switchesLocalAccountsAndGeneratedTokenKeysOnByDefault() {
    var settings = TestSource.of("auth:").settings();

    assertThat(settings.local().enabled()).isTrue();
    assertThat(settings.local().minimumLength()).isEqualTo(15);
    assertThat(settings.local().hashMemoryKib()).isEqualTo(47_104);
    assertThat(settings.local().hashIterations()).isEqualTo(1);
    assertThat(settings.local().hashConcurrency())
        .isBetween(1, Runtime.getRuntime().availableProcessors());
    assertThat(settings.local().hashQueue()).isEqualTo(64);
    assertThat(settings.jwt())
        .isEqualTo(
            new JwtSettings(
                true,
                JwsAlgorithm.ES256,
                null,
                KeySettings.DEFAULTS,
                "http://localhost",
                "http://localhost",
                Duration.ofMinutes(15),
                Duration.ofDays(7),
                Duration.ZERO,
                Duration.ofSeconds(30),
                false,
                false));
  }

  @Test
  void readsEverythingThatIsWritten() {
    var settings =
        TestSource.of(
                """
                auth:
                  door: mechanism
                  base_path: /sign-in
                  datasource: java:/jdbc/other
                  public_url: HTTPS://App.Example.com:443/shop/
                  trusted_proxies: [10.0.0.0/8, "::1"]
                  admin_role: boss
                  bootstrap: {username: root}
                  protect:
                    - {path: "/api/admin/*", methods: [GET, post], roles: [admin, boss], accept: [bearer]}
                    - {path: "/api/admin/*"}
                    - {path: "/app/*", accept: "session, bearer", max_age: 15m, csrf: origin}
                    - {path: "/public/*", access: anonymous}
                  clients:
                    - {id: gateway, secret_hash: AA3dda47ac5e07de9f3a2a8bbfd5eb6aa63ea1a5a9f7ae5a3f3b9f6a0ab09f6b, may: [introspect]}
                  providers:
                    local: {minimum_length: 20, hash_memory: 65536, hash_iterations: 2, hash_concurrency: 3, hash_queue: 0}
                    jwt: {algorithm: EdDSA, issuer: shop, audience: api, expiration: 30m, refresh_token_expiration: 1d12h, clock_skew: 0s, claims: minimal, store_tokens: true}
                  sessions: {idle: 20m, absolute: 8h, max_per_user: 3, recheck_source: 5m, sso_group: staff}
                  rate_limit: {account: 3, address: 50/5m, prefix: 1/2s}
                  audit: {retention: 30d}
                """)
            .load();
    var read = settings.settings();

    assertThat(settings.warnings()).isEmpty();
    assertThat(read.door()).isEqualTo(Door.MECHANISM);
    assertThat(read.basePath()).isEqualTo("/sign-in");
    assertThat(read.datasource()).isEqualTo("java:/jdbc/other");
    assertThat(read.publicUrl()).isEqualTo(URI.create("https://app.example.com/shop"));
    assertThat(read.trustedProxies())
        .extracting(Object::toString)
        .containsExactly("10.0.0.0/8", "::1");
    assertThat(read.adminRole()).isEqualTo("boss");
    assertThat(read.bootstrapUsername()).isEqualTo("root");
    assertThat(read.protect())
        .containsExactly(
            new ProtectRule(
                "/api/admin/*",
                Set.of("GET", "HEAD", "POST"),
                false,
                Set.of("admin", "boss"),
                Set.of(CredentialKind.BEARER),
                null,
                false),
            new ProtectRule(
                "/api/admin/*",
                Set.of(),
                false,
                Set.of(),
                CredentialKind.USUAL,
                true,
                null,
                false,
                false),
            new ProtectRule(
                "/app/*",
                Set.of(),
                false,
                Set.of(),
                CredentialKind.USUAL,
                Duration.ofMinutes(15),
                true),
            new ProtectRule(
                "/public/*",
                Set.of(),
                true,
                Set.of(),
                CredentialKind.USUAL,
                true,
                null,
                false,
                false));
    assertThat(read.clients())
        .containsExactly(
            new ClientSettings(
                "gateway",
                "aa3dda47ac5e07de9f3a2a8bbfd5eb6aa63ea1a5a9f7ae5a3f3b9f6a0ab09f6b",
                true));
    assertThat(read.local()).isEqualTo(new LocalSettings(true, 20, 65_536, 2, 3, 0));
    assertThat(read.jwt())
        .isEqualTo(
            new JwtSettings(
                true,
                JwsAlgorithm.EDDSA,
                null,
                KeySettings.DEFAULTS,
                "shop",
                "api",
                Duration.ofMinutes(30),
                Duration.ofHours(36),
                Duration.ZERO,
                Duration.ZERO,
                true,
                true));
    assertThat(read.sessions())
        .isEqualTo(
            new SessionSettings(
                Duration.ofMinutes(20), Duration.ofHours(8), 3, Duration.ofMinutes(5), "staff"));
    assertThat(read.rateLimit())
        .isEqualTo(
            new RateLimitSettings(
                3, new Limit(50, Duration.ofMinutes(5)), new Limit(1, Duration.ofSeconds(2))));
    assertThat(read.audit().retention()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void takesThePublicUrlAsIssuerAndTheIssuerAsAudience() {
    var jwt = TestSource.of("auth: {public_url: 'https://app.example.com/'}").settings().jwt();

    assertThat(jwt.issuer()).isEqualTo("https://app.example.com");
    assertThat(jwt.audience()).isEqualTo("https://app.example.com");
  }

  @Test
  void takesHs256WithASecretAndNoAlgorithm() {
    var jwt =
        TestSource.of("auth: {providers: {jwt: {secret: " + TestSource.JWT_SECRET + "}}}")
            .settings()
            .jwt();

    assertThat(jwt.algorithm()).isEqualTo(JwsAlgorithm.HS256);
  }

  @Test
  void needsNothingElseToBeValidWhenSwitchedOff() {
    var loaded =
        TestSource.of(
                """
                auth:
                  enabled: false
                  door: hole
                  nonsense: true
                  encryption_key: "${NOWHERE}"
                  providers: {saml: {sso_url: x}}
                """)
            .withoutEnv("AUTH_ENCRYPTION_KEY")
            .load();

    assertThat(loaded.settings().enabled()).isFalse();
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.notices()).contains("auth.enabled is false: Portcullis steps aside.");
  }

  @Test
  void needsYamlEvenWhenSwitchedOff() {
    assertThatThrownBy(TestSource.of("auth: {enabled: false")::load)
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void doesNotLookAtTheValuesOfProvidersThatAreSwitchedOff() {
    var settings =
        TestSource.of(
                """
                auth:
                  providers:
                    jwt: {enabled: false, secret: "${NOWHERE}", expiration: forever, issuers: [{issuer: x}]}
                    local: {enabled: false, minimum_length: few, user_source: {password_sql: x}, registration: true}
                    saml: {enabled: false, private_key: "${NOWHERE}"}
                """)
            .load();

    assertThat(settings.settings().jwt().enabled()).isFalse();
    assertThat(settings.settings().jwt().secret()).isNull();
    assertThat(settings.settings().local().enabled()).isFalse();
    assertThat(settings.warnings())
        .containsExactly("auth.providers has no provider through which anybody could sign in");
  }

  @Test
  void saysWithoutPublicUrlThatOnlyLocalhostIsAnswered() {
    assertThat(TestSource.of("auth: {}").load().notices())
        .contains("auth.public_url is not set: only requests to localhost are answered.");
    assertThat(TestSource.of("auth: {public_url: 'https://a.example'}").load().notices())
        .noneMatch(notice -> notice.contains("public_url"));
  }

  @Nested
  class Warns {

    private List<String> warnings(String yaml) {
      return TestSource.of(yaml).load().warnings();
    }

    @Test
    void ofValuesLooserThanAdvised() {
      assertThat(
              warnings(
                  """
                  auth:
                    providers: {jwt: {expiration: 61m, refresh_grace: 1s}}
                    sessions: {idle: 31m, absolute: 13h}
                    rate_limit: {account: 6, address: 101/10m, prefix: 31/1m}
                  """))
          .hasSize(7)
          .allMatch(warning -> warning.contains(" is above the advised "));
    }

    @Test
    void ofNothingAtTheAdvisedValues() {
      assertThat(
              warnings(
                  """
                  auth:
                    providers: {jwt: {expiration: 1h, refresh_grace: 0s}}
                    sessions: {idle: 30m, absolute: 12h}
                    rate_limit: {account: 5, address: 10/1m, prefix: 300/10m}
                  """))
          .isEmpty();
    }

    @Test
    void ofMethodsThatARuleLeavesOpen() {
      assertThat(warnings("auth: {protect: [{path: /api/*, methods: [GET, POST]}]}"))
          .singleElement()
          .asString()
          .startsWith("auth.protect[0] protects /api/* for some methods only");
      assertThat(
              warnings("auth: {protect: [{path: /api/*, methods: [GET]}, {path: /*, roles: [x]}]}"))
          .isEmpty();
    }
  }
}
