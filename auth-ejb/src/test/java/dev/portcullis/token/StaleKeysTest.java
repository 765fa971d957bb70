package dev.portcullis.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.TokenVerification;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node whose background work stands still must not go on with a retired key. */
class StaleKeysTest {

  private static final Duration MOST_STALE = Duration.ofSeconds(5);
  private static final int THREADS = 16;

  private final TokenFixture other = new TokenFixture(TestSettings.of(JwsAlgorithm.ES256));
  private final AtomicInteger readings = new AtomicInteger();
  private final Transactions counted =
      new Transactions() {
        @Override
        public <T> T inNew(Function<Tx, T> work) {
          readings.incrementAndGet();
          return other.database.inNew(work);
        }
      };
  private final SigningKeys keys =
      SigningKeys.start(other.settings, counted, TokenFixture.encryptionKey(), other.clock);
  private final StrictAccessTokenVerifier verifier =
      new StrictAccessTokenVerifier(
          other.settings,
          keys,
          (token, session, account, issuedAt) -> Revocations.Status.LIVE,
          new PrincipalNames(other.database, other.accounts),
          other.clock);

  @SuppressWarnings("NullAway.Init") // set before each test
  private String seen;

  @SuppressWarnings("NullAway.Init") // set before each test
  private String unseen;

  @BeforeEach
  void oneTokenIsKnown() {
    seen = other.signed(other.claims());
    var claims = other.claims();
    claims.put("jti", "00000000000000000000000000000009");
    unseen = other.signed(claims);
    assertThat(verdict(seen)).isEqualTo("live");
    readings.set(0);
  }

  @AfterEach
  void close() {
    other.close();
  }

  private String verdict(String token) {
    return verifier
        .verify(token)
        .fold(valid -> "live", TokenVerification.Invalid::stage, () -> "unavailable");
  }

  private void retireElsewhere() {
    assertThat(other.sql("UPDATE auth_signing_key SET phase = 'RETIRED'")).isEqualTo(1);
    other.keys.follow();
  }

  @Test
  @Proves({"S12", "S18"})
  void aKeyThatWasRetiredElsewhereIsRefusedAfterFiveSeconds() {
    retireElsewhere();
    other.clock.advance(MOST_STALE);
    assertThat(verdict(seen)).as("the bound").isEqualTo("live");
    assertThat(readings).hasValue(0);
    other.clock.advance(Duration.ofMillis(1));
    assertThat(verdict(seen)).as("from the cache").isEqualTo("key");
    assertThat(verdict(unseen)).isEqualTo("key");
    assertThat(keys.jwks()).isEqualTo(other.keys.jwks());
  }

  @Test
  @Proves("S18")
  void anUnseenTokenIsRefusedJustSo() {
    retireElsewhere();
    other.clock.advance(MOST_STALE.plusMillis(1));
    assertThat(verdict(unseen)).isEqualTo("key");
  }

  @Test
  @Proves("S18")
  void theKeySetIsReadAnewToo() {
    retireElsewhere();
    other.clock.advance(MOST_STALE.plusMillis(1));
    assertThat(keys.jwks()).isEqualTo(other.keys.jwks());
  }

  @Test
  void whereNothingChangedATokenGoesOnAndOneReadingServesFiveSeconds() {
    for (int i = 0; i < 3; i++) {
      other.clock.advance(MOST_STALE.plusMillis(1));
      assertThat(verdict(seen)).isEqualTo("live");
      assertThat(verdict(unseen)).isEqualTo("live");
      assertThat(keys.jwks()).isNotEmpty();
      assertThat(readings).hasValue(i + 1);
    }
  }

  @Test
  @Proves({"S18", "S74"})
  void withoutTheDatabaseTokensAreNeitherTakenNorRefused() {
    other.database.setDown(true);
    other.clock.advance(MOST_STALE);
    assertThat(verdict(seen)).isEqualTo("live");
    other.clock.advance(Duration.ofMillis(1));
    for (var token : new String[] {seen, unseen}) {
      assertThat(verdict(token)).isEqualTo("unavailable");
    }
    assertThatThrownBy(keys::jwks).isInstanceOf(TemporarilyUnavailableException.class);
    assertThat(verdict("no token")).isEqualTo("parse");
    assertThat(readings).as("within a second after a failure").hasValue(1);

    other.database.setDown(false);
    other.clock.advance(Duration.ofMillis(1001));
    assertThat(verdict(seen)).isEqualTo("live");
    assertThat(readings).hasValue(2);
  }

