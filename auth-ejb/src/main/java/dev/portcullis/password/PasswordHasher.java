package dev.portcullis.password;

import dev.portcullis.Confidential;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.LocalSettings;
import dev.portcullis.crypto.RandomSource;
import io.micrometer.core.instrument.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords with argon2id (S30). However a check ends, exactly one argon2id at the current
 * parameters is computed for it (S32), and never more at a time than configured: a few wait in
 * line, and whoever comes then is told to come back (S33). That is also the limit that holds for
 * all clients together (S35).
 *
 * <p>The memory in use is at most {@code hashConcurrency * hashMemoryKib}.
 *
 * <p>The password's exact UTF-8 is hashed: nothing is cut, trimmed or folded (S29).
 */
public final class PasswordHasher {

  /**
   * What a check found.
   *
   * @param matches whether it is the password
   * @param replacement the hash to store instead, where it is and the stored one was made at other
   *     parameters; else null
   */
  public record Verification(boolean matches, @Nullable String replacement) {}

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final Argon2Hash.Cost cost;
  private final RandomSource random;
  private final Semaphore places;
  private final Semaphore slots;
  private final Timer timer;

  /**
   * @param settings parameters and bounds
   * @param timer times each argon2id at the current parameters
   */
  public PasswordHasher(LocalSettings settings, RandomSource random, Timer timer) {
    this.cost = new Argon2Hash.Cost(settings.hashMemoryKib(), settings.hashIterations());
    this.random = random;
    this.places = new Semaphore(settings.hashConcurrency() + settings.hashQueue());
    this.slots = new Semaphore(settings.hashConcurrency(), true);
    this.timer = timer;
  }

  /**
   * Hashes a new password under a fresh salt.
   *
   * @return what to store
   * @throws TemporarilyUnavailableException if too many wait already
   */
  public String hash(Confidential password) {
    return bounded(password, this::freshHash);
  }

  /**
   * Checks a password.
   *
   * @param stored the stored hash, or null where there is none: the same work, and no match
   * @throws TemporarilyUnavailableException if too many wait already
   */
  public Verification verify(@Nullable String stored, Confidential password) {
    var known = stored == null ? null : Argon2Hash.parse(stored).orElse(null);
    boolean wellFormed = isWellFormed(password.reveal());
    return bounded(
        password,
        utf8 -> {
          if (known != null && known.cost().equals(cost)) {
            boolean matches = timer.record(bool(() -> known.matches(utf8)));
            return new Verification(matches && wellFormed, null);
          }
          // Unknown, or made at other parameters: one at the current ones all the same.
          boolean matches = known != null && known.matches(utf8) && wellFormed;
          var replacement = freshHash(utf8);
          return new Verification(matches, matches ? replacement : null);
        });
  }

  /**
   * Checks a password against what another program stored, beside one argon2id at the current
   * parameters.
   *
   * @param legacy what it stored
   * @return the replacement is what to keep of it here; null also where the format does not look at
   *     all of the password
   * @throws TemporarilyUnavailableException if too many wait already
   */
  public Verification verifyForeign(LegacyHash legacy, Confidential password) {
    boolean wellFormed = isWellFormed(password.reveal());
    return bounded(
        password,
        utf8 -> {
          boolean matches = legacy.matches(password) && wellFormed;
          var replacement = freshHash(utf8);
          boolean keep = matches && legacy.isWhole(password);
          return new Verification(matches, keep ? replacement : null);
        });
  }

  /**
   * A new password in the format of another program, made within the same bounds.
   *
   * @throws TemporarilyUnavailableException if too many wait already
   */
  public LegacyHash.Stored encode(LegacyHash format, Confidential password) {
    return bounded(password, utf8 -> format.encode(password, random));
  }

  /** Does the work of a check whose answer is no, for whoever has nothing to check against. */
  public void verifyNothing(Confidential password) {
    var unused = verify(null, password);
  }

  /** Lone surrogates all become the same byte in UTF-8, so none of them is ever the password. */
  static boolean isWellFormed(String password) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(password);
  }

  private String freshHash(byte[] utf8) {
    return timer.record(
        () ->
            Argon2Hash.compute(
                    cost, random.bytes(Argon2Hash.SALT_BYTES), Argon2Hash.HASH_BYTES, utf8)
                .format());
  }

  private <T> T bounded(Confidential password, Function<byte[], T> work) {
    if (!places.tryAcquire()) {
      throw busy(null);
    }
    try {
      if (!slots.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy(null);
      }
      try {
        var utf8 = password.revealUtf8();
        try {
          return work.apply(utf8);
        } finally {
          Arrays.fill(utf8, (byte) 0);
        }
      } finally {
        slots.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(e);
    } finally {
      places.release();
    }
  }

  private static Supplier<Boolean> bool(Supplier<Boolean> work) {
    return work;
  }

  private static TemporarilyUnavailableException busy(@Nullable Throwable cause) {
    return new TemporarilyUnavailableException(
        "More passwords wait to be hashed than auth.providers.local allows", RETRY_AFTER, cause);
  }
}
