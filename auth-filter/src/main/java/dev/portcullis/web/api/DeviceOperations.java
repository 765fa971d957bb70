package dev.portcullis.web.api;

import dev.portcullis.TrustedDeviceInfo;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Json;
import dev.portcullis.web.http.RequestRefusedException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A user's own trusted devices. The account page has a form of its own for them. */
public final class DeviceOperations implements RouteSource {

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/devices").to(Access.CALLER, DeviceOperations::list),
        Route.delete("/devices/{id}").producesNothing().to(Access.CALLER, DeviceOperations::end));
  }

  private static Reply list(Exchange exchange) throws RequestRefusedException {
    return Pagination.answer(exchange, of(exchange), TrustedDeviceInfo::id, DeviceOperations::item);
  }

  /** The caller's, the latest first. */
  public static List<TrustedDeviceInfo> of(Exchange exchange) throws RequestRefusedException {
    requireEnabled(exchange);
    return exchange.domain().trustedDevices().list(exchange.requireCaller(), exchange.client());
  }

  private static ObjectNode item(TrustedDeviceInfo device) {
    var json = Json.object();
    json.put("id", device.id());
    json.put("device", device.device());
    json.put("address", device.address());
    json.put("created_at", device.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("last_used_at", device.lastUsedAt().truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("expires_at", device.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("current", device.current());
    return json;
  }

  private static Reply end(Exchange exchange) throws RequestRefusedException {
    if (!end(exchange, exchange.pathVariable("id"))) {
      throw new RequestRefusedException(ErrorCode.NOT_FOUND);
    }
    return Reply.empty(204);
  }

  /**
   * Ends one of the caller's.
   *
   * @return false where there is none of that id
   */
  public static boolean end(Exchange exchange, String id) throws RequestRefusedException {
    boolean current =
        of(exchange).stream().anyMatch(device -> device.current() && device.id().equals(id));
    boolean ended =
        exchange.domain().trustedDevices().end(exchange.requireCaller(), id, exchange.client());
    if (ended && current) {
      exchange.forgetDevice();
    }
    return ended;
  }

  /** Where devices are not trusted, this is not there. */
  private static void requireEnabled(Exchange exchange) throws RequestRefusedException {
    if (!areEnabled(exchange)) {
      throw new RequestRefusedException(ErrorCode.NOT_FOUND);
    }
  }

  /** Whether devices may be trusted here. */
  public static boolean areEnabled(Exchange exchange) {
    return exchange.web().settings().twoFactor().trustedDevice() != null;
  }
}
