package dev.portcullis.password;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.RandomSource;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What directories write (RFC 2307, 5.3, and its successors): the scheme in braces, then in base64
 * the digest of password and salt, and the salt.
 */
final class LdapHash implements LegacyHash {

  private static final int SALT_BYTES = 16;

  /**
   * @param bytes of the digest
   */
  private record Scheme(String algorithm, int bytes, boolean salted) {}

  private static final Map<String, Scheme> SCHEMES =
      Map.of(
          "MD5", new Scheme("MD5", 16, false),
          "SMD5", new Scheme("MD5", 16, true),
          "SHA", new Scheme("SHA-1", 20, false),
          "SSHA", new Scheme("SHA-1", 20, true),
          "SHA256", new Scheme("SHA-256", 32, false),
          "SSHA256", new Scheme("SHA-256", 32, true),
          "SHA512", new Scheme("SHA-512", 64, false),
          "SSHA512", new Scheme("SHA-512", 64, true));

  private static final Pattern FORM =
      Pattern.compile("\\{([A-Za-z0-9]{3,7})}([A-Za-z0-9+/]{22,256}={0,2})");

  private final String label;
  private final Scheme scheme;
  private final byte[] hash;
  private final byte[] salt;

  private LdapHash(String label, Scheme scheme, byte[] hash, byte[] salt) {
    this.label = label;
    this.scheme = scheme;
    this.hash = hash;
    this.salt = salt;
  }

  static Optional<LegacyHash> parse(String stored) {
    var matcher = FORM.matcher(stored);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var scheme = SCHEMES.get(matcher.group(1).toUpperCase(Locale.ROOT));
    if (scheme == null) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getDecoder().decode(matcher.group(2));
      boolean fits = scheme.salted ? bytes.length > scheme.bytes : bytes.length == scheme.bytes;
      return fits
          ? Optional.of(
              new LdapHash(
                  matcher.group(1),
                  scheme,
                  Arrays.copyOf(bytes, scheme.bytes),
                  Arrays.copyOfRange(bytes, scheme.bytes, bytes.length)))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  @Override
  public boolean matches(Confidential password) {
    return MessageDigest.isEqual(hash, digest(password, salt));
  }

  @Override
  public Stored encode(Confidential password, RandomSource random) {
    var fresh = scheme.salted ? random.bytes(SALT_BYTES) : new byte[0];
    var digest = digest(password, fresh);
    var bytes = Arrays.copyOf(digest, digest.length + fresh.length);
    System.arraycopy(fresh, 0, bytes, digest.length, fresh.length);
    return new Stored("{" + label + "}" + Base64.getEncoder().encodeToString(bytes), null);
  }

  private byte[] digest(Confidential password, byte[] withSalt) {
    var bytes = password.revealUtf8();
    try {
      var digest = MessageDigests.of(scheme.algorithm);
      digest.update(bytes);
      return digest.digest(withSalt);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
