package dev.portcullis.password;

import dev.portcullis.config.DigestSettings;
import dev.portcullis.config.LegacyFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an application's own user table stores for a password (S30). Reading is strict: what
 * is not exactly of a known form, or asks for more work than the bounds of its format, is refused,
 * so that one bad row cannot hold up the server.
 */
public final class LegacyHashes {

  /** Longer than any of the formats. */
  static final int MAX_LENGTH = 1024;

  private final LegacyFormat format;
  private final @Nullable DigestSettings digest;

  /**
   * @param digest with {@link LegacyFormat#DIGEST} only
   */
  public LegacyHashes(LegacyFormat format, @Nullable DigestSettings digest) {
    this.format = format;
    this.digest = digest;
  }

  /**
   * Reads a stored value.
   *
   * @param salt of the salt's column, or null
   * @return empty if it is not of the configured format
   */
  public Optional<LegacyHash> parse(String stored, @Nullable String salt) {
    if (stored.isEmpty() || stored.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return switch (format) {
      case PLAIN -> Optional.of(new PlainText(stored));
      case DIGEST -> digest == null ? Optional.empty() : SaltedDigest.parse(digest, stored, salt);
      case BCRYPT -> BcryptHash.parse(unpadded(stored));
      case PBKDF2 -> Pbkdf2Hash.parse(unpadded(stored));
      case SHA_CRYPT -> ShaCryptHash.parse(unpadded(stored));
      case LDAP -> ldap(unpadded(stored));
      case ARGON2 -> ImportedArgon2.parse(unpadded(stored));
      case AUTO -> selfDescribing(unpadded(stored));
    };
  }

  private static Optional<LegacyHash> selfDescribing(String stored) {
    if (stored.startsWith("$2")) {
      return BcryptHash.parse(stored);
    }
    if (stored.startsWith("$5$") || stored.startsWith("$6$")) {
      return ShaCryptHash.parse(stored);
    }
    if (stored.startsWith("$argon2id$")) {
      return ImportedArgon2.parse(stored);
    }
    return stored.startsWith("{") ? ldap(stored) : Pbkdf2Hash.parse(stored);
  }

  private static Optional<LegacyHash> ldap(String stored) {
    if (stored.regionMatches(true, 0, "{CRYPT}", 0, 7)) {
      var crypt = stored.substring(7);
      return crypt.startsWith("$2") ? BcryptHash.parse(crypt) : ShaCryptHash.parse(crypt);
    }
    return LdapHash.parse(stored);
  }

  /** Columns of type CHAR are filled up with spaces; no format but plain text has any. */
  static String unpadded(String stored) {
    int end = stored.length();
    while (end > 0 && stored.charAt(end - 1) == ' ') {
      end--;
    }
    return stored.substring(0, end);
  }
}
