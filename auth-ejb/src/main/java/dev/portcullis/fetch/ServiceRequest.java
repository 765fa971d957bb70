package dev.portcullis.fetch;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to a service of somebody else's.
 *
 * @param body of a POST, in UTF-8; null for a GET
 */
public record ServiceRequest(URI address, Map<String, String> headers, @Nullable String body) {

  public ServiceRequest {
    headers = Map.copyOf(headers);
  }

  /** Headers and body hold secrets. */
  @Override
  public String toString() {
    return "ServiceRequest[" + address.getHost() + "]";
  }
}
