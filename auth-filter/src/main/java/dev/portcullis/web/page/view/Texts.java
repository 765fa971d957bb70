package dev.portcullis.web.page.view;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.text.StringSubstitutor;

/**
 * The texts of one language. Every text a reader sees comes from here, by its stable id; nothing in
 * it is markup, the templates escape it all.
 */
public final class Texts {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final Locale locale;
  private final Map<String, String> byId;
  private final DateTimeFormatter date;

  /**
   * @param locale of the reader; dates are written in its way
   * @param byId the texts of that language
   */
  public Texts(Locale locale, Map<String, String> byId) {
    this.locale = locale;
    this.byId = Map.copyOf(byId);
    this.date = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale);
  }

  /** The language as BCP 47 names it, for the attribute {@code lang}. */
  public String language() {
    return locale.getLanguage();
  }

  /** Whether there is a text of that id. */
  public boolean has(String id) {
    return byId.containsKey(id);
  }

  /** The text of that id; the id itself where there is none, so that a page is never lost. */
  public String get(String id) {
    return byId.getOrDefault(id, id);
  }

  /** The text with a value in the place of {@code {name}}. */
  public String get(String id, String name, String value) {
    return get(Message.of(id, name, value));
  }

  /** The text with each value in the place of its name in braces. */
  public String get(String id, Map<String, String> values) {
    return get(new Message(id, values));
  }

  /** The text of a message, with its values. A value is never searched for further places. */
  public String get(Message message) {
    if (message.values().isEmpty()) {
      return get(message.id());
    }
    return new StringSubstitutor(message.values(), "{", "}")
        .setDisableSubstitutionInValues(true)
        .replace(get(message.id()));
  }

  /**
   * A point in time to the minute. In UTC and saying so, since a server does not know the reader's
   * zone; the month is spelled, so that no reader takes it for the day.
   */
  public ShownTime time(Instant instant) {
    var utc = ZonedDateTime.ofInstant(instant, ZoneOffset.UTC);
    var values = Map.of("date", date.format(utc), "time", TIME.format(utc));
    return new ShownTime(
        instant.truncatedTo(ChronoUnit.SECONDS).toString(), get("time.utc", values));
  }
}
