package dev.portcullis.jose;

import dev.portcullis.config.JwsAlgorithm;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;

/** A private key for one of the RS, PS, ES and EdDSA algorithms. */
public record PrivateSigningKey(
    String kid, JwsAlgorithm algorithm, PrivateKey key, SignatureProvider provider)
    implements Signer {

  public PrivateSigningKey(String kid, JwsAlgorithm algorithm, PrivateKey key) {
    this(kid, algorithm, key, SignatureProvider.JDK);
  }

  /** The same key, used by that provider. */
  public PrivateSigningKey using(SignatureProvider other) {
    return new PrivateSigningKey(kid, algorithm, other.adopt(key, PrivateKey.class), other);
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      var signature = provider.signature(algorithm);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This platform can't sign with " + this, e);
    }
  }

  /** Names the key only (S71). */
  @Override
  public String toString() {
    return algorithm.wireName() + " private key " + kid;
  }
}
