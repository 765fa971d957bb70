package dev.portcullis.config;

import dev.portcullis.Confidential;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Codes by SMS: {@code auth.providers.two_factor.sms}.
 *
 * @param route by which they go
 * @param defaultRegion of numbers that are typed without their country's code (ISO 3166-1), or null
 * @param regions to which messages go, or empty for all
 */
public record SmsSettings(Route route, @Nullable String defaultRegion, Set<String> regions) {

  /** Over what a message goes. */
  public sealed interface Route {}

  /**
   * Twilio's Messages resource.
   *
   * @param baseUrl without a slash at its end
   * @param from a number in E.164, an alphanumeric sender, or the id of a messaging service
   */
  public record Twilio(URI baseUrl, String accountSid, Confidential authToken, String from)
      implements Route {}

  /**
   * A service of the operator's that takes JSON.
   *
   * @param token shown to it as a bearer token, or null
   */
  public record Webhook(URI url, @Nullable Confidential token) implements Route {}

  public SmsSettings {
    regions = Set.copyOf(regions);
  }
}
