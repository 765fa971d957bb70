package dev.portcullis.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AuditAction;
import dev.portcullis.AuthenticatedCaller;
import dev.portcullis.Caller;
import dev.portcullis.Confidential;
import dev.portcullis.KeyInfo;
import dev.portcullis.KeyOutcome;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.jose.Jws;
import dev.portcullis.jose.RefusedException;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of signing keys, on several nodes with one database. */
class KeyRotationTest {

  private static final Duration ROTATION = Duration.ofDays(90);
  private static final Duration PUBLICATION = Duration.ofMinutes(15);
  private static final Duration KNOWN = PUBLICATION.plus(TestSettings.SKEW);
  private static final Caller ADMIN =
      new AuthenticatedCaller(
          "a", "root", null, null, null, Set.of("auth-admin"), Set.of("pwd"), Instant.EPOCH, "s");

  private final TestDatabase database = new TestDatabase();
  private final MutableClock clock = new MutableClock();
  private final JwtSettings settings = TestSettings.of(JwsAlgorithm.ES256).settings();

  /** A node with its own clock. */
  private final class Node {
    final Clock time;
    final SigningKeys keys;
    final KeyServiceImpl service;

    Node(Duration ahead) {
      time = Clock.offset(clock, ahead);
      keys = SigningKeys.start(settings, database, TokenFixture.encryptionKey(), time);
      service = new KeyServiceImpl(keys, settings.algorithm(), database, time);
    }

    String sign() {
      return database.inNew(tx -> Jws.sign(keys.signer(tx), "t", "{}".getBytes(UTF_8)));
    }

    boolean accepts(String token) {
      try {
        Jws.verify(keys, token);
        return true;
      } catch (RefusedException e) {
        return false;
      }
    }

    KeyInfo rotate() {
      return done(service.rotate(ADMIN, TokenFixture.CLIENT));
    }

    KeyInfo retire(String kid) {
      return done(service.retire(kid, ADMIN, TokenFixture.CLIENT));
    }

    Map<String, KeyInfo.State> states() {
      var states = new java.util.TreeMap<String, KeyInfo.State>();
      service.list().forEach(key -> states.put(key.kid(), key.state()));
      return states;
    }
  }

