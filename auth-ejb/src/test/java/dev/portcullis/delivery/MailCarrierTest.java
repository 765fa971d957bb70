package dev.portcullis.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.portcullis.Confidential;
import dev.portcullis.config.EmailSettings.MailSession;
import dev.portcullis.config.EmailSettings.Route;
import dev.portcullis.config.EmailSettings.Security;
import dev.portcullis.config.EmailSettings.Smtp;
import dev.portcullis.delivery.Delivery.Accepted;
import dev.portcullis.delivery.Delivery.Refused;
import dev.portcullis.testing.Proves;
import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a real mail server. */
class MailCarrierTest {

  private static final String FROM = "no-reply@example.com";
  private static final Instant NOW = Instant.parse("2031-02-03T04:05:06Z");

  private final GreenMail mail =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
          });

  MailCarrierTest() {
    mail.start();
  }

  @AfterEach
  void stop() {
    mail.stop();
  }

  private Smtp plain() {
    return new Smtp("127.0.0.1", mail.getSmtp().getPort(), Security.NONE, null, null);
  }

  private static MailCarrier carrier(Session session) {
    return new MailCarrier(
        session,
        FROM,
        new MessageTexts("Ledger <& Sons>", "ledger.example"),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static Delivery carry(Route route, CodeMessage message) {
    return carrier(MailSessions.of(route, name -> "nothing")).carry(message);
  }

  private static CodeMessage message(boolean enrols, Locale language) {
    return new CodeMessage(
        "mary@example.com", Confidential.of("012345"), Duration.ofMinutes(5), enrols, language);
  }

  private static final CodeMessage MESSAGE = message(false, Locale.ENGLISH);

  private static MimeMultipart parts(MimeMessage message) throws Exception {
    assertThat(message.getContentType()).startsWith("multipart/alternative");
    return (MimeMultipart) message.getContent();
  }

  private static String text(BodyPart part) throws Exception {
    return (String) part.getContent();
  }

  @Test
  void itArrivesAsTextAndAsHtml() throws Exception {
    assertThat(carry(plain(), MESSAGE)).isEqualTo(new Accepted());
    var received = mail.getReceivedMessages();
    assertThat(received).hasSize(1);
    var message = received[0];
    assertThat(message.getSubject()).isEqualTo("Your code for Ledger <& Sons>");
    assertThat(message.getFrom()[0]).hasToString(FROM);
    assertThat(message.getAllRecipients()).hasSize(1);
    assertThat(message.getAllRecipients()[0]).hasToString("mary@example.com");
    assertThat(message.getSentDate()).isEqualTo(Date.from(NOW));
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(message.getHeader("Content-Language")).containsExactly("en");
    var parts = parts(message);
    assertThat(parts.getCount()).isEqualTo(2);
    assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain");
    assertThat(text(parts.getBodyPart(0)))
        .contains("012345", "knows your password", "Ledger <& Sons>", "5 minutes");
    assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
    assertThat(text(parts.getBodyPart(1)))
        .contains("<strong>012345</strong>", "<html lang=\"en\">", "Ledger &lt;&amp; Sons&gt;")
        .doesNotContain("Ledger <&", "http");
  }

  @Test
  void itIsInGermanForWhoeverReadsThat() throws Exception {
    carry(plain(), message(true, Locale.forLanguageTag("de-AT")));
    var message = mail.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo("Ihr Code für Ledger <& Sons>");
    var parts = parts(message);
    assertThat(text(parts.getBodyPart(0)))
        .contains("möchte Codes an diese Adresse bekommen")
        .doesNotContain("Passwort");
    assertThat(text(parts.getBodyPart(1))).contains("<html lang=\"de\">", "Er gilt 5 Minuten");
  }

  /** The mail server offers no STARTTLS: an attacker in between could have struck it out. */
  @Test
  void withoutStartTlsNothingIsSentWhereItIsDemanded() {
    var demanding = new Smtp("127.0.0.1", mail.getSmtp().getPort(), Security.STARTTLS, null, null);
    assertThat(carry(demanding, MESSAGE))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.recipient()).isFalse());
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  /** Its certificate is one that nobody trusts. */
  @Test
  void aCertificateThatIsNotTrustedIsRefused() {
    var tls = new Smtp("127.0.0.1", mail.getSmtps().getPort(), Security.TLS, null, null);
    assertThat(carry(tls, MESSAGE)).isInstanceOf(Refused.class);
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void itSignsInWhereTheServerWantsThat() {
    mail.setUser("app@example.com", "app", "right");
    assertThat(carry(with("app", "right"), MESSAGE)).isEqualTo(new Accepted());
    assertThat(carry(with("app", "wrong"), MESSAGE))
        .isEqualTo(new Refused("AuthenticationFailedException", false));
    assertThat(mail.getReceivedMessages()).hasSize(1);
  }

  private Smtp with(@Nullable String username, String password) {
    return new Smtp(
        "127.0.0.1", mail.getSmtp().getPort(), Security.NONE, username, Confidential.of(password));
  }

  @Test
  @Proves("S71")
  void aServerThatIsAwayIsToldByTheKindOfItsFailureAlone() {
    var route = plain();
    mail.stop();
    assertThat(carry(route, MESSAGE))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.recipient()).isFalse();
              assertThat(refused.reason()).contains("ConnectException").doesNotContain("mary");
            });
    mail.start();
  }

  @Test
  void theServersOwnSessionServesAsWell() {
    var properties = new Properties();
    properties.setProperty("mail.smtp.host", "127.0.0.1");
    properties.setProperty("mail.smtp.port", Integer.toString(mail.getSmtp().getPort()));
    var session = Session.getInstance(properties);
    var found =
        MailSessions.of(
            new MailSession("mail/app"), name -> name.equals("mail/app") ? session : "another");
    assertThat(carrier(found).carry(MESSAGE)).isEqualTo(new Accepted());
    assertThat(GreenMailUtil.getWholeMessage(mail.getReceivedMessages()[0])).contains("012345");
    assertThatThrownBy(() -> MailSessions.of(new MailSession("mail/other"), name -> "another"))
        .hasMessageContaining("mail/other is no mail session");
  }
}
