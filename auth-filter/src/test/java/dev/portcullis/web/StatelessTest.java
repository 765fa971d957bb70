package dev.portcullis.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.PortcullisDomain;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.ejb.PortcullisRuntime;
import dev.portcullis.jose.Jwk;
import dev.portcullis.jose.Jws;
import dev.portcullis.jose.PrivateSigningKey;
import dev.portcullis.jose.PublicVerificationKey;
import dev.portcullis.testing.FakeIssuer;
import dev.portcullis.testing.ManualScheduler;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.NoDatabase;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestSettings;
import jakarta.servlet.ServletContext;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service without a database, and an issuer whose keys are fetched over HTTP. */
class StatelessTest {

  private static final MutableClock CLOCK = new MutableClock();
  private static final ManualScheduler SCHEDULER = new ManualScheduler();
  private static final FakeIssuer ISSUER = new FakeIssuer();
  private static KeyPair pair;
  private static TestServer server;

  /** Starts the domain itself. */
  public static final class Startup extends TestServer.Startup {
    @Override
    PortcullisDomain startDomain(AuthSettings settings, ServletContext context) {
      return PortcullisRuntime.start(settings, new NoDatabase(CLOCK, SCHEDULER));
    }
  }

  @BeforeAll
  static void start() throws Exception {
    pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var jwk = Jwk.write(PublicVerificationKey.of("k", JwsAlgorithm.EDDSA, pair.getPublic()));
    ISSUER.answers(FakeIssuer.json("{\"keys\":[" + jwk + "]}"));
    server =
        new TestServer(
            TestSettings.of(
                """
                auth:
                  door: filter
                  protect: [{path: "/*", roles: [clerk], accept: [bearer]}]
                  providers:
                    local: {enabled: false}
                    jwt:
                      issuers:
                        - {issuer: me, name: me, jwks_uri: "%s", audience: app, role_claim: roles}
                """
                    .formatted(ISSUER.address("/keys"))),
            Startup.class);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    ISSUER.close();
  }

  private static String bearer(String subject) {
    long now = CLOCK.instant().getEpochSecond();
    var claims =
        "{\"iss\":\"me\",\"aud\":\"app\",\"sub\":\"%s\",\"iat\":%d,\"exp\":%d,\"roles\":[\"clerk\"]}"
            .formatted(subject, now, now + 60);
    var key = new PrivateSigningKey("k", JwsAlgorithm.EDDSA, pair.getPrivate());
    return "Authorization: Bearer " + Jws.sign(key, "at+jwt", claims.getBytes(UTF_8));
  }

  @Test
  @Proves("S74")
  void itNeedsNoDatabaseAndFetchesKeysWhenTheyAreNeeded() throws Exception {
    var answer = server.http().get("/app/x", bearer("ann"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("me:ann");
    assertThat(server.http().get("/app/x").status()).isEqualTo(401);
    assertThat(server.http().get("/app/x", bearer("ann") + "x").status()).isEqualTo(401);
  }

  @Test
  void whomATokenStandsForIsTold() throws Exception {
    SCHEDULER.runAll();
    var me = server.http().get("/app/auth/me", bearer("ann"));
    assertThat(me.status()).isEqualTo(200);
    assertThat(me.body()).contains("\"username\":\"me:ann\"");
  }

  @Test
  void operatorsSeeTheIssuers() throws Exception {
    SCHEDULER.runAll();
    assertThat(server.http().get("/app/auth/health").body()).contains("\"me\":\"up\"");
    assertThat(server.http().get("/app/auth/metrics").body())
        .contains("auth_issuer_up{issuer=\"me\"} 1.0")
        .contains("auth_issuer_fetches_total");
    assertThat(server.http().get("/app/auth/openapi.yaml").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"login", "account", "sessions", ".well-known/jwks.json", "setup"})
  void whatNeedsADatabaseIsNotThere(String operation) throws Exception {
    assertThat(server.http().get("/app/auth/" + operation, bearer("ann")).status()).isEqualTo(404);
  }
}
