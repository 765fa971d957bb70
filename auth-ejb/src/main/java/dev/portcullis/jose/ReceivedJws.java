package dev.portcullis.jose;

import org.jspecify.annotations.Nullable;

/**
 * A token whose form and header are right, and nothing more: its payload cannot be read before a
 * key has verified it (S1; RFC 8725 3.3). Made by {@link Jws#receive}.
 */
public final class ReceivedJws {

  private final JwsHeader header;
  private final byte[] text;
  private final int signedLength;
  private final byte[] payload;
  private final byte[] signature;

  ReceivedJws(JwsHeader header, byte[] text, int signedLength, byte[] payload, byte[] signature) {
    this.header = header;
    this.text = text;
    this.signedLength = signedLength;
    this.payload = payload;
    this.signature = signature;
  }

  /** The id of its key, possibly hostile, or null if it has none. */
  public @Nullable String kid() {
    return header.kid();
  }

  /** Whether the header has nothing but what tokens of ours have. */
  public boolean isPlain() {
    return header.plain();
  }

  /**
   * Verifies it as one of ours, which name their key.
   *
   * @throws RefusedException {@link Stage#HEADER}, {@link Stage#KEY} or {@link Stage#SIGNATURE}
   */
  public VerifiedJws verify(KeyLookup keys) throws RefusedException {
    var kid = header.kid();
    if (kid == null || !header.plain()) {
      throw new RefusedException(Stage.HEADER);
    }
    var key = keys.find(kid);
    if (key == null) {
      throw new RefusedException(Stage.KEY);
    }
    return verify(key);
  }

  /**
   * Verifies it with one key. The key decides the algorithm; the token may only agree (S2).
   *
   * @throws RefusedException {@link Stage#KEY} or {@link Stage#SIGNATURE}
   */
  public VerifiedJws verify(VerificationKey key) throws RefusedException {
    if (!key.algorithm().wireName().equals(header.alg())) {
      throw new RefusedException(Stage.KEY);
    }
    if (!key.verifies(text, signedLength, signature)) {
      throw new RefusedException(Stage.SIGNATURE);
    }
    return new VerifiedJws(header, payload);
  }
}
