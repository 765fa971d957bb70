package dev.portcullis.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.portcullis.AuthenticatedCaller;
import dev.portcullis.Caller;
import dev.portcullis.Confidential;
import dev.portcullis.KeyInfo;
import dev.portcullis.KeyOutcome;
import dev.portcullis.config.ConfigurationException;
import dev.portcullis.config.GivenKey;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.config.KeySettings;
import dev.portcullis.config.file.Problem;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signing keys that the configuration brings. */
class GivenKeysTest {

  private static final Caller ADMIN =
      new AuthenticatedCaller(
          "a", "root", null, null, null, Set.of("auth-admin"), Set.of("pwd"), Instant.EPOCH, "s");

  private final TestDatabase database = new TestDatabase();
  private final MutableClock clock = new MutableClock();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theFirstKeyOfAnInstallationSignsAtOnceAndTheNextFollows() {
    var keys = start(jwk("one"), jwk("two"));
    assertThat(keys.signer().kid()).isEqualTo("one");
    keys.follow();
    assertThat(states(keys))
        .isEqualTo(Map.of("one", KeyInfo.State.SIGNING, "two", KeyInfo.State.PENDING));
    clock.advance(Duration.ofDays(90).minusSeconds(1));
    keys.follow();
    assertThat(keys.signer().kid()).as("it is not its turn").isEqualTo("one");
    clock.advance(Duration.ofSeconds(1));
    keys.follow();
    assertThat(keys.signer().kid()).isEqualTo("two");
  }

  @Test
  @Proves("S18")
  void aKeyThatComesLaterIsPublishedBeforeItSigns() {
    var made = start().signer().kid();
    var keys = start(jwk("one"));
    assertThat(keys.signer().kid()).isEqualTo(made);
    assertThat(keys.jwks()).contains("\"one\"");
    clock.advance(Duration.ofMinutes(16));
    keys.follow();
    assertThat(keys.signer().kid()).isEqualTo("one");
  }

  @Test
  @Proves("S18")
  void aKeyIsImportedOnceAndARetiredOneStaysSo() {
    var one = jwk("one");
    var keys = start(one);
    new KeyServiceImpl(keys, JwsAlgorithm.ES256, database, clock)
        .retire("one", ADMIN, TokenFixture.CLIENT);
    var again = start(one);
    assertThat(again.signer().kid()).isNotEqualTo("one");
    assertThat(again.jwks()).doesNotContain("\"one\"");
    assertThat(states(again)).containsEntry("one", KeyInfo.State.RETIRED);
  }

  /** Compare-and-set: as many nodes as start, one row, and one that signs. */
  @Test
  @Proves("S14")
  void nodesThatStartTogetherImportItOnce() throws Exception {
    var one = jwk("one");
    try (var threads = new Closing()) {
      var nodes =
          threads.pool.invokeAll(
              IntStream.range(0, 8)
                  .<java.util.concurrent.Callable<String>>mapToObj(
                      i -> () -> start(one).signer().kid())
                  .toList());
      for (var node : nodes) {
        assertThat(node.get()).isEqualTo("one");
      }
    }
    assertThat(states(start(one))).containsOnlyKeys("one");
  }

  private static final class Closing implements AutoCloseable {
    private final java.util.concurrent.ExecutorService pool = Executors.newFixedThreadPool(8);

    @Override
    public void close() {
      pool.shutdownNow();
    }
  }

  @Test
  @Proves("S3")
  void theIdOfAnotherKeyIsRefused() {
    start(jwk("one"));
    var another = jwk("one");
    assertThatThrownBy(() -> start(another))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one");
  }

  /** The same through the operation for administrators, against real storage. */
  @Test
  @Proves("S3")
  void anImportUnderAKnownIdIsRefused() {
    var keys = start(jwk("one"));
    var service = new KeyServiceImpl(keys, JwsAlgorithm.ES256, database, clock);
    assertThat(service.importJwk(Confidential.of(jwk("one")), ADMIN, TokenFixture.CLIENT))
        .isInstanceOf(KeyOutcome.Duplicate.class);
    assertThat(service.importJwk(Confidential.of(jwk("two")), ADMIN, TokenFixture.CLIENT))
        .isInstanceOf(KeyOutcome.Done.class);
    clock.advance(Duration.ofMinutes(16));
    keys.follow();
    assertThat(keys.signer().kid()).isEqualTo("two");
  }

  @Test
  @Proves({"S3", "S71", "S73"})
  void everythingThatIsWrongIsToldAtOnceAndNoKeyWithIt() throws Exception {
    var twice = jwk("twice");
    var p384 = new ECKeyGenerator(Curve.P_384).keyID("p384").generate();
    var thrown =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                start(
                    twice,
                    jwk("twice"),
                    p384.toJSONString(),
                    key("public").toPublicJWK().toJSONString(),
                    "-----BEGIN EC PRIVATE KEY-----\nCANARY\n-----END EC PRIVATE KEY-----",
                    pem(p384)));
    assertThat(thrown.problems())
        .extracting(Problem::path)
        .containsExactly("keys[1]", "keys[2]", "keys[3]", "keys[4]", "keys[5]");
    assertThat(thrown.getMessage())
        .contains("openssl pkcs8")
        .doesNotContain("CANARY", p384.getD().toString());
    assertThat(start().jwks()).doesNotContain("twice");
  }

  @Test
  void aPemIsKnownByItsThumbprint() throws Exception {
    var key = key("whatever");
    var thumbprint = HexFormat.of().formatHex(key.computeThumbprint().decode(), 0, 16);
    assertThat(start(pem(key)).signer().kid()).isEqualTo(thumbprint);
  }

  private SigningKeys start(String... given) {
    return SigningKeys.start(settings(given), database, TokenFixture.encryptionKey(), clock);
  }

  private Map<String, KeyInfo.State> states(SigningKeys keys) {
    var states = new TreeMap<String, KeyInfo.State>();
    new KeyServiceImpl(keys, JwsAlgorithm.ES256, database, clock)
        .list()
        .forEach(key -> states.put(key.kid(), key.state()));
    return states;
  }

  private static JwtSettings settings(String... given) {
    var plain = TestSettings.of(JwsAlgorithm.ES256).settings();
    var keys =
        IntStream.range(0, given.length)
            .mapToObj(i -> new GivenKey("keys[" + i + "]", Confidential.of(given[i])))
            .toList();
    return new JwtSettings(
        true,
        plain.algorithm(),
        null,
        new KeySettings(
            KeySettings.DEFAULTS.rotation(), KeySettings.DEFAULTS.publication(), List.of(), keys),
        plain.issuer(),
        plain.audience(),
        plain.expiration(),
        plain.refreshExpiration(),
        plain.refreshGrace(),
        plain.clockSkew(),
        plain.minimalClaims(),
        plain.storeTokens());
  }

  private static String jwk(String id) {
    return key(id).toJSONString();
  }

  private static ECKey key(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(ECKey key) throws JOSEException {
    var der = key.toECPrivateKey().getEncoded();
    try {
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder().encodeToString(der)
          + "\n-----END PRIVATE KEY-----";
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }
}
