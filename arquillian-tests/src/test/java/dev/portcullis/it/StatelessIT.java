package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.server.RunningServer;
import dev.portcullis.it.service.OrdersServlet;
import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.FakeIssuer;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A service that only verifies, on a server without a datasource. Its issuer is away at first, then
 * comes, and changes its key; the tokens are made by another library than ours.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StatelessIT {

  private static final Duration FETCHED_WITHIN = Duration.ofSeconds(45);
  private static final String SETTINGS =
      """
      auth:
        protect:
          - {path: "/orders/*", roles: [clerk, manager], accept: [bearer]}
          - {path: "/managers/*", roles: [manager], accept: [bearer]}
        providers:
          local: {enabled: false}
          jwt:
            issuers:
              - issuer: https://idp.example.com
                name: corp
                jwks_uri: "%s"
                audience: orders
                role_claim: roles
                role_mapping: {order-clerk: [clerk], order-manager: [manager]}
      """;

  private final FakeIssuer issuer = new FakeIssuer().answers(FakeIssuer.status(503));
  private final ECKey first = key("first");
  private final ECKey second = key("second");
  private @Nullable RunningServer server;

  @BeforeAll
  void start() {
    WebArchive war =
        TestApplication.libraries("service")
            .addPackage(OrdersServlet.class.getPackage())
            .addAsWebInfResource(
                new StringAsset(SETTINGS.formatted(issuer.address("/keys"))), "auth.yaml");
    server = RunningServer.startWithoutDatasource("stateless", RunningServer.door(), war);
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
    issuer.close();
  }

  @Test
  @Order(1)
  @Proves({"S46", "S74"})
  void whileTheIssuerIsAwayNobodyCanTellAndThenItIsBack() {
    Answer away = with(token(first, "ann", "order-clerk")).get("/orders/");
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.header("Retry-After")).isNotEmpty();
    publish(first);
    Answer back =
        Polling.until(
            FETCHED_WITHIN,
            () -> with(token(first, "ann", "order-clerk")).get("/orders/"),
            answer -> answer.status() != 503);
    assertThat(back.status()).isEqualTo(200);
  }

  @Test
  @Order(2)
  @Proves({"S1", "S9", "S85"})
  void rolesOfTheIssuerReachServletsAndEjbs() {
    Answer clerk = with(token(first, "ann", "order-clerk")).get("/orders/");
    assertThat(clerk.text("remote_user")).isEqualTo("corp:ann");
    assertThat(clerk.text("ejb_for_clerks")).isEqualTo("corp:ann");
    assertThat(clerk.text("ejb_for_managers")).isEqualTo("refused");
    assertThat(clerk.text("pac4j")).startsWith("[CallerProfile[");
    assertThat(with(token(first, "ann", "order-clerk")).get("/managers/").status()).isEqualTo(403);
    assertThat(with(token(first, "max", "order-manager")).get("/managers/").status())
        .isEqualTo(200);
    assertThat(with(token(first, "eve", "clerk")).get("/orders/").status()).isEqualTo(403);
    assertThat(anybody().get("/orders/").status()).isEqualTo(401);
    assertThat(with(token(key("first"), "ann", "order-clerk")).get("/orders/").status())
        .isEqualTo(401);
    assertThat(
            with(sign(first, claims("ann", "order-clerk").audience("billing").build()))
                .get("/orders/")
                .status())
        .isEqualTo(401);
    assertThat(
            with(sign(first, claims("ann", "order-clerk").expirationTime(at(-120)).build()))
                .get("/orders/")
                .status())
        .isEqualTo(401);
  }

  @Test
  @Order(3)
  void whatNeedsNoDatabaseIsThereAndNothingElse() {
    TestClient clerk = with(token(first, "ann", "order-clerk"));
    Answer me = clerk.get("/auth/me");
    assertThat(me.status()).isEqualTo(200);
    assertThat(me.body()).contains("corp:ann");
    for (String path : List.of("/auth/health", "/auth/metrics", "/auth/openapi.yaml")) {
      assertThat(anybody().get(path).status()).as(path).isEqualTo(200);
    }
    for (String path : List.of("/auth/login", "/auth/account", "/auth/sessions", "/auth/tokens")) {
      assertThat(clerk.get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(clerk.postJson("/auth/token/refresh", Map.of("refresh_token", "x")).status())
        .isEqualTo(404);
    assertThat(anybody().login("ann", "secret").status()).isEqualTo(404);
    String log = server().log();
    assertThat(log.lines().filter(line -> line.contains("Stateless: "))).hasSize(1);
    assertThat(log).doesNotContain("auth_schema", "flyway");
  }

  @Test
  @Order(4)
  @Proves("S46")
  void aNewKeyOfTheIssuerIsTakenAndTheOldOneNoLonger() {
    publish(second);
    Answer rotated =
        Polling.until(
            FETCHED_WITHIN,
            () -> with(token(second, "ann", "order-clerk")).get("/orders/"),
            answer -> answer.status() == 200);
    assertThat(rotated.status()).isEqualTo(200);
    assertThat(with(token(first, "ann", "order-clerk")).get("/orders/").status()).isEqualTo(401);
    // What is known serves on while the issuer is away.
    issuer.answers(FakeIssuer.status(503));
    assertThat(with(token(second, "bea", "order-clerk")).get("/orders/").status()).isEqualTo(200);
  }

  private void publish(ECKey... keys) {
    issuer.answers(
        FakeIssuer.json(
            Arrays.stream(keys)
                .map(key -> key.toPublicJWK().toJSONString())
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"))));
  }

  private static ECKey key(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).algorithm(JWSAlgorithm.ES256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String token(ECKey key, String subject, String role) {
    return sign(key, claims(subject, role).build());
  }

  private static JWTClaimsSet.Builder claims(String subject, String role) {
    return new JWTClaimsSet.Builder()
        .issuer("https://idp.example.com")
        .audience("orders")
        .subject(subject)
        .claim("roles", List.of(role))
        .issueTime(at(-200))
        .expirationTime(at(600));
  }

  private static Date at(long secondsFromNow) {
    return Date.from(Instant.now().plusSeconds(secondsFromNow));
  }

  private static String sign(ECKey key, JWTClaimsSet claims) {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .keyID(key.getKeyID())
            .type(new JOSEObjectType("at+jwt"))
            .build();
    var token = new SignedJWT(header, claims);
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private TestClient anybody() {
    return new TestClient(server().application("service"));
  }

  private TestClient with(String token) {
    return anybody().withToken(token);
  }

  private RunningServer server() {
    return Objects.requireNonNull(server);
  }
}
