package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.config.file.Problem;
import dev.portcullis.testing.Proves;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stops the start, one thing at a time and then all at once. */
@Proves("S73")
class BootMatrixTest {

  private static final String S48 = "Zk3Qm9vT1xW7rL5cPb2nYs8dHf4gJ6aK0eUiOqRtXyA5w1Dh";
  private static final String S64 = S48 + "Vt7Cq2LmPz9XnBf4";

  private static List<Problem> problems(TestSource source) {
    var thrown = catchThrowableOfType(ConfigurationException.class, source::load);
    assertThat(thrown).as("it started").isNotNull();
    return thrown.problems();
  }

  private static Problem problem(TestSource source) {
    var problems = problems(source);
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  private static TestSource jwt(String keys) {
    return TestSource.of("auth: {providers: {jwt: {" + keys + "}}}");
  }

  private static TestSource withSecret(String algorithm, String secret) {
    return jwt("algorithm: " + algorithm).env("AUTH_PROVIDERS_JWT_SECRET", secret);
  }

  @Test
  @Proves("S12")
  void aRevocationCountsEverywhereWithinFiveSecondsWhateverIsConfigured() {
    for (var keys : new String[] {"max_staleness: 6s", "poll_interval: 5s", "mode: relaxed"}) {
      var problem = problem(TestSource.of("auth: {revocation: {" + keys + "}}"));
      assertThat(problem.path()).startsWith("auth.revocation.");
    }
    var late = problem(TestSource.of("auth: {revocation: {poll_interval: 4s, max_staleness: 4s}}"));
    assertThat(late.path()).isEqualTo("auth.revocation.max_staleness");
    assertThat(late.reason()).contains("is not longer than auth.revocation.poll_interval");
  }

  @ParameterizedTest
  @CsvSource({
    "HS256, 31, refused", "HS256, 32, starts",
    "HS384, 47, refused", "HS384, 48, starts",
    "HS512, 63, refused", "HS512, 64, starts",
  })
  void anHmacKeyHasTheBitsOfItsDigest(String algorithm, int bytes, String outcome) {
    var source = withSecret(algorithm, S64.substring(0, bytes));

    if (outcome.equals("starts")) {
      assertThatCode(source::load).doesNotThrowAnyException();
    } else {
      var problem = problem(source);
      assertThat(problem.path()).isEqualTo("auth.providers.jwt.secret");
      assertThat(problem.value()).isEqualTo(Problem.REDACTED);
      assertThat(problem.reason())
          .isEqualTo(
              "has %d bytes, and %s needs at least %d (%d bits)"
                  .formatted(bytes, algorithm, bytes + 1, (bytes + 1) * 8));
      assertThat(problem.remedy()).contains("openssl rand");
    }
  }

  @Test
  void anHmacKeyIsCountedInBytesAndNotInCharacters() {
    var thirtyOneCharacters = S64.substring(0, 30) + "ß";

    assertThatCode(withSecret("HS256", thirtyOneCharacters)::load).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "changeme",
        "your-256-bit-secret",
        "a-string-secret-at-least-256-bits-long",
        "A_STRING_SECRET_AT_LEAST_256_BITS_LONG!",
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
        "404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "00000000000000000000000000000000",
        "secretsecretsecretsecretsecretsecretsecret",
        "changeme-changeme-changeme-changeme-changeme",
        "passwordpasswordpasswordpasswordpassword",
        "0123456789abcdef0123456789abcdef",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
        "12345678901234567890123456789012",
        "qwertyuiopqwertyuiopqwertyuiopqwertyuiop",
        "                                        ",
      })
  void anHmacKeyIsNoneThatAnybodyKnowsOrGuesses(String secret) {
    var problem = problem(withSecret("HS256", secret));

    assertThat(problem.path()).isEqualTo("auth.providers.jwt.secret");
    assertThat(problem.reason()).containsAnyOf("well-known or guessable", "is empty");
    assertThat(problem.value()).isEqualTo(Problem.REDACTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x8Jq3LzW0pVt7RmYc5NdKf2BgHs9QaE4",
        "3f9c2b7e81d04a56bb0ef7c92d18a463",
        "tundra-osprey-lacquer-fidget-quorum-saddle-breach-iodine",
        "q5T+8vXw/3bZkL1mN0pR7sYc2dFgHjKa4uEiOoPlM9U=",
      })
  void aRandomHmacKeyStarts(String secret) {
    assertThatCode(withSecret("HS256", secret)::load).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE"})
  @Proves({"S2", "S73"})
  void tokensAreSigned(String algorithm) {
    var problem = problem(jwt("algorithm: " + algorithm));

    assertThat(problem.reason())
        .startsWith("would accept tokens that nobody signed; allowed is one of HS256, ")
        .doesNotContain("none,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS512", "ES256", "EdDSA"})
  @Proves({"S2", "S73"})
  void aSecretAndAKeyPairAreNotHadTogether(String algorithm) {
    assertThat(problem(withSecret(algorithm, S64)).reason()).contains("signs with a key pair");
  }

  @Test
  @Proves({"S2", "S73"})
  void anHmacAlgorithmNeedsASecret() {
    assertThat(problem(jwt("algorithm: HS256")).reason())
        .isEqualTo("needs auth.providers.jwt.secret, which is missing");
  }

  @Test
  void theEncryptionKeyIsThere() {
    var problem = problem(TestSource.of("auth: {}").withoutEnv("AUTH_ENCRYPTION_KEY"));

    assertThat(problem.path()).isEqualTo("auth.encryption_key");
    assertThat(problem.remedy())
        .contains("openssl rand -base64 32")
        .contains("AUTH_ENCRYPTION_KEY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        "not base64 at all, though it is long enough",
        "4kB0hPzvAmYy4IsTxnZb6g==",
        "4kB0hPzvAmYy4IsTxnZb6g3gPpIrGLQOYb8Q1cWQd9E0AAA=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
      })
  void theEncryptionKeyIs32RandomBytes(String key) {
    var problem = problem(TestSource.of("auth: {}").env("AUTH_ENCRYPTION_KEY", key));

    assertThat(problem.path()).isEqualTo("auth.encryption_key");
    assertThat(problem.value()).isEqualTo(Problem.REDACTED);
    assertThat(problem.remedy()).contains("openssl rand -base64 32");
  }

  @ParameterizedTest
  @CsvSource({
    "expiration, 24h, starts",
    "expiration, 86401s, refused",
    "expiration, 0s, refused",
    "clock_skew, 60s, starts",
    "clock_skew, 61s, refused",
    "refresh_token_expiration, 1m, refused",
    "refresh_grace, 61s, refused",
  })
  @Proves({"S8", "S12", "S73"})
  void timesOfTokensHaveLimits(String key, String value, String outcome) {
    var source = jwt(key + ": " + value);

    if (outcome.equals("starts")) {
      assertThatCode(source::load).doesNotThrowAnyException();
    } else {
      assertThat(problem(source).path()).isEqualTo("auth.providers.jwt." + key);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "minimum_length, 14", "minimum_length, 65", "hash_memory, 47103", "hash_iterations, 0",
    "hash_concurrency, 0", "hash_queue, -1", "minimum_length, 1e2", "hash_queue, 99999999999",
  })
  @Proves({"S28", "S30", "S73"})
  void passwordsAreNotWeakened(String key, String value) {
    var source = TestSource.of("auth: {providers: {local: {" + key + ": " + value + "}}}");

    assertThat(problem(source).path()).isEqualTo("auth.providers.local." + key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://app.example.com", "http://localhost.example.com", "app.example.com", "/shop",
        "ftp://localhost", "https://", "https://user:pw@app.example.com", "https://a.example/?q=1",
        "https://a.example/#f", "https://a.example/a//b", "https://a.example/a/../b", "mailto:x",
        "https://a.example/%2e", "https://a.example/;x", "https://a.example:0",
            "https://a.example:70000",
        "https://exa mple.com", "https://a.example//",
      })
  void thePublicUrlIsOneThatLinksCanBeMadeOf(String url) {
    var problem = problem(TestSource.of("auth: {}").env("AUTH_PUBLIC_URL", url));

    assertThat(problem.path()).isEqualTo("auth.public_url");
    assertThat(problem.reason()).contains("allowed is an address such as https://app.example.com");
    assertThat(problem.value()).doesNotContain("user:pw");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS://App.Example.COM:443/, https://app.example.com",
    "https://a.example/Shop/, https://a.example/Shop",
    "https://a.example:8443, https://a.example:8443",
    "http://localhost:8080/shop, http://localhost:8080/shop",
    "http://app.localhost:80, http://app.localhost",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "'http://[::1]:8080/', 'http://[::1]:8080'",
  })
  void thePublicUrlIsBroughtToOneSpelling(String written, String url) {
    var settings = TestSource.of("auth: {}").env("AUTH_PUBLIC_URL", written).settings();

    assertThat(settings.publicUrl()).hasToString(url);
  }

