package dev.portcullis.web.http;

import dev.portcullis.config.AddressRange;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where a request came from (S40). Forwarding headers count only as far as configured proxies wrote
 * them: they are read from the right, up to the first address that is no such proxy.
 */
public final class ClientAddress {

  private static final int MOST_HOPS = 32;
  private static final Set<String> OF_PROXIES = Set.of("via", "forwarded", "x-real-ip");

  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  /**
   * An address. What matches is never looked up as a name: an IPv4 address is a whole one, and with
   * a colon the platform takes nothing for a name. Bounded, since clients write it.
   */
  private static final Pattern LITERAL =
      Pattern.compile(
          BYTE + "(?:\\." + BYTE + "){3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,42}(?:%.{0,32})?");

  private final List<AddressRange> trustedProxies;

  public ClientAddress(List<AddressRange> trustedProxies) {
    this.trustedProxies = List.copyOf(trustedProxies);
  }

  /** The client's address in its canonical text form. */
  public String of(HttpServletRequest request) {
    var peer = parse(request.getRemoteAddr());
    if (peer.isEmpty()) {
      return request.getRemoteAddr();
    }
    if (!isTrusted(peer.get())) {
      return AddressText.of(peer.get());
    }
    var forwardedFor = hops(request, "X-Forwarded-For", ClientAddress::listed);
    var forwarded = hops(request, "Forwarded", ClientAddress::forwardedNode);
    if (forwardedFor.isEmpty() || forwarded.isEmpty()) {
      return walk(peer.get(), forwardedFor.isEmpty() ? forwarded : forwardedFor);
    }
    // A proxy writes one of the two and passes the other on, whoever wrote it.
    var one = walk(peer.get(), forwardedFor);
    return one.equals(walk(peer.get(), forwarded)) ? one : AddressText.of(peer.get());
  }

  /** Whether the request comes straight from a configured proxy. */
  public boolean isFromProxy(HttpServletRequest request) {
    return parse(request.getRemoteAddr()).filter(this::isTrusted).isPresent();
  }

  /** Whether any proxy, configured or not, says that it passed the request on. */
  public static boolean wasForwarded(HttpServletRequest request) {
    return Collections.list(request.getHeaderNames()).stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .anyMatch(name -> OF_PROXIES.contains(name) || name.startsWith("x-forwarded-"));
  }

  private String walk(InetAddress peer, List<Optional<InetAddress>> hops) {
    var client = peer;
    for (var hop : hops) {
      // What cannot be read was not written by a proxy of ours: the last known one stands.
      if (hop.isEmpty() || !isTrusted(client)) {
        break;
      }
      client = hop.get();
    }
    return AddressText.of(client);
  }

  private boolean isTrusted(InetAddress address) {
    return trustedProxies.stream().anyMatch(range -> range.contains(address.getAddress()));
  }

  /** The addresses of a header, the nearest hop first. */
  private static List<Optional<InetAddress>> hops(
      HttpServletRequest request, String header, Function<String, Optional<InetAddress>> reader) {
    var hops = new ArrayList<Optional<InetAddress>>();
    for (var line : Collections.list(request.getHeaders(header))) {
      for (var element : line.split(",", -1)) {
        hops.add(reader.apply(element.strip()));
      }
    }
    Collections.reverse(hops);
    return hops.size() > MOST_HOPS ? hops.subList(0, MOST_HOPS) : hops;
  }

  private static Optional<InetAddress> listed(String element) {
    return parse(withoutPort(element));
  }

  /** The node of {@code for=…} in one element of {@code Forwarded} (RFC 7239 4). */
  private static Optional<InetAddress> forwardedNode(String element) {
    for (var pair : element.split(";", -1)) {
      var trimmed = pair.strip();
      if (trimmed.toLowerCase(Locale.ROOT).startsWith("for=")) {
        return parse(withoutPort(trimmed.substring(4).replace("\"", "")));
      }
    }
    return Optional.empty();
  }

  private static String withoutPort(String node) {
    if (node.startsWith("[")) {
      int close = node.indexOf(']');
      return close < 0 ? "" : node.substring(1, close);
    }
    int colon = node.indexOf(':');
    return colon >= 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node;
  }

  /** Reads a literal; a name is never resolved. */
  private static Optional<InetAddress> parse(String literal) {
    if (!LITERAL.matcher(literal).matches()) {
      return Optional.empty();
    }
    int zone = literal.indexOf('%');
    var address = zone < 0 ? literal : literal.substring(0, zone);
    try {
      return Optional.of(InetAddress.getByName(address));
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }
}
