package dev.portcullis.it.server;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.TwilioStandIn;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the servers under test send their messages, in this process: a mail server, and what
 * answers as Twilio does.
 */
public final class TestMessages {

  private static final Pattern CODE = Pattern.compile("(?m)\\b[0-9]{6}\\b");

  private static @Nullable TestMessages instance;

  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final TwilioStandIn twilio = new TwilioStandIn();

  private TestMessages() {
    mail.start();
  }

  public static synchronized TestMessages get() {
    if (instance == null) {
      instance = new TestMessages();
    }
    return instance;
  }

  /** What test-auth.yaml reads. */
  public List<String> systemProperties() {
    return List.of(
        "-DTEST_SMTP_PORT=" + mail.getSmtp().getPort(),
        "-DTEST_TWILIO_URL=" + twilio.baseUrl(),
        "-DTEST_TWILIO_SID=" + TwilioStandIn.SID,
        "-DTEST_TWILIO_TOKEN=" + TwilioStandIn.TOKEN);
  }

  /** How many messages that address got. */
  public int mailed(String address) {
    return (int) mailsTo(address).count();
  }

  /** The code in the last message to an address, which need not be there yet. */
  public String codeByMail(String address, int messages) {
    int there =
        Polling.until(Duration.ofSeconds(20), () -> mailed(address), count -> count >= messages);
    if (there != messages) {
      throw new AssertionError(there + " messages for " + address);
    }
    return code(mailsTo(address).map(TestMessages::plain).skip(messages - 1L).findFirst().get());
  }

  private Stream<MimeMessage> mailsTo(String address) {
    return Arrays.stream(mail.getReceivedMessages()).filter(m -> recipient(m).equals(address));
  }

  private static String recipient(MimeMessage message) {
    try {
      return message.getRecipients(RecipientType.TO)[0].toString();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String plain(MimeMessage message) {
    try {
      // Parsed here: getContent() asks for an implementation of Jakarta Activation.
      var parts = new MimeMultipart(message.getDataHandler().getDataSource());
      return new String(
          parts.getBodyPart(0).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException | MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The code in the last message to a number. */
  public String codeBySms(String number) {
    return twilio.messages().stream()
        .filter(form -> number.equals(form.get("To")))
        .map(form -> code(Objects.requireNonNull(form.get("Body"))))
        .reduce((before, last) -> last)
        .orElseThrow(() -> new AssertionError("No message for " + number));
  }

  /** From now on messages to that number are refused with that error of Twilio's. */
  public void refuse(String number, int error) {
    twilio.refuses(number, error);
  }

  public void acceptAgain(String number) {
    twilio.accepts(number);
  }

  private static String code(String text) {
    var found = CODE.matcher(text);
    if (!found.find()) {
      throw new AssertionError("No code in: " + text);
    }
    return found.group();
  }
}
