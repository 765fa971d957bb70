package dev.portcullis.config;

import dev.portcullis.Confidential;
import java.time.Duration;
import java.util.List;

/**
 * How our own signing keys change.
 *
 * @param rotation how long a key signs before the next one takes over
 * @param publication how long a key is published before it may sign: longer than any cache of the
 *     JWK set keeps it
 * @param previousSecrets secrets with which nothing is signed any more and whose tokens still
 *     verify; empty without {@code secret}
 * @param given private keys to be imported at the start; empty with {@code secret}
 */
public record KeySettings(
    Duration rotation,
    Duration publication,
    List<Confidential> previousSecrets,
    List<GivenKey> given) {

  /** What is in force when nothing is written. */
  public static final KeySettings DEFAULTS =
      new KeySettings(Duration.ofDays(90), Duration.ofMinutes(15), List.of(), List.of());

  public KeySettings {
    previousSecrets = List.copyOf(previousSecrets);
    given = List.copyOf(given);
  }
}
