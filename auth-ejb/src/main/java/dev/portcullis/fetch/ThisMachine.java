package dev.portcullis.fetch;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Tells addresses that lead back to the machine that asks, however they are written. */
final class ThisMachine {

  /** Finds the addresses of a host, as the HTTP client does. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final Resolver resolver;

  ThisMachine(Resolver resolver) {
    this.resolver = resolver;
  }

  /**
   * Whether a host is this machine by name ({@code localhost.} too), by number, or by what the name
   * resolves to at this moment. A name without an address is not.
   */
  boolean isAt(URI address) {
    var host = address.getHost();
    if (host == null) {
      return false;
    }
    if (LimitedFetcher.isLoopback(address)
        || host.replaceFirst("\\.$", "").equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      for (var found : resolver.resolve(host)) {
        if (found.isLoopbackAddress() || found.isAnyLocalAddress()) {
          return true;
        }
      }
      return false;
    } catch (UnknownHostException nowhere) {
      return false;
    }
  }
}
