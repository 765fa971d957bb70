package dev.portcullis.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code auth.sessions}.
 *
 * @param idle a browser session unused that long ends (S22)
 * @param absolute no session lives longer
 * @param maxPerUser how many live at once; the oldest gives way (S25)
 * @param recheckSource how often an account's source is asked again
 * @param recheckGrace how long sessions go on past that while it does not answer
 * @param ssoGroup applications of one host with the same group share their session cookie, or null
 */
public record SessionSettings(
    Duration idle,
    Duration absolute,
    int maxPerUser,
    Duration recheckSource,
    Duration recheckGrace,
    @Nullable String ssoGroup) {

  /** With the usual grace. */
  public SessionSettings(
      Duration idle,
      Duration absolute,
      int maxPerUser,
      Duration recheckSource,
      @Nullable String ssoGroup) {
    this(idle, absolute, maxPerUser, recheckSource, Duration.ofMinutes(15), ssoGroup);
  }
}
