package dev.portcullis.delivery;

import dev.portcullis.config.EmailSettings;
import dev.portcullis.config.EmailSettings.MailSession;
import dev.portcullis.config.EmailSettings.Security;
import dev.portcullis.config.EmailSettings.Smtp;
import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Mail sessions (Jakarta Mail), ours or the server's. */
final class MailSessions {

  private static final String CONNECT_MILLIS = "5000";
  private static final String ANSWER_MILLIS = "10000";

  private MailSessions() {}

  static Session of(EmailSettings.Route route, Function<String, Object> lookup) {
    if (route instanceof MailSession named) {
      return ofServer(named.jndiName(), lookup);
    }
    var smtp = (Smtp) route;
    return Session.getInstance(properties(smtp), authenticator(smtp));
  }

  private static Session ofServer(String name, Function<String, Object> lookup) {
    if (lookup.apply(name) instanceof Session session) {
      return session;
    }
    throw new IllegalStateException(
        "auth.providers.two_factor.email.mail_session: " + name + " is no mail session");
  }

  /** What is to be encrypted is, to a host with that name, or not sent. */
  static Properties properties(Smtp smtp) {
    var properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", smtp.host());
    properties.setProperty("mail.smtp.port", Integer.toString(smtp.port()));
    properties.setProperty("mail.smtp.auth", Boolean.toString(smtp.username() != null));
    properties.setProperty("mail.smtp.connectiontimeout", CONNECT_MILLIS);
    properties.setProperty("mail.smtp.timeout", ANSWER_MILLIS);
    properties.setProperty("mail.smtp.writetimeout", ANSWER_MILLIS);
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    boolean starts = smtp.security() == Security.STARTTLS;
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(starts));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(starts));
    properties.setProperty(
        "mail.smtp.ssl.enable", Boolean.toString(smtp.security() == Security.TLS));
    return properties;
  }

  private static @Nullable Authenticator authenticator(Smtp smtp) {
    var username = smtp.username();
    if (username == null) {
      return null;
    }
    var password = Objects.requireNonNull(smtp.password());
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(username, password.reveal());
      }
    };
  }
}