  @ParameterizedTest
  @CsvSource({
    "auth.base_path, auth",
    "auth.base_path, /",
    "auth.base_path, /auth/",
    "auth.base_path, /a//b",
    "auth.base_path, /../a",
    "auth.base_path, /a;b",
    "auth.base_path, /a%2fb",
    "auth.door, Module",
    "auth.door, none",
    "auth.enabled, yes",
    "auth.admin_role, a b",
    "auth.datasource, 'jdbc/x y'",
    "auth.bootstrap.username, 'a b'",
    "auth.trusted_proxies, 0.0.0.0/0",
    "auth.trusted_proxies, ::/0",
    "auth.trusted_proxies, ::ffff:0:0/96",
    "auth.trusted_proxies, proxy.example.com",
    "auth.trusted_proxies, '10.0.0.1,,::1'",
    "auth.sessions.idle, 13h",
    "auth.sessions.absolute, 29m",
    "auth.sessions.max_per_user, 0",
    "auth.sessions.idle, 30",
    "auth.sessions.idle, ''",
    "auth.sessions.sso_group, a/b",
    "auth.rate_limit.account, 0",
    "auth.rate_limit.account, 101",
    "auth.rate_limit.address, 100",
    "auth.rate_limit.address, 0/10m",
    "auth.rate_limit.address, 10/0s",
    "auth.rate_limit.prefix, 10/2d",
    "auth.rate_limit.prefix, 10/m",
    "auth.audit.retention, 0s",
    "auth.providers.jwt.claims, all",
    "auth.providers.jwt.issuer, ' '",
    "auth.providers.jwt.algorithm, HS265",
  })
  void aValueThatIsNotAllowedIsRefused(String path, String value) {
    var problem = problem(TestSource.of("auth: {}").property(path, value));

    assertThat(problem.path()).isEqualTo(path);
    assertThat(problem.remedy()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth: {protect: [{path: /x, acces: anonymous}]}",
        "auth: {sessions: {idel: 5m}}",
        "auth: {basePaht: /x}",
        "auth: {providers: {jwt: {secert: hunter2}}}",
        "auth: {providers: {oauth: {enabled: false, clientid: x}}}",
        "auth: {providers: {saml: {enabled: false, certifcate: x}}}",
      })
  void anUnknownKeyIsRefusedWithTheOneThatWasMeant(String yaml) {
    var problem = problem(TestSource.of(yaml));

    assertThat(problem.reason()).startsWith("is not a known key");
    assertThat(problem.remedy()).startsWith("Did you mean auth.");
    assertThat(problem.value()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth: {xyzzy: 1}                          | auth.xyzzy",
        "auth: {sessions: 5}                       | auth.sessions",
        "auth: {sessions: [5]}                     | auth.sessions",
        "auth: {door: [auto]}                      | auth.door",
        "auth: {door: {auto: true}}                | auth.door",
        "auth: {door: }                            | auth.door",
        "auth: {trusted_proxies: {a: b}}           | auth.trusted_proxies",
        "auth: {trusted_proxies: [[10.0.0.1]]}     | auth.trusted_proxies",
        "auth: {trusted_proxies: [10.0.0.1, nix]}  | auth.trusted_proxies[1]",
        "auth: {protect: {path: /x}}               | auth.protect",
        "auth: {protect: [/x]}                     | auth.protect[0]",
        "auth: [a]                                 | auth",
        "auth: true                                | auth",
        "Auth: {}                                  | auth",
        "server: {}                                | auth",
      })
  void aValueOfTheWrongShapeIsRefused(String yaml, String path) {
    assertThat(problem(TestSource.of(yaml)).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "saml: {idp_metadata: 'https://x'}        | auth.providers.saml | SAML",
        "local: {registration: true}              | auth.providers.local.registration | registration",
      })
  void whatThisVersionHasNotCannotBeSwitchedOn(String provider, String path, String what) {
    var problem = problem(TestSource.of("auth: {providers: {" + provider + "}}"));

    assertThat(problem.path()).isEqualTo(path);
    assertThat(problem.reason()).contains("this version").contains(what);
    assertThat(problem.remedy()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{secret_hash: %s, may: [introspect]}       | auth.clients[0].id",
        "{id: a b, secret_hash: %s}                 | auth.clients[0].id",
        "{id: a}                                    | auth.clients[0].secret_hash",
        "{id: a, secret_hash: abc}                  | auth.clients[0].secret_hash",
        "{id: a, secret_hash: 2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b} |"
            + " auth.clients[0].secret_hash",
        "{id: a, secret_hash: %s, may: [revoke]}    | auth.clients[0].may[0]",
        "{id: a, secret_hash: %s}, {id: a, secret_hash: %s} | auth.clients[1].id",
      })
  void aClientHasAnIdAndASecretOfItsOwn(String clients, String path) {
    var hash = "aa3dda47ac5e07de9f3a2a8bbfd5eb6aa63ea1a5a9f7ae5a3f3b9f6a0ab09f6b";

    assertThat(
            problem(TestSource.of("auth: {clients: [" + clients.replace("%s", hash) + "]}")).path())
        .isEqualTo(path);
  }

