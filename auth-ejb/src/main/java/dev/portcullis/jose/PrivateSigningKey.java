package dev.portcullis.jose;

import dev.portcullis.config.JwsAlgorithm;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;

/** A private key for one of the RS, PS, ES and EdDSA algorithms. */
public record PrivateSigningKey(String kid, JwsAlgorithm algorithm, PrivateKey key)
    implements Signer {

  @Override
  public byte[] sign(byte[] message) {
    try {
      var signature = JcaSignature.of(algorithm);
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
