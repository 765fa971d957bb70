package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.TestUsers;
import dev.portcullis.it.server.PayaraMicro;
import dev.portcullis.it.support.OneDoorIsEnough;
import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.Proves;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Signing keys while the server runs; the tests' settings publish a key for ten seconds. */
public interface KeyTests extends OnServer {

  JsonMapper JSON = new JsonMapper();
  Duration PATIENCE = Duration.ofSeconds(40);

  private TestClient administrator() {
    FirstAdministrator.browser(base(), PayaraMicro.mainLog());
    return client().withToken(client().login("root", TestApplication.ROOT).text("access_token"));
  }

  @Test
  @RunAsClient
  @OneDoorIsEnough
  @Proves("S18")
  default void keysRotateUnderLoadAndNoTokenIsRefused() throws Exception {
    TestClient root = administrator();
    var stop = new AtomicBoolean();
    var refused = ConcurrentHashMap.<String>newKeySet();
    var kids = ConcurrentHashMap.<String>newKeySet();
    var asked = new AtomicInteger();
    var pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> load = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        load.add(pool.submit(() -> use(stop, refused, kids, asked)));
      }
      for (int rotation = 0; rotation < 2; rotation++) {
        rotate(root);
        int then = asked.get();
        Polling.until(PATIENCE, asked::get, now -> now > then + 60);
      }
      stop.set(true);
      for (Future<?> each : load) {
        each.get();
      }
    } finally {
      stop.set(true);
      pool.shutdownNow();
    }
    assertThat(refused).isEmpty();
    assertThat(kids).hasSizeGreaterThanOrEqualTo(3);
  }

  /** One client that refreshes, and uses its first token as well as the newest. */
  private void use(AtomicBoolean stop, Set<String> refused, Set<String> kids, AtomicInteger asked) {
    Answer tokens = client().login("racer", TestUsers.PASSWORD);
    String first = tokens.text("access_token");
    while (!stop.get()) {
      for (String token : List.of(first, tokens.text("access_token"))) {
        kids.add(kid(token));
        Answer answer = client().withToken(token).get("/api/ping");
        asked.incrementAndGet();
        if (answer.status() != 200) {
          refused.add(kid(token) + ": " + answer.status() + " " + answer.body());
        }
      }
      Answer fresh =
          client()
              .postJson(
                  "/auth/token/refresh", Map.of("refresh_token", tokens.text("refresh_token")));
      if (fresh.status() != 200) {
        refused.add("refresh: " + fresh.status() + " " + fresh.body());
        return;
      }
      tokens = fresh;
    }
  }

  static String kid(String token) {
    var header = Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]);
    return JSON.readTree(new String(header, StandardCharsets.UTF_8)).get("kid").asString();
  }

  /** Asks for the next key until it is another one that signs. */
  private static void rotate(TestClient root) {
    String before = signing(root);
    Answer last =
        Polling.until(
            PATIENCE,
            () -> root.postJson("/auth/admin/keys", Map.of()),
            answer -> answer.status() != 201 || !signing(root).equals(before));
    assertThat(last.status()).isEqualTo(201);
    assertThat(signing(root)).isNotEqualTo(before);
  }

  private static String signing(TestClient root) {
    for (JsonNode key : root.get("/auth/admin/keys").json().get("items")) {
      if (key.get("state").asString().equals("signing")) {
        return key.get("kid").asString();
      }
    }
    throw new AssertionError("No key signs");
  }

  @Test
  @RunAsClient
  @Proves({"S18", "S26"})
  default void aRetiredKeyIsRefusedAtOnceAndTheNextOneSigns() {
    TestClient root = administrator();
    String token = client().login("racer", TestUsers.PASSWORD).text("access_token");
    TestClient racer = client().withToken(token);
    assertThat(racer.get("/api/ping").status()).isEqualTo(200);
    assertThat(racer.postJson("/auth/admin/keys/" + kid(token) + "/retire", Map.of()).status())
        .isEqualTo(403);
    Answer retired = root.postJson("/auth/admin/keys/" + kid(token) + "/retire", Map.of());
    assertThat(retired.status()).isEqualTo(200);
    assertThat(retired.text("state")).isEqualTo("retired");
    assertThat(racer.get("/api/ping").text("error")).isEqualTo("invalid_token");
    assertThat(client().get("/auth/.well-known/jwks.json").body()).doesNotContain(kid(token));

    String fresh = client().login("racer", TestUsers.PASSWORD).text("access_token");
    assertThat(kid(fresh)).isNotEqualTo(kid(token));
    assertThat(client().withToken(fresh).get("/api/ping").status()).isEqualTo(200);
  }

  @Test
  @RunAsClient
  @OneDoorIsEnough
  @Proves("S18")
  default void importedKeysSignOnceTheyWerePublishedAndNoIdComesTwice() throws Exception {
    TestClient root = administrator();
    KeyPair first = ellipticPair();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(first.getPrivate().getEncoded()));
    Map<String, Object> asPem = Map.of("pem", pem);
    Answer imported = root.postJson("/auth/admin/keys", asPem);
    assertThat(imported.status()).as(imported.body()).isEqualTo(201);
    assertThat(imported.text("state")).isEqualTo("pending");
    assertSignsSoon(root, imported.text("kid"));

    String kid = "imported-" + Long.toHexString(System.nanoTime());
    Map<String, Object> asJwk = Map.of("jwk", jwk(kid, ellipticPair()));
    assertThat(root.postJson("/auth/admin/keys", asJwk).text("kid")).isEqualTo(kid);
    assertSignsSoon(root, kid);

    for (Map<String, Object> again : List.of(asPem, asJwk)) {
      Answer repeated = root.postJson("/auth/admin/keys", again);
      assertThat(repeated.status()).isEqualTo(409);
      assertThat(repeated.text("error")).isEqualTo("conflict");
    }
  }

  /** It is published at once, then signs what is issued, and that is accepted. */
  private void assertSignsSoon(TestClient root, String kid) {
    assertThat(client().get("/auth/.well-known/jwks.json").body()).contains(kid);
    assertThat(Polling.until(PATIENCE, () -> signing(root), kid::equals)).isEqualTo(kid);
    String token = client().login("racer", TestUsers.PASSWORD).text("access_token");
    assertThat(kid(token)).isEqualTo(kid);
    assertThat(client().withToken(token).get("/api/ping").status()).isEqualTo(200);
  }

  private static KeyPair ellipticPair() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** A private JWK (RFC 7518 6.2). */
  private static Map<String, Object> jwk(String kid, KeyPair pair) {
    var point = ((ECPublicKey) pair.getPublic()).getW();
    return Map.of(
        "kty",
        "EC",
        "crv",
        "P-256",
        "kid",
        kid,
        "x",
        coordinate(point.getAffineX()),
        "y",
        coordinate(point.getAffineY()),
        "d",
        coordinate(((ECPrivateKey) pair.getPrivate()).getS()));
  }

  private static String coordinate(BigInteger number) {
    var bytes = new byte[32];
    var significant = number.toByteArray();
    int length = Math.min(significant.length, bytes.length);
    System.arraycopy(
        significant, significant.length - length, bytes, bytes.length - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Test
  @RunAsClient
  default void theKeysMayBeCachedAndAreComparedByTheirTag() {
    Answer answer = client().get("/auth/.well-known/jwks.json");
    assertThat(answer.header("Content-Type")).startsWith("application/jwk-set+json");
    assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=3");
    assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
    Answer again =
        client().with("If-None-Match", answer.header("ETag")).get("/auth/.well-known/jwks.json");
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }
}
