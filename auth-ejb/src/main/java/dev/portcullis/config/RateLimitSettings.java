package dev.portcullis.config;

import java.time.Duration;

/**
 * {@code auth.rate_limit}.
 *
 * @param accountFailures failures of one account before delays begin (S35)
 * @param address attempts of one address
 * @param prefix attempts of one /24 or /56
 */
public record RateLimitSettings(int accountFailures, Limit address, Limit prefix) {

  /** So many in that time: {@code 100/10m}. */
  public record Limit(int count, Duration per) {}
}
