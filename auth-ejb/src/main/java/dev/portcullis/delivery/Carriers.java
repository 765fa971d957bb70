package dev.portcullis.delivery;

import dev.portcullis.FactorMethod;
import dev.portcullis.config.EmailSettings;
import dev.portcullis.config.SmsSettings;
import dev.portcullis.config.TwoFactorSettings;
import dev.portcullis.fetch.ServiceCaller;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** The carriers that the settings name. */
public final class Carriers {

  private Carriers() {}

  /**
   * Makes them; nothing is connected to before there is something to carry.
   *
   * @param host of the application, to which browsers bind codes that come by SMS
   * @param services calls Twilio or the webhook
   * @param lookup finds an object of the server by its JNDI name
   * @throws IllegalStateException with a message for the operator, where the server lacks something
   */
  public static Map<FactorMethod, CodeCarrier> of(
      TwoFactorSettings settings,
      String host,
      ServiceCaller services,
      Function<String, Object> lookup,
      Clock clock) {
    var texts = new MessageTexts(settings.totp().issuer(), host);
    var carriers = new EnumMap<FactorMethod, CodeCarrier>(FactorMethod.class);
    if (settings.email() != null) {
      carriers.put(FactorMethod.EMAIL, bounded(mail(settings.email(), texts, lookup, clock)));
    }
    if (settings.sms() != null) {
      carriers.put(FactorMethod.SMS, bounded(sms(settings.sms().route(), texts, services)));
    }
    return Map.copyOf(carriers);
  }

  private static CodeCarrier bounded(CodeCarrier carrier) {
    return new BoundedCarrier(carrier, BoundedCarrier.MOST);
  }

  private static CodeCarrier mail(
      EmailSettings settings, MessageTexts texts, Function<String, Object> lookup, Clock clock) {
    try {
      return new MailCarrier(
          MailSessions.of(settings.route(), lookup), settings.from(), texts, clock);
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "auth.providers.two_factor.email needs Jakarta Mail, which this server does not offer the"
              + " application. On Open Liberty the feature mail-2.1 must be on; elsewhere put"
              + " org.eclipse.angus:jakarta.mail into the application",
          e);
    }
  }

  private static CodeCarrier sms(
      SmsSettings.Route route, MessageTexts texts, ServiceCaller services) {
    return route instanceof SmsSettings.Twilio twilio
        ? new TwilioCarrier(twilio, texts, services)
        : new WebhookCarrier((SmsSettings.Webhook) route, texts, services);
  }
}
