package dev.portcullis.jose;

import dev.portcullis.config.JwsAlgorithm;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A key that checks signatures of one algorithm, and of no other (S2, S3). Thread-safe. */
public abstract sealed class VerificationKey permits HmacKey, PublicVerificationKey {

  private final String kid;
  private final JwsAlgorithm algorithm;

  VerificationKey(String kid, JwsAlgorithm algorithm) {
    this.kid = kid;
    this.algorithm = algorithm;
  }

  /** The key's id. */
  public String kid() {
    return kid;
  }

  /** The one algorithm it is for. */
  public JwsAlgorithm algorithm() {
    return algorithm;
  }

  /** The same key, used by that provider where it is no secret. */
  public abstract VerificationKey using(SignatureProvider provider);

  /** Whether the signature is one over the first {@code length} bytes, by this key. */
  abstract boolean verifies(byte[] signed, int length, byte[] signature);

  /** Whether the other is the same key, for the same algorithm, under the same id. */
  public boolean isSameAs(@Nullable VerificationKey other) {
    return this instanceof PublicVerificationKey mine
        && other instanceof PublicVerificationKey theirs
        && kid.equals(theirs.kid())
        && algorithm == theirs.algorithm()
        && Arrays.equals(mine.publicKey().getEncoded(), theirs.publicKey().getEncoded());
  }

  /** Names the key only. */
  @Override
  public String toString() {
    return algorithm.wireName() + " key " + kid;
  }
}
