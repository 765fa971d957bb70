package dev.portcullis.account;

import java.time.Duration;

/** Who is asked again about one session rather than an account: the provider that it began with. */
@FunctionalInterface
public interface SessionSource {

  /** Where no provider can be asked. */
  SessionSource NONE = (providerSession, age) -> false;

  /**
   * Makes sure that the provider confirmed the session within that time, as far as it can be asked.
   * What it no longer grants has ended when this returns.
   *
   * @param providerSession what the provider knows the session by
   * @return whether it was asked: then what was read before is old
   * @throws dev.portcullis.TemporarilyUnavailableException if it did not answer for longer than
   *     {@code sessions.recheck_source} and {@code sessions.recheck_grace} together
   */
  boolean ensure(String providerSession, Duration age);
}
