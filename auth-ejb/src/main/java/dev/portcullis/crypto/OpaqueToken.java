package dev.portcullis.crypto;

import dev.portcullis.Confidential;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A secret of 256 bits that stands for a row in the database: a refresh token, a session cookie, a
 * link, an API token. Its text is the kind's prefix and 43 characters of base64url, so that secret
 * scanners know it and one kind is never taken for another (S10); the database keeps only its hash
 * (S13).
 */
public final class OpaqueToken {

  /** What a token is for. The prefix is part of the text and of what is hashed. */
  public enum Kind {
    REFRESH("pcr_", false),
    SESSION("pcs_", false),
    SETUP_LINK("pcl_", false),
    /** People keep these in files: a checksum lets a scanner tell one that got out from noise. */
    API_TOKEN("pct_", true),
    SAVED_FORM("pcf_", false),
    /** A login that waits for its second factor. */
    PENDING_LOGIN("pcm_", false),
    TRUSTED_DEVICE("pcd_", false);

    private final String prefix;
    private final boolean checked;

    Kind(String prefix, boolean checked) {
      this.prefix = prefix;
      this.checked = checked;
    }

    private int length() {
      return prefix.length() + ENCODED + (checked ? CHECKSUM : 0);
    }

    /** The first four characters of every token of this kind. */
    public String prefix() {
      return prefix;
    }
  }

  private static final int BYTES = 32;
  private static final int ENCODED = 43;

  /** A CRC-32 (ISO/IEC 8802-3) of all before it, big-endian, in base64url. */
  private static final int CHECKSUM = 6;

  private final Confidential text;

  private OpaqueToken(Confidential text) {
    this.text = text;
  }

  /** Makes a new token. */
  public static OpaqueToken create(Kind kind, RandomSource random) {
    var encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(random.bytes(BYTES));
    var text = kind.prefix + encoded;
    return new OpaqueToken(Confidential.of(kind.checked ? text + checksum(text) : text));
  }

  private static String checksum(String text) {
    var crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    var bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Reads a token that a client sent; empty unless it has the form of that kind. */
  public static Optional<OpaqueToken> parse(Kind kind, Confidential text) {
    var value = text.reveal();
    if (value.length() != kind.length() || !value.startsWith(kind.prefix)) {
      return Optional.empty();
    }
    for (int i = kind.prefix.length(); i < value.length(); i++) {
      if (!isBase64Url(value.charAt(i))) {
        return Optional.empty();
      }
    }
    if (kind.checked) {
      int end = value.length() - CHECKSUM;
      if (!value.substring(end).equals(checksum(value.substring(0, end)))) {
        return Optional.empty();
      }
    }
    return Optional.of(new OpaqueToken(text));
  }

  private static boolean isBase64Url(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /** What the client gets. */
  public Confidential text() {
    return text;
  }

  /** What the database keeps: SHA-256 in lower-case hex, 64 characters. */
  public String hash() {
    return Digests.sha256Hex(text.revealUtf8());
  }
}
