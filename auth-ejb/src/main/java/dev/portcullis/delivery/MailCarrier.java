package dev.portcullis.delivery;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;

/** Carries codes by e-mail, as text and as HTML in one message. */
final class MailCarrier implements CodeCarrier {

  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final Session session;
  private final String from;
  private final MessageTexts texts;
  private final Clock clock;

  MailCarrier(Session session, String from, MessageTexts texts, Clock clock) {
    this.session = session;
    this.from = from;
    this.texts = texts;
    this.clock = clock;
  }

  @Override
  public Delivery carry(CodeMessage message) {
    try {
      Transport.send(mime(message));
      return new Delivery.Accepted();
    } catch (SendFailedException e) {
      // A server that wants it later (4xx) leaves the address among those not sent to.
      var invalid = e.getInvalidAddresses();
      return new Delivery.Refused(kind(e), invalid != null && invalid.length > 0);
    } catch (MessagingException e) {
      return new Delivery.Refused(kind(e), false);
    }
  }

  private MimeMessage mime(CodeMessage message) throws MessagingException {
    var mime = new MimeMessage(session);
    mime.setFrom(new InternetAddress(from, true));
    mime.setRecipient(Message.RecipientType.TO, new InternetAddress(message.to(), true));
    mime.setSubject(texts.subject(message), UTF_8);
    mime.setSentDate(Date.from(clock.instant()));
    mime.setHeader("Content-Language", texts.language(message).getLanguage());
    // No answers of machines, please (RFC 3834).
    mime.setHeader("Auto-Submitted", "auto-generated");
    var plain = new MimeBodyPart();
    plain.setText(texts.plain(message), UTF_8);
    var html = new MimeBodyPart();
    html.setText(texts.html(message), UTF_8, "html");
    // The best one last (RFC 2046 5.1.4).
    mime.setContent(new MimeMultipart("alternative", plain, html));
    mime.saveChanges();
    return mime;
  }

  /** By its kinds alone: what a mail server says may quote the address. */
  private static String kind(MessagingException e) {
    var text = new StringBuilder(e.getClass().getSimpleName());
    int depth = 0;
    for (var cause = e.getCause(); cause != null && depth < 5; cause = cause.getCause(), depth++) {
      text.append(" of ").append(cause.getClass().getSimpleName());
    }
    return text.toString();
  }
}
