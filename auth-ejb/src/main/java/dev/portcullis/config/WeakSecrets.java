package dev.portcullis.config;

import com.nulabinc.zxcvbn.Zxcvbn;
import dev.portcullis.crypto.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Tells secrets that anybody could know from random ones (S73): a list of those that tutorials,
 * tools and specifications have spread, and an estimate for patterns and words.
 */
final class WeakSecrets {

  /** In decimal digits of guesses; 32 random characters have more than 30, a phrase less. */
  private static final double GUESSABLE = 20;

  private static final int MEASURED = 64;
  private static final int DISTINCT_BYTES = 12;

  private WeakSecrets() {}

  /** Whether it is PEM or JSON, so a key of another kind that was taken for a secret (S2). */
  static boolean isPublicKey(String secret) {
    var text = secret.strip();
    return text.startsWith("-----BEGIN ") || text.startsWith("{");
  }

  /** Whether a secret is on the list, in whatever case and punctuation, or easily guessed. */
  static boolean isKnownOrGuessable(String secret) {
    var plain = plain(secret);
    var known = known();
    if (known.stream().map(WeakSecrets::plain).anyMatch(plain::equals)) {
      return true;
    }
    var measured = secret.length() > MEASURED ? secret.substring(0, MEASURED) : secret;
    return new Zxcvbn().measure(measured, known).getGuessesLog10() < GUESSABLE;
  }

  /** Whether a SHA-256, in lower-case hex, is that of a secret on the list or of the empty text. */
  static boolean isHashOfKnown(String sha256) {
    return sha256.equals(Digests.sha256Hex(new byte[0]))
        || known().stream()
            .map(secret -> Digests.sha256Hex(secret.getBytes(StandardCharsets.UTF_8)))
            .anyMatch(sha256::equals);
  }

  /** Whether the bytes behind a key's base64 were typed or repeat, which random ones never do. */
  static boolean isTypedKey(String base64) {
    var standard = base64.strip().replace('-', '+').replace('_', '/');
    var key = Base64.getDecoder().decode(standard);
    boolean printable = true;
    var seen = new boolean[256];
    int distinct = 0;
    for (byte b : key) {
      printable &= b >= ' ' && b <= '~';
      distinct += seen[b & 0xFF] ? 0 : 1;
      seen[b & 0xFF] = true;
    }
    return printable || distinct < DISTINCT_BYTES || isAscending(key);
  }

  private static boolean isAscending(byte[] key) {
    var steps = new byte[key.length - 1];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = (byte) (key[i + 1] - key[i]);
    }
    var same = new byte[steps.length];
    Arrays.fill(same, steps[0]);
    return Arrays.equals(steps, same);
  }

  private static String plain(String secret) {
    return secret.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static List<String> known() {
    try (InputStream in = WeakSecrets.class.getResourceAsStream("weak-secrets.txt")) {
      if (in == null) {
        throw new IllegalStateException("weak-secrets.txt is missing beside this class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
