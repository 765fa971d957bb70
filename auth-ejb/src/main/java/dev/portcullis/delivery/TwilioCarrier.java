package dev.portcullis.delivery;

import dev.portcullis.config.SmsSettings.Twilio;
import dev.portcullis.fetch.ServiceAnswer;
import dev.portcullis.fetch.ServiceCaller;
import dev.portcullis.fetch.ServiceRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries codes by SMS through the Messages resource of Twilio's API of 2010-04-01: a form under
 * the account's credentials, answered by 201 with the message, or by an error with a number.
 */
final class TwilioCarrier implements CodeCarrier {

  /**
   * Errors about the recipient: no number (21211), not reachable from the sender (21612), in a
   * region that is switched off (21408), unsubscribed (21610), no mobile (21614), a landline or one
   * that cannot be reached (30006).
   */
  private static final Set<Integer> RECIPIENT = Set.of(21211, 21408, 21610, 21612, 21614, 30006);

  private static final int CREATED = 201;
  private static final String SERVICE = "MG";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Twilio settings;
  private final MessageTexts texts;
  private final ServiceCaller services;

  TwilioCarrier(Twilio settings, MessageTexts texts, ServiceCaller services) {
    this.settings = settings;
    this.texts = texts;
    this.services = services;
  }

  @Override
  public Delivery carry(CodeMessage message) {
    var answer = services.send(new ServiceRequest(address(), headers(), form(message)));
    return answer.fold(
        json ->
            json.status() == CREATED
                ? new Delivery.Accepted()
                : refused(json.status(), error(json)),
        none -> new Delivery.Refused("Twilio: " + none.reason(), false));
  }

  private URI address() {
    return URI.create(
        settings.baseUrl() + "/2010-04-01/Accounts/" + settings.accountSid() + "/Messages.json");
  }

  private Map<String, String> headers() {
    var credentials = settings.accountSid() + ":" + settings.authToken().reveal();
    var basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return Map.of(
        "Authorization", "Basic " + basic, "Content-Type", "application/x-www-form-urlencoded");
  }

  private String form(CodeMessage message) {
    var sender = settings.from().startsWith(SERVICE) ? "MessagingServiceSid" : "From";
    return field("To", message.to())
        + "&"
        + field(sender, settings.from())
        + "&"
        + field("Body", texts.sms(message));
  }

  private static String field(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** The number alone: the message beside it quotes the recipient. 0 where there is none. */
  private static int error(ServiceAnswer.Json json) {
    try {
      return JSON.readTree(json.content()).path("code").asInt(0);
    } catch (JacksonException notJson) {
      return 0;
    }
  }

  private static Delivery refused(int status, int error) {
    return new Delivery.Refused(
        "Twilio answers " + status + (error == 0 ? "" : ", error " + error),
        RECIPIENT.contains(error));
  }
}
