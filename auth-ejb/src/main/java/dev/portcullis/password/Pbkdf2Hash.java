package dev.portcullis.password;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.RandomSource;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * PBKDF2 (RFC 8018) as the {@code Pbkdf2PasswordHash} of Jakarta Security writes it: {@code
 * PBKDF2WithHmacSHA256:2048:salt:hash}, both in base64.
 */
final class Pbkdf2Hash implements LegacyHash {

  static final int MAX_ITERATIONS = 2_000_000;
  private static final int SALT_BYTES = 32;

  private static final Pattern FORM =
      Pattern.compile(
          "(PBKDF2WithHmacSHA(?:1|224|256|384|512)):([1-9][0-9]{0,6})"
              + ":([A-Za-z0-9+/]{8,344}={0,2}):([A-Za-z0-9+/]{20,172}={0,2})");

  private final String algorithm;
  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private Pbkdf2Hash(String algorithm, int iterations, byte[] salt, byte[] hash) {
    this.algorithm = algorithm;
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  static Optional<LegacyHash> parse(String stored) {
    var matcher = FORM.matcher(stored);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int iterations = Integer.parseInt(matcher.group(2));
    if (iterations > MAX_ITERATIONS) {
      return Optional.empty();
    }
    try {
      var salt = Base64.getDecoder().decode(matcher.group(3));
      var hash = Base64.getDecoder().decode(matcher.group(4));
      return Optional.of(new Pbkdf2Hash(matcher.group(1), iterations, salt, hash));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  @Override
  public boolean matches(Confidential password) {
    return MessageDigest.isEqual(hash, derive(password, salt));
  }

  @Override
  public Stored encode(Confidential password, RandomSource random) {
    var fresh = random.bytes(SALT_BYTES);
    var encoder = Base64.getEncoder();
    return new Stored(
        algorithm
            + ":"
            + iterations
            + ":"
            + encoder.encodeToString(fresh)
            + ":"
            + encoder.encodeToString(derive(password, fresh)),
        null);
  }

  private byte[] derive(Confidential password, byte[] withSalt) {
    var bytes = password.revealUtf8();
    try {
      var generator = new PKCS5S2ParametersGenerator(digest());
      generator.init(bytes, withSalt, iterations);
      return ((KeyParameter) generator.generateDerivedMacParameters(hash.length * 8)).getKey();
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private Digest digest() {
    return switch (algorithm.substring("PBKDF2WithHmac".length())) {
      case "SHA1" -> new SHA1Digest();
      case "SHA224" -> new SHA224Digest();
      case "SHA384" -> new SHA384Digest();
      case "SHA512" -> new SHA512Digest();
      default -> new SHA256Digest();
    };
  }
}
