package dev.portcullis.password;

import dev.portcullis.Confidential;
import dev.portcullis.config.DigestSettings;
import dev.portcullis.config.DigestSettings.Encoding;
import dev.portcullis.config.DigestSettings.Salt;
import dev.portcullis.crypto.RandomSource;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A digest as the realms of JBoss and GlassFish, or an application's own code, stored it. */
final class SaltedDigest implements LegacyHash {

  private static final int SALT_BYTES = 16;

  private final DigestSettings settings;
  private final byte[] hash;
  private final byte[] salt;

  private SaltedDigest(DigestSettings settings, byte[] hash, byte[] salt) {
    this.settings = settings;
    this.hash = hash;
    this.salt = salt;
  }

  static Optional<LegacyHash> parse(
      DigestSettings settings, String stored, @Nullable String saltText) {
    var hash = decode(settings.encoding(), LegacyHashes.unpadded(stored));
    var salt = settings.salt() == Salt.NONE ? new byte[0] : salt(settings, saltText);
    int length = MessageDigests.of(settings.algorithm()).getDigestLength();
    return hash == null || salt == null || hash.length != length
        ? Optional.empty()
        : Optional.of(new SaltedDigest(settings, hash, salt));
  }

  @Override
  public boolean matches(Confidential password) {
    var digest = digest(password, salt);
    return digest != null && MessageDigest.isEqual(hash, digest);
  }

  @Override
  public Stored encode(Confidential password, RandomSource random) {
    var saltText = settings.salt() == Salt.NONE ? null : freshSalt(random);
    var bytes = saltText == null ? new byte[0] : salt(settings, saltText);
    var digest = bytes == null ? null : digest(password, bytes);
    if (digest == null) {
      throw new IllegalArgumentException("The password has characters that its charset has not");
    }
    return new Stored(encode(settings.encoding(), digest), saltText);
  }

  @Override
  public boolean isWhole(Confidential password) {
    return bytes(password) != null;
  }

  private byte @Nullable [] digest(Confidential password, byte[] withSalt) {
    var bytes = bytes(password);
    if (bytes == null) {
      return null;
    }
    var digest = MessageDigests.of(settings.algorithm());
    if (settings.salt() == Salt.BEFORE) {
      digest.update(withSalt);
    }
    digest.update(bytes);
    if (settings.salt() == Salt.AFTER) {
      digest.update(withSalt);
    }
    var result = digest.digest();
    for (int i = 1; i < settings.iterations(); i++) {
      result = digest.digest(result);
    }
    Arrays.fill(bytes, (byte) 0);
    return result;
  }

  /** Null where the charset lacks a character: the application stored "?" for each of those. */
  private byte @Nullable [] bytes(Confidential password) {
    try {
      ByteBuffer encoded =
          settings.charset().newEncoder().encode(CharBuffer.wrap(password.reveal()));
      var bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private String freshSalt(RandomSource random) {
    var bytes = random.bytes(SALT_BYTES);
    return switch (settings.saltEncoding()) {
      case BASE64 -> encode(Encoding.BASE64, bytes);
      case HEX, TEXT -> encode(Encoding.HEX, bytes);
    };
  }

  private static byte @Nullable [] salt(DigestSettings settings, @Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > LegacyHashes.MAX_LENGTH) {
      return null;
    }
    return switch (settings.saltEncoding()) {
      case TEXT -> text.getBytes(settings.charset());
      case HEX -> decode(Encoding.HEX, LegacyHashes.unpadded(text));
      case BASE64 -> decode(Encoding.BASE64, LegacyHashes.unpadded(text));
    };
  }

  private static String encode(Encoding encoding, byte[] bytes) {
    return encoding == Encoding.HEX
        ? HexFormat.of().formatHex(bytes)
        : Base64.getEncoder().encodeToString(bytes);
  }

  private static byte @Nullable [] decode(Encoding encoding, String text) {
    try {
      return encoding == Encoding.HEX
          ? HexFormat.of().parseHex(text)
          : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notOfThatForm) {
      return null;
    }
  }
}
