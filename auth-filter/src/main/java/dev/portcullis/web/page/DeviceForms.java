package dev.portcullis.web.page;

import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.DeviceOperations;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.RouteSource;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.page.view.DeviceView;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.Texts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pages have of trusted devices: the offer, the list, and the form that ends one. */
final class DeviceForms implements RouteSource {

  /** The box at the second factor; its presence is the wish. */
  static final String REMEMBER = "remember_device";

  private static final Duration SHORT = Duration.ofDays(2);

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/devices/{id}/end")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .to(Access.CALLER, DeviceForms::end));
  }

  private static Reply end(Exchange exchange) throws RequestRefusedException {
    // One that is not there has ended already, as the reader wished.
    boolean ignored = DeviceOperations.end(exchange, exchange.pathVariable("id"));
    return FormReplies.done(exchange, "/account", "device_ended");
  }

  /** The offer to trust this device, or null where there is none. */
  static @Nullable Message offer(Exchange exchange) {
    var life = exchange.web().settings().twoFactor().trustedDevice();
    if (life == null) {
      return null;
    }
    return life.compareTo(SHORT) < 0
        ? Message.of("factor.remember_hours", "count", Long.toString(life.toHours()))
        : Message.of("factor.remember_days", "count", Long.toString(life.toDays()));
  }

  /** What the account page shows of them. */
  static List<DeviceView> view(Exchange exchange, Texts texts) throws RequestRefusedException {
    if (!DeviceOperations.areEnabled(exchange)) {
      return List.of();
    }
    return DeviceOperations.of(exchange).stream()
        .map(
            device ->
                new DeviceView(
                    device.id(),
                    DeviceName.of(device.device(), texts),
                    device.address(),
                    texts.time(device.createdAt()),
                    texts.time(device.lastUsedAt()),
                    texts.time(device.expiresAt()),
                    device.current()))
        .toList();
  }
}
