package dev.portcullis.crypto;

import dev.portcullis.Confidential;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The key of {@code auth.encryption_key}. Every use has a key of its own, derived by HKDF (RFC
 * 5869) from this one and the purpose's name, so that what was sealed for one purpose opens for no
 * other.
 *
 * <p>While the key is being replaced it has others beside it, see {@link #beside}: it alone seals,
 * and what any of them sealed opens.
 */
public final class EncryptionKey {

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final byte VERSION = 1;

  /** Between the id of the key and what it sealed. */
  private static final char SEPARATOR = '.';

  private final byte[] key;
  private final RandomSource random;
  private final String id;
  private final List<EncryptionKey> previous;
  private final List<EncryptionKey> accepted;

  private EncryptionKey(byte[] key, RandomSource random) {
    this(key, random, List.of(), List.of());
  }

  private EncryptionKey(
      byte[] key, RandomSource random, List<EncryptionKey> previous, List<EncryptionKey> next) {
    this.key = key;
    this.random = random;
    this.id = HexFormat.of().formatHex(derive("portcullis key id"), 0, 4);
    this.previous = List.copyOf(previous);
    this.accepted = Stream.of(List.of(this), next, previous).flatMap(List::stream).toList();
  }

  /**
   * The same key with others beside it, whose values open too.
   *
   * @param previous keys that this one replaces: their values are to be sealed anew
   * @param next keys with which other nodes may seal already
   */
  public EncryptionKey beside(List<EncryptionKey> previous, List<EncryptionKey> next) {
    return new EncryptionKey(key, random, previous, next);
  }

  /**
   * Reads the configured key.
   *
   * @param base64 32 bytes in base64 or base64url, padded or not
   * @return empty unless it is exactly that
   */
  public static Optional<EncryptionKey> parse(Confidential base64, RandomSource random) {
    try {
      var text = base64.reveal().strip().replace('-', '+').replace('_', '/');
      var key = Base64.getDecoder().decode(text);
      return key.length == KEY_BYTES
          ? Optional.of(new EncryptionKey(key, random))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** Eight hex characters that tell which key sealed a row without telling the key. */
  public String id() {
    return id;
  }

  /** What every text begins with that this key sealed. */
  public String prefix() {
    return id + SEPARATOR;
  }

  /** The ids of the keys that this one replaces. */
  public List<String> previousIds() {
    return previous.stream().map(EncryptionKey::id).toList();
  }

  /** The ids of all keys whose values open, this one first. */
  public List<String> acceptedIds() {
    return accepted.stream().map(EncryptionKey::id).toList();
  }

  /** The id of the key that sealed a text; empty for a text from before keys had ids. */
  public static Optional<String> idOf(String sealed) {
    int end = sealed.indexOf(SEPARATOR);
    return end < 0 ? Optional.empty() : Optional.of(sealed.substring(0, end));
  }

  /**
   * Encrypts with AES-256-GCM under a fresh 96-bit nonce.
   *
   * @param purpose a constant that names the use
   * @param context what the text belongs to (a row's id, a user's), authenticated with it (S62)
   * @return the key's id and a dot; then version, nonce, cipher text and tag, in base64url
   */
  public String seal(String purpose, String context, byte[] plain) {
    try {
      var nonce = random.bytes(NONCE_BYTES);
      var cipher = cipher(Cipher.ENCRYPT_MODE, purpose, context, nonce);
      var sealed = cipher.doFinal(plain);
      var out = ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length);
      out.put(VERSION).put(nonce).put(sealed);
      return prefix() + Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is part of every Java platform", e);
    }
  }

  /**
   * Decrypts with the key that sealed the text, if it is this one or beside it; empty if the text,
   * the purpose, the context or the key is another.
   */
  public Optional<byte[]> open(String purpose, String context, String sealed) {
    var sealedBy = idOf(sealed);
    var text = sealed.substring(sealed.indexOf(SEPARATOR) + 1);
    return accepted.stream()
        .filter(key -> sealedBy.isEmpty() || sealedBy.get().equals(key.id))
        .flatMap(key -> key.decrypt(purpose, context, text).stream())
        .findFirst();
  }

  private Optional<byte[]> decrypt(String purpose, String context, String text) {
    try {
      var in = Base64.getUrlDecoder().decode(text);
      if (in.length < 1 + NONCE_BYTES + TAG_BITS / 8 || in[0] != VERSION) {
        return Optional.empty();
      }
      var nonce = Arrays.copyOfRange(in, 1, 1 + NONCE_BYTES);
      var cipher = cipher(Cipher.DECRYPT_MODE, purpose, context, nonce);
      return Optional.of(cipher.doFinal(in, 1 + NONCE_BYTES, in.length - 1 - NONCE_BYTES));
    } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /** HMAC-SHA-256 over the text, 32 bytes, under the purpose's own key. */
  public byte[] mac(String purpose, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(derive(purpose), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }

  /** The same MAC under this key and under each one beside it, in the order of their ids. */
  public List<byte[]> macs(String purpose, String text) {
    return accepted.stream().map(key -> key.mac(purpose, text)).toList();
  }

  /**
   * Whether the MAC is the one of that text, compared in constant time, under this key or one
   * beside it.
   */
  public boolean verifies(String purpose, String text, byte[] mac) {
    return accepted.stream().anyMatch(key -> MessageDigest.isEqual(key.mac(purpose, text), mac));
  }

  private Cipher cipher(int mode, String purpose, String context, byte[] nonce)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(derive("seal " + purpose), "AES"),
        new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private byte[] derive(String purpose) {
    var hkdf = new HKDFBytesGenerator(new SHA256Digest());
    hkdf.init(new HKDFParameters(key, null, purpose.getBytes(StandardCharsets.UTF_8)));
    var derived = new byte[KEY_BYTES];
    hkdf.generateBytes(derived, 0, derived.length);
    return derived;
  }
}
