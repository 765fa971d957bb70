package dev.portcullis.jose;

import dev.portcullis.config.JwsAlgorithm;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;

/** A public key for one of the RS, PS, ES and EdDSA algorithms. */
public final class PublicVerificationKey extends VerificationKey {

  private final PublicKey key;
  private final SignatureProvider provider;

  /** The same key as the provider has it. */
  private final PublicKey adopted;

  private final int signatureBytes;

  private PublicVerificationKey(
      String kid, JwsAlgorithm algorithm, PublicKey key, SignatureProvider provider) {
    super(kid, algorithm);
    this.key = key;
    this.provider = provider;
    this.adopted = provider.adopt(key, PublicKey.class);
    this.signatureBytes = signatureBytes(algorithm, key);
  }

  /**
   * Binds a key to its algorithm.
   *
   * @throws InvalidKeyException if the key is of another kind, size or curve, or known to be weak
   */
  public static PublicVerificationKey of(String kid, JwsAlgorithm algorithm, PublicKey key)
      throws InvalidKeyException {
    KeyRequirements.check(algorithm, key);
    return new PublicVerificationKey(kid, algorithm, key, SignatureProvider.JDK);
  }

  /** The key itself. */
  public PublicKey publicKey() {
    return key;
  }

  @Override
  public PublicVerificationKey using(SignatureProvider other) {
    return new PublicVerificationKey(kid(), algorithm(), key, other);
  }

  @Override
  boolean verifies(byte[] signed, int length, byte[] signature) {
    if (signature.length != signatureBytes || !hasNonZeroHalves(signature)) {
      return false;
    }
    try {
      var verification = provider.signature(algorithm());
      verification.initVerify(adopted);
      verification.update(signed, 0, length);
      return verification.verify(signature);
    } catch (SignatureException malformed) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This platform can't use a " + this, e);
    }
  }

  private static int signatureBytes(JwsAlgorithm algorithm, PublicKey key) {
    return switch (algorithm) {
      case ES256, EDDSA -> 64;
      case ES384 -> 96;
      default -> (((RSAPublicKey) key).getModulus().bitLength() + 7) / 8;
    };
  }

  /**
   * Neither r nor s of an ECDSA signature may be zero: some platforms took such a signature for one
   * of every message (CVE-2022-21449). No other signature has a half of zeros either.
   */
  private static boolean hasNonZeroHalves(byte[] signature) {
    int half = signature.length / 2;
    return hasNonZero(signature, 0, half) && hasNonZero(signature, half, signature.length);
  }

  private static boolean hasNonZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return true;
      }
    }
    return false;
  }
}
