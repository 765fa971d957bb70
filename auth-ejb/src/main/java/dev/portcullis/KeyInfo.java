package dev.portcullis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of a signing key: nothing of its private half (S71).
 *
 * @param kid its id
 * @param algorithm the one it is bound to: {@code ES256}
 * @param createdAt when it was made or imported, and published
 * @param activatesAt since when it signs; for a pending key, when its turn comes
 * @param retiresAt since when it is refused, or will be; null while it is pending or signs
 */
public record KeyInfo(
    String kid,
    String algorithm,
    State state,
    Instant createdAt,
    @Nullable Instant activatesAt,
    @Nullable Instant retiresAt) {

  /** Where a key is in its life. */
  public enum State {
    /** Published and accepted, does not sign yet. */
    PENDING,
    /** Signs. */
    SIGNING,
    /** Signs no more, accepted until its last token has expired. */
    VERIFYING,
    /** Refused. */
    RETIRED
  }
}
