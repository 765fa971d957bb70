package dev.portcullis.delivery;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.commons.text.StringEscapeUtils;

/** What the messages say, in English and German; whoever speaks neither gets English. */
final class MessageTexts {

  private static final String USUAL = "en";
  private static final List<String> LANGUAGES = List.of(USUAL, "de");

  private final Map<String, Properties> texts;
  private final String application;
  private final String host;

  /**
   * @param application its name, as authenticator apps show it
   * @param host where it is, without a port
   */
  MessageTexts(String application, String host) {
    this.texts = LANGUAGES.stream().collect(Collectors.toMap(name -> name, MessageTexts::load));
    this.application = application;
    this.host = host;
  }

  private static Properties load(String language) {
    var name = "messages_" + language + ".properties";
    try (var in = MessageTexts.class.getResourceAsStream(name);
        var reader = new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8)) {
      var properties = new Properties();
      properties.load(reader);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The language of the message: one that there is. */
  Locale language(CodeMessage message) {
    var wanted = message.language().getLanguage();
    return Locale.forLanguageTag(LANGUAGES.contains(wanted) ? wanted : USUAL);
  }

  /** Without the code: a subject is shown where the message is not opened. */
  String subject(CodeMessage message) {
    return text(message, "mail.subject", application);
  }

  String plain(CodeMessage message) {
    return String.join(
            "\n\n",
            text(message, mail(message, "ask"), application),
            "    " + message.code().reveal(),
            text(message, "mail.valid", minutes(message)),
            text(message, mail(message, "not_you"), application))
        + "\n";
  }

  String html(CodeMessage message) {
    var name = StringEscapeUtils.escapeHtml4(application);
    return "<!DOCTYPE html>\n<html lang=\""
        + language(message).getLanguage()
        + "\"><head><meta charset=\"utf-8\"><title>"
        + text(message, "mail.subject", name)
        + "</title></head>\n<body style=\"font-family: sans-serif; line-height: 1.5\">\n<p>"
        + text(message, mail(message, "ask"), name)
        + "</p>\n<p style=\"font-size: 2em; letter-spacing: 0.15em\"><strong>"
        + message.code().reveal()
        + "</strong></p>\n<p>"
        + text(message, "mail.valid", minutes(message))
        + "</p>\n<p>"
        + text(message, mail(message, "not_you"), name)
        + "</p>\n</body></html>\n";
  }

  /**
   * With a last line that binds the code to the host, so that a browser offers it there and nowhere
   * else (the format of origin-bound one-time codes).
   */
  String sms(CodeMessage message) {
    var code = message.code().reveal();
    return text(message, "sms.text", code, application, minutes(message))
        + "\n\n@"
        + host
        + " #"
        + code;
  }

  private static String mail(CodeMessage message, String id) {
    return "mail." + (message.enrols() ? "enrols." : "") + id;
  }

  private static String minutes(CodeMessage message) {
    return Long.toString(Math.max(1, roundedUp(message.validFor())));
  }

  private static long roundedUp(Duration time) {
    return time.plusSeconds(59).toMinutes();
  }

  private String text(CodeMessage message, String id, Object... values) {
    var language = language(message);
    var pattern = Objects.requireNonNull(texts.get(language.getLanguage())).getProperty(id);
    return new MessageFormat(Objects.requireNonNull(pattern, id), language).format(values);
  }
}
