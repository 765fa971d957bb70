package dev.portcullis.delivery;

import dev.portcullis.config.SmsSettings.Webhook;
import dev.portcullis.fetch.ServiceCaller;
import dev.portcullis.fetch.ServiceRequest;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries codes through a service of the operator's: it is sent JSON, and any answer from 200 to
 * 299 means that it took the message, 422 that it cannot reach that number.
 */
final class WebhookCarrier implements CodeCarrier {

  private static final int UNREACHABLE = 422;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Webhook settings;
  private final MessageTexts texts;
  private final ServiceCaller services;

  WebhookCarrier(Webhook settings, MessageTexts texts, ServiceCaller services) {
    this.settings = settings;
    this.texts = texts;
    this.services = services;
  }

  @Override
  public Delivery carry(CodeMessage message) {
    return services
        .send(new ServiceRequest(settings.url(), headers(), body(message)))
        .fold(
            json -> answered(json.status(), "it answers " + json.status()),
            none -> answered(none.status(), none.reason()));
  }

  private static Delivery answered(int status, String reason) {
    return status >= 200 && status < 300
        ? new Delivery.Accepted()
        : new Delivery.Refused("the webhook: " + reason, status == UNREACHABLE);
  }

  private Map<String, String> headers() {
    var headers = new HashMap<String, String>();
    headers.put("Content-Type", "application/json");
    if (settings.token() != null) {
      headers.put("Authorization", "Bearer " + settings.token().reveal());
    }
    return headers;
  }

  private String body(CodeMessage message) {
    var json = JSON.createObjectNode();
    json.put("to", message.to());
    json.put("text", texts.sms(message));
    json.put("code", message.code().reveal());
    json.put("language", texts.language(message).getLanguage());
    json.put("expires_in", message.validFor().toSeconds());
    return json.toString();
  }
}
