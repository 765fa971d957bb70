package dev.portcullis.ejb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AccountOutcome;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.TokenVerification;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.jose.Jwk;
import dev.portcullis.jose.Jws;
import dev.portcullis.jose.PrivateSigningKey;
import dev.portcullis.jose.PublicVerificationKey;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestServer;
import dev.portcullis.testing.TestSettings;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other issuers beside our own accounts and tokens, with a database. */
class ForeignIssuersTest {

  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", null, "c0ffee");

  private final TestServer server = new TestServer();
  private KeyPair pair;
  private PortcullisDomain domain;

  @BeforeEach
  void start() throws Exception {
    pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var jwk = Jwk.write(PublicVerificationKey.of("k", JwsAlgorithm.EDDSA, pair.getPublic()));
    domain =
        PortcullisRuntime.start(
            TestSettings.of(
                """
                auth:
                  encryption_key: ${AUTH_ENCRYPTION_KEY}
                  providers:
                    jwt:
                      issuers:
                        - {issuer: me, name: corp, jwks: '{"keys":[%s]}', audience: app}
                """
                    .formatted(jwk)),
            server);
  }

  @AfterEach
  void stop() {
    domain.close();
    server.close();
  }

  private String token(String jti, String more) {
    long now = server.clock().instant().getEpochSecond();
    var claims =
        "{\"iss\":\"me\",\"aud\":\"app\",\"sub\":\"ann\",\"iat\":%d,\"exp\":%d,\"jti\":\"%s\"%s}"
            .formatted(now, now + 80_000, jti, more);
    var key = new PrivateSigningKey("k", JwsAlgorithm.EDDSA, pair.getPrivate());
    return Jws.sign(key, "at+jwt", claims.getBytes(UTF_8));
  }

  private Optional<Caller> caller(String token) {
    return domain
        .accessTokenVerifier()
        .verify(token)
        .fold(valid -> Optional.of(valid.caller()), i -> Optional.empty(), Optional::empty);
  }

  private String verdict(String token) {
    return domain
        .accessTokenVerifier()
        .verify(token)
        .fold(valid -> "live", TokenVerification.Invalid::stage, () -> "unavailable");
  }

  @Test
  @Proves("S12")
  void oneTokenCanBeRevoked() {
    domain.tokens().revoke(Confidential.of(token("a", "")), CLIENT);
    assertThat(verdict(token("a", ""))).isEqualTo("revocation");
    assertThat(verdict(token("b", ""))).isEqualTo("live");
  }

  @Test
  @Proves("S23")
  void loggingOutEndsTheSessionOfTheIssuerForAsLongAsItsTokensLive() {
    var first = token("a", ",\"sid\":\"s\"");
    var second = token("b", ",\"sid\":\"s\"");
    domain.sessions().logout(caller(first).orElseThrow(), CLIENT);
    assertThat(verdict(second)).isEqualTo("revocation");
    assertThat(verdict(token("c", ",\"sid\":\"other\""))).isEqualTo("live");
    server.clock().advance(Duration.ofHours(20));
    server.scheduler().runAll();
    assertThat(verdict(second)).isEqualTo("revocation");
  }

  @Test
  @Proves("S12")
  void loggingOutEverywhereEndsAllThatWasMadeBefore() {
    var before = token("a", ",\"sid\":\"s\"");
    var caller = caller(before).orElseThrow();
    server.clock().advance(Duration.ofSeconds(1));
    domain.sessions().logoutAll(caller, CLIENT);
    assertThat(verdict(before)).isEqualTo("revocation");
    assertThat(verdict(token("b", ""))).isEqualTo("live");
  }

  @Test
  @Proves("S12")
  void loggingOutEverywhereEndsTheVeryTokenThatAskedForIt() {
    var token = token("a", ",\"sid\":\"s\"");
    domain.sessions().logoutAll(caller(token).orElseThrow(), CLIENT);
    assertThat(verdict(token)).isEqualTo("revocation");
    assertThat(verdict(token("b", ",\"sid\":\"new\""))).isEqualTo("live");
  }

  @Test
  @Proves({"S83", "S86"})
  void anIssuerWhoseCallersWouldHaveNamesOfAccountsStopsTheStart() throws Exception {
    domain.close();
    var yaml = "auth: {encryption_key: '${AUTH_ENCRYPTION_KEY}'}";
    try (var before = PortcullisRuntime.start(TestSettings.of(yaml), server)) {
      var account = new NewAccount("Corp:ann", null, null, Set.of(), null);
      assertThat(before.accounts().create(account, CLIENT)).isInstanceOf(AccountOutcome.Done.class);
    }
    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"corp:\"");
  }

  @ParameterizedTest
  @Proves("S83")
  @ValueSource(strings = {"corp:ann", "CORP:ann", "\uFF43orp:ann", "corp:"})
  void noAccountGetsTheNameOfACallerFromElsewhere(String name) {
    var account = new NewAccount(name, null, null, Set.of(), null);
    assertThat(domain.accounts().create(account, CLIENT))
        .isInstanceOf(AccountOutcome.Refused.class);
    assertThat(caller(token("a", "")).orElseThrow().getUsername()).isEqualTo("corp:ann");
  }
}
