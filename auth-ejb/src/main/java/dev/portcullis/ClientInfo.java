package dev.portcullis;

import org.jspecify.annotations.Nullable;

/**
 * Where a request came from, for throttling, sessions and the audit.
 *
 * @param address the client's IP address in its canonical text form, taken from forwarding headers
 *     only behind a configured proxy (S40)
 * @param userAgent the header {@code User-Agent}, cut at 256 characters, or null
 * @param correlationId the id that ties the log lines, audit rows and the answer together
 * @param device what the browser holds as a trusted device, unproven, or null
 */
public record ClientInfo(
    String address,
    @Nullable String userAgent,
    String correlationId,
    @Nullable Confidential device) {

  /** A client that holds nothing. */
  public ClientInfo(String address, @Nullable String userAgent, String correlationId) {
    this(address, userAgent, correlationId, null);
  }

  /** The same without what it holds: what others are told of it. */
  public ClientInfo withoutDevice() {
    return device == null ? this : new ClientInfo(address, userAgent, correlationId);
  }
}
