package dev.portcullis.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.Confidential;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.LocalSettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.testing.Proves;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {

  private static final LocalSettings SMALL = new LocalSettings(true, 15, 64, 1, 2, 16);
  private static final LocalSettings REAL = new LocalSettings(true, 15, 47104, 1, 2, 16);

  private final Timer timer = new SimpleMeterRegistry().timer("hashes");
  private final PasswordHasher hasher = hasher(SMALL);

  private PasswordHasher hasher(LocalSettings settings) {
    return new PasswordHasher(settings, RandomSource.secure(), timer);
  }

  private long computed() {
    return timer.count();
  }

  @Test
  @Proves("S30")
  void storesArgon2idAtTheConfiguredCost() {
    var stored = hasher(REAL).hash(Confidential.of("herons on the quay"));
    assertThat(stored).startsWith("$argon2id$v=19$m=47104,t=1,p=1$");
    var parsed = Argon2Hash.parse(stored).orElseThrow();
    assertThat(parsed.cost()).isEqualTo(new Argon2Hash.Cost(47104, 1));
    assertThat(stored).matches(".*\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
    assertThat(hasher(REAL).verify(stored, Confidential.of("herons on the quay")).matches())
        .isTrue();
    assertThat(hasher(REAL).hash(Confidential.of("herons on the quay"))).isNotEqualTo(stored);
  }

  /** From the test suite of the reference implementation, phc-winner-argon2, test.c. */
  @Test
  @Proves("S30")
  void computesWhatTheReferenceImplementationComputes() {
    var hash =
        Argon2Hash.compute(
            new Argon2Hash.Cost(65536, 2),
            "somesalt".getBytes(StandardCharsets.UTF_8),
            32,
            "password".getBytes(StandardCharsets.UTF_8));
    assertThat(hash.format())
        .isEqualTo(
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
  }

  @Test
  @Proves("S29")
  void tellsTwoPasswordsApartWhoseEightiethByteDiffers() {
    var stored = hasher.hash(Confidential.of("x".repeat(79) + "a"));
    assertThat(hasher.verify(stored, Confidential.of("x".repeat(79) + "a")).matches()).isTrue();
    assertThat(hasher.verify(stored, Confidential.of("x".repeat(79) + "b")).matches()).isFalse();
  }

  @Test
  @Proves("S29")
  void neitherTrimsNorFolds() {
    var stored = hasher.hash(Confidential.of(" Herons \u00e9 "));
    assertThat(hasher.verify(stored, Confidential.of("Herons \u00e9")).matches()).isFalse();
    assertThat(hasher.verify(stored, Confidential.of(" herons \u00e9 ")).matches()).isFalse();
    assertThat(hasher.verify(stored, Confidential.of(" Herons e\u0301 ")).matches()).isFalse();
    assertThat(hasher.verify(stored, Confidential.of(" Herons \u00e9 ")).matches()).isTrue();
  }

  @Test
  void takesNoLoneSurrogateForTheQuestionMarkItIsEncodedAs() {
    var stored = hasher.hash(Confidential.of("herons?"));
    assertThat(hasher.verify(stored, Confidential.of("herons\ud800")).matches()).isFalse();
  }

  @Test
  @Proves("S32")
  void computesOneHashAtTheCurrentCostWhateverIsStored() {
    var password = Confidential.of("herons");
    var current = hasher.hash(password);
    var outdated = hasher(new LocalSettings(true, 15, 32, 2, 2, 16)).hash(password);
    var before = computed();
    assertThat(hasher.verify(current, password).matches()).isTrue();
    assertThat(hasher.verify(current, Confidential.of("storks")).matches()).isFalse();
    assertThat(hasher.verify(null, password).matches()).isFalse();
    assertThat(hasher.verify("$2a$10$unknown", password).matches()).isFalse();
    assertThat(hasher.verify(outdated, Confidential.of("storks")).matches()).isFalse();
    assertThat(computed() - before).isEqualTo(5);
  }

  @Test
  @Proves("S30")
  void offersANewHashWhereTheStoredOneIsOutdated() {
    var password = Confidential.of("herons");
    var outdated = hasher(new LocalSettings(true, 15, 32, 2, 2, 16)).hash(password);
    var verification = hasher.verify(outdated, password);
    assertThat(verification.matches()).isTrue();
    assertThat(verification.replacement()).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
    assertThat(hasher.verify(verification.replacement(), password).replacement()).isNull();
    assertThat(hasher.verify(outdated, Confidential.of("storks")).replacement()).isNull();
  }

  @Test
  void readsNoHashOfUnboundedCost() {
    assertThat(Argon2Hash.parse("$argon2id$v=19$m=9999999,t=1,p=1$c29tZXNhbHQ$" + "A".repeat(43)))
        .isEmpty();
    assertThat(Argon2Hash.parse("$argon2id$v=19$m=64,t=999,p=1$c29tZXNhbHQ$" + "A".repeat(43)))
        .isEmpty();
    assertThat(Argon2Hash.parse("$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$" + "A".repeat(43)))
        .isEmpty();
    assertThat(Argon2Hash.parse("$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$" + "A".repeat(41)))
        .isEmpty();
  }

  /** Each hash draws its salt while it holds a slot, so the source sees how many run at a time. */
  @Test
  @Proves("S33")
  void boundsWhatRunsAndWhatWaits() throws Exception {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var full = new CountDownLatch(3);
    var proceed = new CountDownLatch(1);
    RandomSource watched =
        count -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          full.countDown();
          try {
            proceed.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          running.decrementAndGet();
          return new byte[count];
        };
    var bounded = new PasswordHasher(new LocalSettings(true, 15, 64, 1, 3, 4), watched, timer);
    var hashed = new AtomicInteger();
    var refused = new CountDownLatch(493);
    var threads = Executors.newFixedThreadPool(500);
    for (int i = 0; i < 500; i++) {
      threads.execute(
          () -> {
            try {
              assertThat(bounded.hash(Confidential.of("herons"))).isNotEmpty();
              hashed.incrementAndGet();
            } catch (TemporarilyUnavailableException e) {
              assertThat(e.retryAfter()).isPositive();
              refused.countDown();
            }
          });
    }
    full.await();
    refused.await(); // 500 less the 3 that run and the 4 that wait
    proceed.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(most).hasValue(3);
    assertThat(hashed).hasValue(7);
  }

  @Test
  void givesItsPlaceBackWhenHashingFails() {
    RandomSource broken =
        count -> {
          throw new IllegalStateException("no randomness");
        };
    var one = new PasswordHasher(new LocalSettings(true, 15, 64, 1, 1, 0), broken, timer);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> one.hash(Confidential.of("herons")))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
