package dev.portcullis.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.Confidential;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.config.KeySettings;
import dev.portcullis.crypto.Digests;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.jose.Jws;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SigningKeysTest {

  private final TestDatabase database = new TestDatabase();
  private final MutableClock clock = new MutableClock();

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "ES256", "ES384", "EDDSA"})
  void keepTheirKeyOverARestart(JwsAlgorithm algorithm) throws Exception {
    var first = start(algorithm);
    var token = Jws.sign(first.signer(), "t", "{}".getBytes(UTF_8));
    var second = start(algorithm);
    assertThat(second.signer().kid()).isEqualTo(first.signer().kid());
    assertThat(Jws.verify(second, token).header().kid()).isEqualTo(first.signer().kid());
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void makeOneKeyHoweverManyNodesStart() throws Exception {
    int nodes = 8;
    var barrier = new CyclicBarrier(nodes);
    var threads = Executors.newFixedThreadPool(nodes);
    try {
      Callable<String> node =
          () -> {
            barrier.await();
            return start(JwsAlgorithm.ES256).signer().kid();
          };
      var kids = new HashSet<String>();
      for (var kid : threads.invokeAll(Collections.nCopies(nodes, node))) {
        kids.add(kid.get());
      }
      assertThat(kids).hasSize(1);
      assertThat(count()).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Proves("S71")
  @Test
  void keepThePrivateKeySealed() {
    start(JwsAlgorithm.ES256);
    var sealed = (String) single("SELECT sealed_private_key FROM auth_signing_key");
    assertThat(sealed).startsWith(TokenFixture.encryptionKey().prefix());
    var bytes = Base64.getUrlDecoder().decode(sealed.substring(sealed.indexOf('.') + 1));
    var ecPublicKeyOid = "2a8648ce3d0201";
    assertThat(HexFormat.of().formatHex(bytes)).doesNotContain(ecPublicKeyOid);
    assertThat((String) single("SELECT public_jwk FROM auth_signing_key")).doesNotContain("\"d\"");
  }

  @Proves("S73")
  @Test
  void refuseToStartWithAKeyThatDoesNotOpen() {
    var kid = start(JwsAlgorithm.ES256).signer().kid();
    var other =
        EncryptionKey.parse(
                Confidential.of(Base64.getEncoder().encodeToString(new byte[32]).replace('A', 'B')),
                RandomSource.secure())
            .orElseThrow();
    assertThatThrownBy(
            () -> SigningKeys.start(settings(JwsAlgorithm.ES256), database, other, clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(kid)
        .hasMessageContaining("auth.encryption_key");
  }

  /** Whoever can write to the database, but has not our encryption key, gets no key in. */
  @Proves("S3")
  @Test
  void refuseAKeyThatSomebodyElsePutIntoTheTable() {
    var ours = start(JwsAlgorithm.ES256).signer().kid();
    var theirs =
        new KeyPairs(JwsAlgorithm.ES256, TokenFixture.encryptionKey(), SignatureProvider.JDK)
            .create(clock.instant());
    for (var kid : List.of(theirs.kid, ours)) {
      var jwk = theirs.publicJwk.replace(theirs.kid, kid);
      execute("UPDATE auth_signing_key SET public_jwk = '" + jwk + "'");
      assertThatThrownBy(() -> start(JwsAlgorithm.ES256)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void learnOfAKeyThatAnotherNodeMadeButNotTooOften() {
    var node = start(JwsAlgorithm.ES256);
    long generation = node.generation();
    var made =
        new KeyPairs(JwsAlgorithm.ES256, TokenFixture.encryptionKey(), SignatureProvider.JDK)
            .create(clock.instant());
    made.generation = 2;
    var kid = made.kid;
    database.inNew(
        tx -> {
          tx.em().persist(made);
          return tx;
        });
    assertThat(node.find(kid)).as("just loaded").isNull();
    clock.advance(Duration.ofSeconds(2));
    assertThat(node.find("not a key id")).isNull();
    assertThat(node.find(kid)).isNotNull();
    assertThat(node.generation()).isGreaterThan(generation);
    assertThat(node.signer().kid()).as("it was just published").isNotEqualTo(kid);
    database.setDown(true);
    assertThat(node.find("unknown")).as("within two seconds nothing is asked").isNull();
  }

  @Proves("S18")
  @Test
  void refuseARetiredKeyAndMakeANewOneInItsPlace() {
    var retired = start(JwsAlgorithm.ES256).signer().kid();
    execute("UPDATE auth_signing_key SET phase = 'RETIRED'");
    var node = start(JwsAlgorithm.ES256);
    assertThat(node.find(retired)).isNull();
    assertThat(node.signer().kid()).isNotEqualTo(retired);
    assertThat(node.jwks()).doesNotContain(retired);
    assertThat(count()).isEqualTo(2);
  }

  @Proves("S18")
  @Test
  void refuseAKeyThatIsRetiredWhileTheNodeRuns() {
    var node = start(JwsAlgorithm.ES256);
    var retired = node.signer().kid();
    long generation = node.generation();
    execute("UPDATE auth_signing_key SET phase = 'RETIRED'");
    node.follow();
    assertThat(node.find(retired)).isNull();
    assertThat(node.generation()).as("cached tokens are dead").isGreaterThan(generation);
    assertThat(node.signer().kid()).isNotEqualTo(retired);
    assertThat(node.jwks()).contains(node.signer().kid()).doesNotContain(retired);
    node.follow();
    long now = node.generation();
    node.follow();
    assertThat(node.generation()).isEqualTo(now);
    assertThat(count()).as("the retired one, the one that signs, its successor").isEqualTo(3);
  }

  @Test
  void keepTheirKeysWhileTheDatabaseIsAway() {
    var node = start(JwsAlgorithm.ES256);
    var kid = node.signer().kid();
    database.setDown(true);
    assertThatThrownBy(node::follow).isInstanceOf(TemporarilyUnavailableException.class);
    assertThat(node.find(kid)).isNotNull();
  }

  @Proves("S2")
  @Test
  void areOfTheConfiguredAlgorithmOnly() {
    var former = start(JwsAlgorithm.ES256).signer().kid();
    var node = start(JwsAlgorithm.EDDSA);
    assertThat(node.find(former)).isNull();
    assertThat(node.jwks()).doesNotContain(former);
  }

  @Test
  void publishKeysThatOthersCanUse() throws Exception {
    var node = start(JwsAlgorithm.ES256);
    var published = JWKSet.parse(node.jwks()).getKeyByKeyId(node.signer().kid());
    assertThat(published.isPrivate()).isFalse();
    assertThat(published.getKeyUse().getValue()).isEqualTo("sig");
    assertThat(published.getAlgorithm().getName()).isEqualTo("ES256");
    JWSVerifier nimbus = new ECDSAVerifier(published.toECKey());
    var token = SignedJWT.parse(Jws.sign(node.signer(), "t", "{}".getBytes(UTF_8)));
    assertThat(token.verify(nimbus)).isTrue();
  }

  @Test
  void ofASecretNeedNoDatabaseAndPublishNothing() {
    database.setDown(true);
    var node = start(JwsAlgorithm.HS256);
    assertThat(node.jwks()).isEqualTo("{\"keys\":[]}");
    assertThat(node.signer().kid())
        .matches("[0-9a-f]{16}")
        .isEqualTo(start(JwsAlgorithm.HS256).signer().kid())
        .isNotIn(Digests.sha256Hex(TestSettings.SECRET.getBytes(UTF_8)).substring(0, 16));
  }

  @Proves("S73")
  @Test
  void refuseASecretThatIsTooShort() {
    var good = settings(JwsAlgorithm.HS512);
    var bad =
        new JwtSettings(
            true,
            JwsAlgorithm.HS512,
            Confidential.of("x".repeat(63)),
            KeySettings.DEFAULTS,
            good.issuer(),
            good.audience(),
            good.expiration(),
            good.refreshExpiration(),
            good.refreshGrace(),
            good.clockSkew(),
            false,
            false);
    assertThatThrownBy(() -> SigningKeys.start(bad, database, TokenFixture.encryptionKey(), clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("auth.providers.jwt.secret")
        .hasMessageContaining("64 bytes")
        .hasMessageNotContaining("xxx");
  }

  private static JwtSettings settings(JwsAlgorithm algorithm) {
    return TestSettings.of(algorithm).settings();
  }

  private SigningKeys start(JwsAlgorithm algorithm) {
    return SigningKeys.start(settings(algorithm), database, TokenFixture.encryptionKey(), clock);
  }

  private long count() {
    return ((Number) single("SELECT COUNT(*) FROM auth_signing_key")).longValue();
  }

  private Object single(String sql) {
    List<?> rows = database.inNew(tx -> tx.em().createNativeQuery(sql).getResultList());
    return rows.get(0);
  }

  private void execute(String sql) {
    database.inNew(tx -> tx.em().createNativeQuery(sql).executeUpdate());
  }
}
