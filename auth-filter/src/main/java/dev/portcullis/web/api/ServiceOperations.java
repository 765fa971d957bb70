package dev.portcullis.web.api;

import dev.portcullis.config.AddressRange;
import dev.portcullis.web.http.ClientAddress;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Json;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.PublicAddress;
import dev.portcullis.web.http.RequestRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What operators and tools read: health, metrics, and the description of the operations. */
public final class ServiceOperations implements RouteSource {

  private final Reply openApi =
      Reply.of(200, MediaTypes.YAML, openApi()).withHeader("Cache-Control", "max-age=3600");

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/health").to(Access.PUBLIC, ServiceOperations::health),
        Route.get("/metrics")
            .produces(MediaTypes.TEXT)
            .to(Access.PUBLIC, ServiceOperations::metrics),
        Route.get("/openapi.yaml")
            .produces(MediaTypes.YAML)
            .to(Access.PUBLIC, exchange -> openApi));
  }

  /**
   * Up or down for everybody; what is down for operators. One issuer that is away takes no node out
   * as long as the node serves anybody.
   */
  private static Reply health(Exchange exchange) {
    boolean stateless = exchange.web().settings().isStateless();
    boolean store = exchange.domain().isStoreReachable();
    var issuers = exchange.domain().issuerStates();
    boolean up =
        store && (!stateless || issuers.values().stream().anyMatch(state -> !state.equals("down")));
    var json = Json.object();
    json.put("status", up ? "up" : "down");
    if (isOperator(exchange)) {
      var checks = json.putObject("checks");
      if (!stateless) {
        checks.put("store", store ? "up" : "down");
        exchange
            .domain()
            .clockSkew()
            .ifPresent(skew -> checks.put("clock_skew_seconds", skew.toMillis() / 1000.0));
        checks.put(
            "encryption_key", exchange.domain().encryption().name().toLowerCase(Locale.ROOT));
      }
      if (!issuers.isEmpty()) {
        var states = checks.putObject("issuers");
        issuers.forEach(states::put);
      }
      var providers = exchange.domain().providerStates();
      if (!providers.isEmpty()) {
        var states = checks.putObject("providers");
        providers.forEach(states::put);
      }
    }
    return Reply.json(up ? 200 : 503, json);
  }

  private static Reply metrics(Exchange exchange) throws RequestRefusedException {
    if (!isOperator(exchange)) {
      throw new RequestRefusedException(
          exchange.caller().isPresent()
              ? ErrorCode.INSUFFICIENT_PERMISSIONS
              : ErrorCode.AUTHENTICATION_REQUIRED);
    }
    var text = exchange.domain().metrics().scrape().getBytes(StandardCharsets.UTF_8);
    return Reply.of(200, "text/plain;version=0.0.4;charset=UTF-8", text);
  }

  /**
   * An administrator, or a program on this very machine. A proxy on it forwards for others, so a
   * request that came through one does not count: one with a header that proxies write, for a host
   * of another name, or from an address of {@code auth.trusted_proxies}.
   */
  private static boolean isOperator(Exchange exchange) {
    var adminRole = exchange.web().settings().adminRole();
    if (exchange.caller().filter(caller -> caller.hasRole(adminRole)).isPresent()) {
      return true;
    }
    return isOnThisMachine(exchange.request(), exchange.web().settings().trustedProxies());
  }

  private static boolean isOnThisMachine(HttpServletRequest request, List<AddressRange> proxies) {
    try {
      var peer = InetAddress.getByName(request.getRemoteAddr());
      return peer.isLoopbackAddress()
          && proxies.stream().noneMatch(range -> range.contains(peer.getAddress()))
          && PublicAddress.isLocal(request.getServerName())
          && !ClientAddress.wasForwarded(request);
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }

  private static byte[] openApi() {
    try (var document = ServiceOperations.class.getResourceAsStream("openapi.yaml")) {
      if (document == null) {
        throw new IllegalStateException("openapi.yaml is not in this jar");
      }
      return document.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