  @Test
  @Proves("S18")
  void aClockThatWasSetBackTellsNothing() {
    retireElsewhere();
    other.clock.advance(Duration.ofMillis(-1));
    assertThat(verdict(seen)).isEqualTo("key");
  }

  @Test
  @Proves("S18")
  void aReadingThatTookLongCountsFromItsBeginning() {
    var slow =
        SigningKeys.start(
            other.settings,
            new Transactions() {
              @Override
              public <T> T inNew(Function<Tx, T> work) {
                readings.incrementAndGet();
                var result = other.database.inNew(work);
                other.clock.advance(Duration.ofSeconds(4));
                return result;
              }
            },
            TokenFixture.encryptionKey(),
            other.clock);
    slow.follow();
    readings.set(0);
    other.clock.advance(Duration.ofSeconds(2));
    slow.requireCurrent();
    assertThat(readings).hasPositiveValue();
  }

  @Test
  void ofRequestsAtTheSameTimeOneReads() throws Exception {
    other.clock.advance(MOST_STALE.plusMillis(1));
    var barrier = new CyclicBarrier(THREADS);
    var threads = Executors.newFixedThreadPool(THREADS);
    try {
      Callable<String> request =
          () -> {
            barrier.await();
            return verdict(seen);
          };
      for (var answer : threads.invokeAll(Collections.nCopies(THREADS, request))) {
        assertThat(answer.get()).isEqualTo("live");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(readings).hasValue(1);
  }

  /** Of a node with another encryption key, which this one was not told of. */
  @Test
  @Proves("S18")
  void aKeyThatDoesNotOpenKeepsNoRetiredOneInForce() {
    var verifying = keys.signer().kid();
    keys.follow();
    var pending = successor(verifying);
    var strange =
        new KeyPairs(
                JwsAlgorithm.ES256,
                dev.portcullis.testing.TestSettings.defaults().encryption(other.random),
                SignatureProvider.JDK)
            .create(other.clock.instant());
    other.database.inNew(
        tx -> {
          tx.em().persist(strange);
          return tx;
        });
    assertThatThrownBy(keys::follow).isInstanceOf(IllegalStateException.class);
    assertThat(verdict(seen)).isEqualTo("live");

    assertThat(
            other.sql(
                "UPDATE auth_signing_key SET phase = 'RETIRED' WHERE kid = '" + verifying + "'"))
        .isEqualTo(1);
    other.sql("UPDATE auth_signing_key SET phase = 'SIGNING' WHERE kid = '" + pending + "'");
    other.clock.advance(MOST_STALE.plusMillis(1));
    assertThat(verdict(seen)).isEqualTo("key");
    assertThat(keys.jwks()).contains(pending).doesNotContain(verifying, strange.kid);
  }

  private String successor(String signing) {
    return keys.rotation().begin().stream()
        .map(row -> row.kid)
        .filter(kid -> !kid.equals(signing))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aTableWithoutAKeyThatSignsIsNoAnswer() {
    other.sql("DELETE FROM auth_signing_key");
    other.clock.advance(MOST_STALE.plusMillis(1));
    assertThat(verdict(seen)).isEqualTo("unavailable");
    keys.follow();
    assertThat(verdict(seen)).isEqualTo("key");
  }

  @Test
  void aSecretDoesNotAge() {
    try (var hmac = new TokenFixture(TestSettings.of(JwsAlgorithm.HS256))) {
      hmac.database.setDown(true);
      hmac.clock.advance(Duration.ofDays(1));
      assertThat(hmac.keys.find(hmac.keys.signer().kid())).isNotNull();
      assertThat(hmac.keys.jwks()).isEqualTo("{\"keys\":[]}");
    }
  }
}
