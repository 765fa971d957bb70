package dev.portcullis.jose;

import dev.portcullis.config.JwsAlgorithm;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A secret for HS256, HS384 or HS512, at least as long as the digest (RFC 7518 3.2).
 *
 * <p>Making and keying a {@code Mac} costs as much as using it, so idle ones are kept: one slot for
 * each of several threads, and a new one where a slot is empty. Unlike a thread-local, that holds
 * no memory of an application server's threads, and it serves virtual threads.
 */
public final class HmacKey extends VerificationKey implements Signer {

  private static final int SLOTS = 64;

  private final SecretKeySpec secret;
  private final AtomicReferenceArray<@Nullable Mac> idle = new AtomicReferenceArray<>(SLOTS);

  private HmacKey(String kid, JwsAlgorithm algorithm, byte[] secret) {
    super(kid, algorithm);
    this.secret = new SecretKeySpec(secret, "HmacSHA" + bits(algorithm));
  }

  /**
   * Binds a secret to its algorithm.
   *
   * @throws InvalidKeyException if the algorithm is no HMAC or the secret is shorter than its
   *     digest
   */
  public static HmacKey of(String kid, JwsAlgorithm algorithm, byte[] secret)
      throws InvalidKeyException {
    if (!algorithm.isSymmetric()) {
      throw new InvalidKeyException("A secret is no key for " + algorithm.wireName());
    }
    if (secret.length * 8 < bits(algorithm)) {
      throw new InvalidKeyException(
          "%s needs a secret of at least %d bytes (RFC 7518 3.2), this one has %d"
              .formatted(algorithm.wireName(), bits(algorithm) / 8, secret.length));
    }
    return new HmacKey(kid, algorithm, secret);
  }

  private static int bits(JwsAlgorithm algorithm) {
    return Integer.parseInt(algorithm.wireName().substring(2));
  }

  /** The JDK's: it is fast, and a call into native code costs as much as it saves. */
  @Override
  public HmacKey using(SignatureProvider provider) {
    return this;
  }

  @Override
  boolean verifies(byte[] signed, int length, byte[] signature) {
    return MessageDigest.isEqual(compute(signed, length), signature);
  }

  @Override
  public byte[] sign(byte[] message) {
    return compute(message, message.length);
  }

  private byte[] compute(byte[] message, int length) {
    int slot = (int) Thread.currentThread().getId() & (SLOTS - 1);
    var mac = idle.getAndSet(slot, null);
    if (mac == null) {
      mac = keyed();
    }
    mac.update(message, 0, length);
    var result = mac.doFinal();
    idle.lazySet(slot, mac);
    return result;
  }

  private Mac keyed() {
    try {
      var mac = Mac.getInstance(secret.getAlgorithm());
      mac.init(secret);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + secret.getAlgorithm(), e);
    }
  }
}
