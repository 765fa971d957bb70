package dev.portcullis.token;

import dev.portcullis.jose.RefusedException;
import dev.portcullis.jose.Stage;
import java.time.Clock;
import java.time.Duration;

/** When an access token is good (S8; RFC 7519 4.1.4-4.1.6). */
final class TokenTimes {

  private static final long MAX_LIFETIME_SECONDS = Duration.ofHours(24).toSeconds();
  private static final long MILLIS = 1000;

  private final Clock clock;
  private final long skewSeconds;
  private final long longestSeconds;

  /**
   * @param skew tolerated between the clocks of nodes
   * @param longest no token may be good for longer: the end of a session is remembered for so long
   *     and no longer, so a token from before the setting was lowered would outlive it (S23)
   */
  TokenTimes(Clock clock, Duration skew, Duration longest) {
    this.clock = clock;
    this.skewSeconds = skew.toSeconds();
    this.longestSeconds = Math.min(longest.toSeconds(), MAX_LIFETIME_SECONDS);
  }

  void check(AccessTokenClaims claims) throws RefusedException {
    var foreign = claims.foreign;
    long now = clock.millis();
    long lifetime = claims.expiresAt - claims.issuedAt;
    boolean good =
        lifetime > 0
            && lifetime <= (foreign == null ? longestSeconds : foreign.longestSeconds())
            && now < (claims.expiresAt + skewSeconds) * MILLIS
            && hasBegun(claims.issuedAt, now)
            && (claims.notBefore == AccessTokenReader.ABSENT || hasBegun(claims.notBefore, now));
    if (!good) {
      throw new RefusedException(Stage.TIME);
    }
  }

  private boolean hasBegun(long seconds, long nowMillis) {
    return nowMillis >= (seconds - skewSeconds) * MILLIS;
  }
}
