package dev.portcullis.config;

import dev.portcullis.config.RateLimitSettings.Limit;
import java.time.Duration;

/**
 * How many codes are sent (S41): {@code auth.providers.two_factor.sending}.
 *
 * @param recipient to one address or number, whoever's account it is
 * @param account for one account, by all ways together
 * @param address at the request of one client address
 */
public record SendingLimits(Limit recipient, Limit account, Limit address) {

  /** 5 in 15 minutes, 20 in a day, 300 in an hour: a company shares one client address. */
  public static final SendingLimits DEFAULTS =
      new SendingLimits(
          new Limit(5, Duration.ofMinutes(15)),
          new Limit(20, Duration.ofDays(1)),
          new Limit(300, Duration.ofHours(1)));
}
