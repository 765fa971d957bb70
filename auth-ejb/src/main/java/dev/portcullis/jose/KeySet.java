package dev.portcullis.jose;

import java.security.InvalidKeyException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of one issuer. Immutable. */
public final class KeySet implements KeyLookup {

  private final Map<String, VerificationKey> byKid;

  private KeySet(Map<String, VerificationKey> byKid) {
    this.byKid = byKid;
  }

  /**
   * Puts keys together.
   *
   * @throws InvalidKeyException if two have the same id (S3), or some are secrets and some public:
   *     then a public key could be passed off as a secret (S2)
   */
  public static KeySet of(Collection<? extends VerificationKey> keys) throws InvalidKeyException {
    var byKid = new LinkedHashMap<String, VerificationKey>();
    for (var key : keys) {
      if (byKid.put(key.kid(), key) != null) {
        throw new InvalidKeyException("Two keys have the id " + key.kid());
      }
    }
    if (keys.stream().map(key -> key.algorithm().isSymmetric()).distinct().count() > 1) {
      throw new InvalidKeyException("An issuer has either secrets or public keys, not both");
    }
    return new KeySet(byKid);
  }

  @Override
  public @Nullable VerificationKey find(String kid) {
    return byKid.get(kid);
  }

  /** All keys, in the order given. */
  public Collection<VerificationKey> keys() {
    return byKid.values();
  }
}
