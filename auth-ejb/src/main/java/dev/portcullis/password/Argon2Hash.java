package dev.portcullis.password;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * An argon2id hash (RFC 9106, version 1.3, one lane) as it is stored: {@code
 * $argon2id$v=19$m=47104,t=1,p=1$salt$hash}, the PHC string format.
 */
final class Argon2Hash {

  /**
   * What an attacker has to pay for each guess.
   *
   * @param memoryKib memory in KiB
   * @param iterations passes over it
   */
  record Cost(int memoryKib, int iterations) {}

  static final int SALT_BYTES = 16;
  static final int HASH_BYTES = 32;

  // Beyond it a stored row would make the server fetch more memory than any setting allows.
  private static final int MAX_MEMORY_KIB = 1 << 21;
  private static final int MAX_ITERATIONS = 100;

  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([1-9][0-9]{0,6}),t=([1-9][0-9]{0,2}),p=1"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  private final Cost cost;
  private final byte[] salt;
  private final byte[] hash;

  private Argon2Hash(Cost cost, byte[] salt, byte[] hash) {
    this.cost = cost;
    this.salt = salt;
    this.hash = hash;
  }

  /** Computes the hash of a password. Takes {@code memoryKib} of memory while it runs. */
  static Argon2Hash compute(Cost cost, byte[] salt, int hashBytes, byte[] password) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.iterations())
            .withParallelism(1)
            .withSalt(salt)
            .build());
    var hash = new byte[hashBytes];
    generator.generateBytes(password, hash);
    return new Argon2Hash(cost, salt, hash);
  }

  /** Reads a stored hash; empty if it is of another kind. */
  static Optional<Argon2Hash> parse(String stored) {
    var matcher = PHC.matcher(stored);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var cost = new Cost(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    if (cost.memoryKib() > MAX_MEMORY_KIB || cost.iterations() > MAX_ITERATIONS) {
      return Optional.empty();
    }
    try {
      var decoder = Base64.getDecoder();
      return Optional.of(
          new Argon2Hash(cost, decoder.decode(matcher.group(3)), decoder.decode(matcher.group(4))));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** What it takes to compute. */
  Cost cost() {
    return cost;
  }

  /** As it is stored. */
  String format() {
    var encoder = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + cost.memoryKib()
        + ",t="
        + cost.iterations()
        + ",p=1$"
        + encoder.encodeToString(salt)
        + "$"
        + encoder.encodeToString(hash);
  }

  /** Whether the password has this hash; compared in constant time. */
  boolean matches(byte[] password) {
    return MessageDigest.isEqual(hash, compute(cost, salt, hash.length, password).hash);
  }
}