  @Test
  void everythingIsSaidAtOnce() {
    var source =
        TestSource.of(
                """
                auth:
                  door: window
                  sesions: {}
                  public_url: http://app.example.com
                  protect:
                    - {path: nowhere}
                    - {path: "/x", access: anonymous, roles: [a]}
                  providers:
                    jwt: {secret: "${JWT_SECRET}", expiration: 25h}
                    ldap: {server: "ldap://x", base_dn: dc=x}
                """)
            .withoutEnv("AUTH_ENCRYPTION_KEY");

    var thrown = catchThrowableOfType(ConfigurationException.class, source::load);
    assertThat(thrown.problems())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "auth.sesions",
            "auth.door",
            "auth.public_url",
            "auth.encryption_key",
            "auth.protect[0].path",
            "auth.protect[1].roles",
            "auth.providers.jwt.secret",
            "auth.providers.jwt.expiration",
            "auth.providers.ldap.server");
    assertThat(thrown)
        .hasMessageStartingWith(
            "Portcullis cannot start: 9 problems in the configuration (WEB-INF/auth.yaml)")
        .hasMessageContaining(
            """

              auth.door (line 2)
                value:   window
                problem: is not known; allowed is one of auto, module, mechanism, filter
                fix:     Correct it, or remove it for the default, auto.
            """);
  }
}
