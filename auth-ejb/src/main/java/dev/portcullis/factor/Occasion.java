package dev.portcullis.factor;

import dev.portcullis.crypto.Digests;
import java.nio.charset.StandardCharsets;

/**
 * What a factor is asked for: one login, or one session. A code that was sent for one counts in no
 * other (S63).
 *
 * @param id 64 hex characters
 */
public record Occasion(String id) {

  /**
   * A login that waits.
   *
   * @param tokenHash of the pending login
   */
  public static Occasion login(String tokenHash) {
    return of("login " + tokenHash);
  }

  /**
   * A session whose user proves the identity again, or enrols something.
   *
   * @param sessionId its public id
   */
  public static Occasion session(String sessionId) {
    return of("session " + sessionId);
  }

  private static Occasion of(String text) {
    return new Occasion(Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8)));
  }
}
