package dev.portcullis.token;

import dev.portcullis.config.JwtSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a key may begin to sign and when it is of no more use, so that at no moment a node, or
 * anybody who keeps a copy of the JWK set, meets a good token whose key it does not know. The
 * clocks of two nodes differ by {@code jwt.clock_skew} at most; each may be the one that decides.
 */
final class KeyTimes {

  /** A node that has not heard of the keys for that long asks before it accepts a token (S12). */
  static final Duration MOST_STALE = Duration.ofSeconds(5);

  /** A node that has not heard of the keys for that long asks before it signs. */
  static final Duration STALE_AFTER = Duration.ofSeconds(15);

  private final long rotation;
  private final long publication;
  private final long verification;

  KeyTimes(JwtSettings settings) {
    var skew = settings.clockSkew();
    rotation = settings.keys().rotation().toMillis();
    publication = settings.keys().publication().plus(skew).toMillis();
    // Thrice the skew: between who signed and who verifies, between who decided that the key signs
    // no more and who retires it, and what a verifier tolerates.
    verification = settings.expiration().plus(skew.multipliedBy(3)).plus(STALE_AFTER).toMillis();
  }

  /** From when on a key that is published since then is known to everybody. */
  long knownFrom(SigningKey pending) {
    return pending.createdAt + publication;
  }

  boolean isKnown(SigningKey pending, long now) {
    return knownFrom(pending) <= now;
  }

  /** When the pending key takes over; by the rotation, or because it was asked for. */
  long takesOverAt(SigningKey pending, @Nullable SigningKey signing) {
    long turn =
        pending.activatesAt != null
            ? pending.activatesAt
            : signing == null ? 0 : since(signing) + rotation;
    return Math.max(turn, knownFrom(pending));
  }

  /** When the key of which the last token was signed now serves no more. */
  long retiresAt(long now) {
    return now + verification;
  }

  /** Whether the key took over so recently that a second request must mean the same change. */
  boolean hasJustTakenOver(SigningKey signing, long now) {
    return now - since(signing) < Duration.ofMinutes(1).toMillis();
  }

  private static long since(SigningKey signing) {
    return signing.activatesAt == null ? signing.createdAt : signing.activatesAt;
  }
}
