package dev.portcullis.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EncryptionState;
import dev.portcullis.SavedForm;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.config.KeySettings;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.jose.Jws;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.saved.SavedForms;
import dev.portcullis.sealing.Reencryption;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import dev.portcullis.testing.LogCapture;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One encryption key takes the place of another, node by node. */
class ReencryptionTest {

  private static final Duration SAVED_FORMS_LIFE = Duration.ofMinutes(10);
  private static final EncryptionKey OLD = key(1);
  private static final EncryptionKey NEW = key(2);

  /** The three configurations of a replacement, in their order. */
  private static final EncryptionKey BEFORE = OLD;

  private static final EncryptionKey INTRODUCED = OLD.beside(List.of(), List.of(NEW));
  private static final EncryptionKey REPLACED = NEW.beside(List.of(OLD), List.of());

  private final TestDatabase database = new TestDatabase();
  private final MutableClock clock = new MutableClock();
  private final JwtSettings settings = TestSettings.of(JwsAlgorithm.ES256).settings();

  private static EncryptionKey key(int fill) {
    var bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return EncryptionKey.parse(
            Confidential.of(Base64.getEncoder().encodeToString(bytes)), RandomSource.secure())
        .orElseThrow();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private SigningKeys node(EncryptionKey key) {
    return SigningKeys.start(settings, database, key, clock);
  }

  /** Of a node that was started long enough ago. */
  private Reencryption reencryption(EncryptionKey key, Transactions transactions) {
    var started = started(key, transactions);
    clock.advance(Reencryption.LONGEST_SHORT_LIFE);
    return started;
  }

  private Reencryption started(EncryptionKey key, Transactions transactions) {
    return new Reencryption(key, transactions, List.of(new SealedSigningKeys()), clock);
  }

  private List<?> sealed() {
    return database.inNew(
        tx ->
            tx.em()
                .createNativeQuery(
                    "SELECT sealed_private_key FROM auth_signing_key WHERE phase <> 'RETIRED'")
                .getResultList());
  }

  private boolean allUnder(EncryptionKey key) {
    return sealed().stream().allMatch(text -> text.toString().startsWith(key.prefix()));
  }

  @Test
  void everythingIsUnderTheNewKeyAndTheOldOneIsLetGo() throws Exception {
    var node = node(BEFORE);
    node.follow();
    var token = Jws.sign(node.signer(), "t", "{}".getBytes(UTF_8));
    try (var log = new LogCapture("dev.portcullis.sealing")) {
      var reencryption = reencryption(REPLACED, database);
      assertThat(reencryption.state()).isEqualTo(EncryptionState.REPLACING);
      reencryption.run();
      assertThat(allUnder(NEW)).isTrue();
      assertThat(reencryption.state())
          .as("until it found nothing")
          .isEqualTo(EncryptionState.REPLACING);
      reencryption.run();
      assertThat(reencryption.state()).isEqualTo(EncryptionState.REPLACED);
      assertThat(String.join(" ", log.lines())).contains("remove auth.previous_encryption_keys");
    }
    var withoutTheOld = node(NEW);
    assertThat(Jws.verify(withoutTheOld, token).header().kid()).isEqualTo(node.signer().kid());
    assertThat(reencryption(NEW, database).state()).isEqualTo(EncryptionState.CURRENT);
  }

  /**
   * A form that waits for a login is sealed with what its browser alone has: it must be let end.
   */
  @Test
  void theOldKeyIsNotLetGoBeforeAFormThatItSealedHasEnded() {
    node(BEFORE);
    var client = new ClientInfo("192.0.2.7", null, "correlation");
    var form = new SavedForm("/order", "text/plain", null, new byte[] {1});
    var random = RandomSource.secure();
    var ticket =
        new SavedForms(database, INTRODUCED, random, clock).keep(form, null, client).orElseThrow();
    var reencryption = started(REPLACED, database);
    var replaced = new SavedForms(database, REPLACED, random, clock);
    reencryption.run();
    reencryption.run();
    clock.advance(SAVED_FORMS_LIFE.minusMillis(1));
    reencryption.run();
    assertThat(reencryption.state()).isEqualTo(EncryptionState.REPLACING);
    assertThat(replaced.take(ticket, "alice")).contains(form);
    clock.advance(Duration.ofMillis(1));
    reencryption.run();
    assertThat(reencryption.state()).isEqualTo(EncryptionState.REPLACED);
  }

  /** Whoever can write to the database must not stop what the others wait for. */
  @Test
  void aRowThatIsBrokenHoldsUpNoOther() {
    node(BEFORE);
    database.inNew(
        tx -> {
          var pairs = new KeyPairs(JwsAlgorithm.EDDSA, BEFORE, SignatureProvider.JDK);
          for (int i = 1; i <= 3; i++) {
            var row = pairs.create(clock.instant());
            row.generation = i;
            row.kid = "0" + i;
            row.publicJwk = i == 2 ? "{\"kty\":" : row.publicJwk;
            row.sealedPrivateKey = BEFORE.seal(KeyPairs.PURPOSE, contextOf(row), new byte[] {1});
            tx.em().persist(row);
          }
          return tx;
        });
    var reencryption = reencryption(REPLACED, database);
    reencryption.requireKnownKeys();
    try (var log = new LogCapture("dev.portcullis.sealing")) {
      reencryption.run();
      assertThat(String.join(" ", log.lines())).contains("02").doesNotContain("01", "03");
    }
    assertThat(sealed().stream().filter(text -> text.toString().startsWith(OLD.prefix())))
        .as("the broken one alone")
        .hasSize(1);
    reencryption.run();
    assertThat(reencryption.state()).isEqualTo(EncryptionState.REPLACING);
  }

  private static String contextOf(SigningKey row) {
    return row.kid.equals("02") ? "what it belongs to" : KeyPairs.contextOf(row).orElseThrow();
  }

  /** S18 for a rolling restart: of two steps, each with both configurations at the same time. */
  @Test
  @Proves("S18")
  void nodesOfTwoConfigurationsWorkSideBySideAndNotAgainstEachOther() throws Exception {
    var before = node(BEFORE);
    before.follow();
    var introduced = node(INTRODUCED);
    var replaced = node(REPLACED);
    reencryption(REPLACED, database).run();
    assertThat(allUnder(NEW)).isTrue();
    reencryption(INTRODUCED, database).run();
    assertThat(allUnder(NEW)).as("the node to be restarted leaves it alone").isTrue();
    clock.advance(Duration.ofDays(91));
    replaced.follow();
    introduced.follow();
    assertThat(introduced.signer().kid()).isEqualTo(replaced.signer().kid());
    var token = Jws.sign(replaced.signer(), "t", "{}".getBytes(UTF_8));
    assertThat(Jws.verify(introduced, token)).isNotNull();
    assertThat(node(INTRODUCED).signer().kid()).isEqualTo(replaced.signer().kid());
  }

  @Test
  void goesOnWhereverItWasStopped() {
    int keys = 120;
    node(BEFORE);
    database.inNew(
        tx -> {
          var pairs = new KeyPairs(JwsAlgorithm.EDDSA, BEFORE, SignatureProvider.JDK);
          for (int i = 1; i <= keys; i++) {
            var row = pairs.create(clock.instant());
            row.generation = i;
            tx.em().persist(row);
          }
          return tx;
        });
    for (int budget = 1; !allUnder(NEW); budget += 17) {
      assertThat(budget).as("it gets on").isLessThan(10 * keys);
      var left = new AtomicInteger(budget);
      var stopping =
          new Transactions() {
            @Override
            public <T> T inNew(Function<Tx, T> work) {
              if (left.getAndDecrement() <= 0) {
                throw new TemporarilyUnavailableException("stopped", Duration.ZERO, null);
              }
              return database.inNew(work);
            }
          };
      var reencryption = reencryption(REPLACED, stopping);
      try {
        reencryption.run();
      } catch (TemporarilyUnavailableException stopped) {
        assertThat(reencryption.state()).isEqualTo(EncryptionState.REPLACING);
      }
      assertThat(sealed()).hasSize(keys + 1);
      reencryption(REPLACED, database).requireKnownKeys();
    }
    var last = reencryption(REPLACED, database);
    last.run();
    assertThat(last.state()).isEqualTo(EncryptionState.REPLACED);
  }

  @Test
  void aValueThatChangedMeanwhileIsNotOverwritten() {
    node(BEFORE);
    var column = new SealedSigningKeys();
    var read = database.inNew(tx -> column.after(tx, "", 10)).get(0);
    var theirs = NEW.seal(column.purpose(), read.context(), new byte[] {1});
    boolean first = database.inNew(tx -> column.replace(tx, read, theirs));
    boolean second = database.inNew(tx -> column.replace(tx, read, "ours"));
    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(sealed().get(0)).isEqualTo(theirs);
  }

  @Test
  @Proves("S73")
  void aValueUnderAKeyThatIsNotConfiguredStopsTheStart() {
    var kid = node(BEFORE).signer().kid();
    assertThatThrownBy(() -> reencryption(NEW, database).requireKnownKeys())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(kid)
        .hasMessageContaining(OLD.id())
        .hasMessageContaining(NEW.id())
        .hasMessageContaining("auth.previous_encryption_keys");
    reencryption(REPLACED, database).requireKnownKeys();
    reencryption(INTRODUCED, database).requireKnownKeys();
  }

  /** The id of a secret comes of the encryption key: nodes with either accept both. */
  @Test
  @Proves("S18")
  void tokensOfASecretOutliveAChangeOfTheEncryptionKey() throws Exception {
    var symmetric = TestSettings.of(JwsAlgorithm.HS256).settings();
    var configurations = List.of(INTRODUCED, REPLACED);
    for (var signs : configurations) {
      var signer = SigningKeys.start(symmetric, database, signs, clock).signer();
      var token = Jws.sign(signer, "t", "{}".getBytes(UTF_8));
      for (var verifies : configurations) {
        assertThat(Jws.verify(SigningKeys.start(symmetric, database, verifies, clock), token))
            .isNotNull();
      }
    }
  }

  @Test
  @Proves("S18")
  void tokensOfAPreviousSecretAreAcceptedWhileItIsListed() throws Exception {
    var plain = TestSettings.of(JwsAlgorithm.HS256).settings();
    var former = SigningKeys.start(plain, database, OLD, clock);
    var token = Jws.sign(former.signer(), "t", "{}".getBytes(UTF_8));
    var listed =
        SigningKeys.start(withSecrets(plain, List.of(secret(plain))), database, OLD, clock);
    assertThat(Jws.verify(listed, token)).isNotNull();
    assertThat(listed.signer().kid()).isNotEqualTo(former.signer().kid());
    var gone = SigningKeys.start(withSecrets(plain, List.of()), database, OLD, clock);
    assertThat(gone.find(former.signer().kid())).isNull();
  }

  private static Confidential secret(JwtSettings settings) {
    var secret = settings.secret();
    if (secret == null) {
      throw new AssertionError();
    }
    return secret;
  }

  private static JwtSettings withSecrets(JwtSettings s, List<Confidential> previous) {
    return new JwtSettings(
        s.enabled(),
        s.algorithm(),
        Confidential.of("another secret of the tests, 64 characters of ASCII, or nearly so"),
        new KeySettings(Duration.ofDays(90), Duration.ofMinutes(15), previous, List.of()),
        s.issuer(),
        s.audience(),
        s.expiration(),
        s.refreshExpiration(),
        s.refreshGrace(),
        s.clockSkew(),
        s.minimalClaims(),
        s.storeTokens());
  }
}