  private static KeyInfo done(KeyOutcome outcome) {
    assertThat(outcome).isInstanceOf(KeyOutcome.Done.class);
    return ((KeyOutcome.Done) outcome).key();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  @Proves("S18")
  void aKeyIsPublishedSignsVerifiesAndIsRetired() {
    var node = new Node(Duration.ZERO);
    var first = node.keys.signer().kid();
    node.keys.follow();
    var second = other(node, first);
    assertThat(node.states()).containsEntry(second, KeyInfo.State.PENDING);
    assertThat(node.keys.jwks()).contains(first, second);

    clock.advance(ROTATION.minusMillis(1));
    node.keys.follow();
    assertThat(node.keys.signer().kid()).isEqualTo(first);
    clock.advance(Duration.ofMillis(1));
    node.keys.follow();
    assertThat(node.keys.signer().kid()).isEqualTo(second);
    assertThat(node.states())
        .containsEntry(first, KeyInfo.State.VERIFYING)
        .containsEntry(second, KeyInfo.State.SIGNING)
        .hasSize(3);
    assertThat(node.keys.jwks()).contains(first, second);

    var verifying = settings.expiration().plus(TestSettings.SKEW.multipliedBy(3)).plusSeconds(15);
    clock.advance(verifying.minusMillis(1));
    node.keys.follow();
    assertThat(node.keys.find(first)).isNotNull();
    clock.advance(Duration.ofMillis(1));
    node.keys.follow();
    assertThat(node.keys.find(first)).isNull();
    assertThat(node.states()).containsEntry(first, KeyInfo.State.RETIRED);
    assertThat(sealed(first)).isEmpty();
    assertThat(actions())
        .contains(
            AuditAction.SIGNING_KEY_ADDED,
            AuditAction.SIGNING_KEY_ACTIVATED,
            AuditAction.SIGNING_KEY_RETIRED);
  }

  @Test
  @Proves("S18")
  void onDemandTheNextKeySignsAsSoonAsEverybodyKnowsIt() {
    var node = new Node(Duration.ZERO);
    var first = node.keys.signer().kid();
    node.keys.follow();
    clock.advance(Duration.ofMinutes(2));
    var asked = node.rotate();
    assertThat(asked.state()).isEqualTo(KeyInfo.State.PENDING);
    assertThat(asked.activatesAt()).isEqualTo(asked.createdAt().plus(KNOWN));
    assertThat(node.rotate()).as("asked again").isEqualTo(asked);
    clock.advance(KNOWN.minusMinutes(2).minusMillis(1));
    node.keys.follow();
    assertThat(node.keys.signer().kid()).isEqualTo(first);
    clock.advance(Duration.ofMillis(1));
    node.keys.follow();
    assertThat(node.keys.signer().kid()).isEqualTo(asked.kid());

    clock.advance(KNOWN);
    var atOnce = node.rotate();
    assertThat(atOnce.state()).isEqualTo(KeyInfo.State.SIGNING);
    assertThat(node.keys.signer().kid()).isEqualTo(atOnce.kid());
    assertThat(node.rotate()).as("a second click").isEqualTo(atOnce);
  }

  @Test
  @Proves({"S14", "S18"})
  void howeverManyRotateAtOnceThereIsOneNewKey() throws Exception {
    int count = 32;
    var first = new Node(Duration.ZERO);
    first.keys.follow();
    var nodes = new ArrayList<Node>();
    for (int i = 0; i < count; i++) {
      nodes.add(new Node(Duration.ZERO));
    }
    clock.advance(KNOWN);
    var before = first.keys.signer().kid();
    var barrier = new CyclicBarrier(count);
    var threads = Executors.newFixedThreadPool(count);
    try {
      var tasks = new ArrayList<Callable<String>>();
      for (var node : nodes) {
        tasks.add(
            () -> {
              barrier.await();
              return node.rotate().kid();
            });
      }
      var kids = new HashSet<String>();
      for (var kid : threads.invokeAll(tasks)) {
        kids.add(kid.get());
      }
      assertThat(kids).hasSize(1).doesNotContain(before);
    } finally {
      threads.shutdownNow();
    }
    first.keys.follow();
    assertThat(first.states().values())
        .containsExactlyInAnyOrder(
            KeyInfo.State.VERIFYING, KeyInfo.State.SIGNING, KeyInfo.State.PENDING);
    assertThat(Collections.frequency(actions(), AuditAction.SIGNING_KEY_ACTIVATED))
        .as("the first, and the one new key")
        .isEqualTo(2);
  }

  @Test
  @Proves("S18")
  void aCompromisedKeyIsRefusedAtOnceAndItsSuccessorIsKnownEverywhere() {
    var here = new Node(Duration.ofSeconds(30));
    here.keys.follow();
    var there = new Node(Duration.ZERO);
    clock.advance(KNOWN.plusMinutes(1));
    here.keys.follow();
    there.keys.follow();
    var stolen = here.keys.signer().kid();
    var token = here.sign();
    assertThat(there.accepts(token)).isTrue();

    assertThat(here.retire(stolen).state()).isEqualTo(KeyInfo.State.RETIRED);
    assertThat(here.accepts(token)).isFalse();
    assertThat(there.accepts(here.sign())).as("before it heard of it").isTrue();
    clock.advance(SigningKeys.RELOAD_INTERVAL);
    there.keys.follow();
    assertThat(there.accepts(token)).isFalse();
    assertThat(there.sign()).isNotEqualTo(token);
    assertThat(here.accepts(there.sign())).isTrue();
    assertThat(here.service.retire("unknown", ADMIN, TokenFixture.CLIENT))
        .isEqualTo(new KeyOutcome.NotFound());
    assertThat(here.retire(stolen).state()).isEqualTo(KeyInfo.State.RETIRED);
  }

  @Test
  @Proves("S18")
  void aNodeWhoseBackgroundWorkStandsStillSignsWithTheKeyOfTheOthers() {
    var moves = new Node(Duration.ZERO);
    moves.keys.follow();
    var stands = new Node(Duration.ZERO);
    clock.advance(KNOWN);
    var next = moves.rotate().kid();
    clock.advance(KeyTimes.STALE_AFTER.plusMillis(1));
    var kid = database.inNew(tx -> stands.keys.signer(tx).kid());
    assertThat(kid).isEqualTo(next);
  }

  /**
   * Nodes with clocks up to 30 seconds apart that follow, sign, start and rotate at random: every
   * token is accepted on every node, and by a verifier with an old copy of the JWK set, until it
   * expires.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  @Proves("S18")
  void noGoodTokenIsEverRefused(long seed) {
    var random = new Random(seed);
    var nodes = new ArrayList<Node>();
    for (int i = 0; i < 3; i++) {
      nodes.add(new Node(Duration.ofMillis(random.nextInt(30_000))));
    }
    var live = new ArrayList<Map.Entry<String, Instant>>();
    var copy = nodes.get(0).keys.jwks();
    var copied = clock.instant();
    for (int step = 0; step < 700; step++) {
      // A node follows every two seconds; what is coarser here is covered by the signing itself.
      clock.advance(Duration.ofMillis(random.nextInt(10) == 0 ? 60_000 : 1_900));
      nodes.forEach(node -> node.keys.follow());
      if (clock.instant().isAfter(copied.plus(nodes.get(0).keys.jwksMaxAge()))) {
        copy = nodes.get(random.nextInt(3)).keys.jwks();
        copied = clock.instant();
      }
      if (random.nextInt(60) == 0) {
        assertThat(nodes.get(random.nextInt(3)).rotate().state())
            .isIn(KeyInfo.State.PENDING, KeyInfo.State.SIGNING);
      }
      if (random.nextInt(100) == 0) {
        int restarted = random.nextInt(3);
        nodes.set(restarted, new Node(Duration.ofMillis(random.nextInt(30_000))));
      }
      if (random.nextInt(4) == 0) {
        var signer = nodes.get(random.nextInt(3));
        var token = signer.sign();
        assertThat(copy)
            .as("seed %d step %d: a copy of the JWK set", seed, step)
            .contains(kid(token));
        live.add(Map.entry(token, signer.time.instant().plus(settings.expiration())));
      }
      // Accepted until it expires by the verifier's clock, which may be behind, with its tolerance.
      live.removeIf(entry -> clock.instant().isAfter(entry.getValue().plusSeconds(30)));
      for (var entry : live.isEmpty() ? live : List.of(live.get(0), live.get(live.size() - 1))) {
        for (var node : nodes) {
          assertThat(node.accepts(entry.getKey())).as("seed %d step %d", seed, step).isTrue();
        }
      }
    }
    assertThat(Collections.frequency(actions(), AuditAction.SIGNING_KEY_ACTIVATED))
        .isGreaterThan(2);
    assertThat(actions()).contains(AuditAction.SIGNING_KEY_RETIRED);
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Boolean.getBoolean("full") ? 50 : 3);
  }

  private static String kid(String token) {
    var header =
        new String(java.util.Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]), UTF_8);
    return header.replaceAll(".*\"kid\":\"([^\"]+)\".*", "$1");
  }

  @Test
  void aSecretIsChangedInTheConfiguration() {
    var symmetric = TestSettings.of(JwsAlgorithm.HS256).settings();
    var keys = SigningKeys.start(symmetric, database, TokenFixture.encryptionKey(), clock);
    var service = new KeyServiceImpl(keys, JwsAlgorithm.HS256, database, clock);
    assertThat(service.list()).isEmpty();
    assertThat(service.rotate(ADMIN, TokenFixture.CLIENT)).isInstanceOf(KeyOutcome.Refused.class);
    assertThat(service.importPem(Confidential.of("x"), ADMIN, TokenFixture.CLIENT))
        .isInstanceOf(KeyOutcome.Refused.class);
  }

  /** By hand, or by a node of another version. */
  @Test
  @Proves("S18")
  void ofTwoKeysThatSignTheOlderGoesOnToVerifyUntilItsTime() {
    var node = new Node(Duration.ZERO);
    node.keys.follow();
    database.inNew(
        tx ->
            tx.em()
                .createNativeQuery("UPDATE auth_signing_key SET phase = 'SIGNING'")
                .executeUpdate());
    node.keys.follow();
    assertThat(node.states().values())
        .containsExactlyInAnyOrder(
            KeyInfo.State.SIGNING, KeyInfo.State.VERIFYING, KeyInfo.State.PENDING);
    clock.advance(Duration.ofHours(2));
    node.keys.follow();
    assertThat(node.states().values())
        .containsExactlyInAnyOrder(
            KeyInfo.State.SIGNING, KeyInfo.State.RETIRED, KeyInfo.State.PENDING);
  }

  private static String other(Node node, String kid) {
    return node.states().keySet().stream().filter(k -> !k.equals(kid)).findFirst().orElseThrow();
  }

  private List<AuditAction> actions() {
    return database.events().stream().map(event -> event.action()).toList();
  }

  private String sealed(String kid) {
    return (String)
        database
            .inNew(
                tx ->
                    tx.em()
                        .createNativeQuery(
                            "SELECT sealed_private_key FROM auth_signing_key WHERE kid = '"
                                + kid
                                + "'")
                        .getResultList())
            .get(0);
  }
}
