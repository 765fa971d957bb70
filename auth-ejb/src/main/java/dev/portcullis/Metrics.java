package dev.portcullis;

import io.micrometer.core.instrument.Counter;

/**
 * The counters of API.md that other code than the domain itself moves. A refusal that raises a
 * {@link SecurityEvent} is counted when the event is: callers count only what raises none.
 *
 * <p>No label ever carries a user, an address or a raw path: they are personal and unbounded.
 */
public interface Metrics {

  /**
   * The counter {@code auth_requests_total} of one endpoint. Callers on the request path fetch it
   * once and keep it.
   *
   * @param endpoint the matched rule or operation
   */
  Counter requests(String endpoint);

  /**
   * Counts an answer with an error in {@code auth_errors_total}.
   *
   * @param code the error code of the answer
   */
  void error(String code);

  /**
   * Counts an attempt that a limit refused in {@code auth_rate_limited_total}.
   *
   * @param scope which limit: {@code account}, {@code address}, {@code prefix} …
   */
  void rateLimited(String scope);

  /** All meters in Prometheus' text format, version 0.0.4. */
  String scrape();
}
