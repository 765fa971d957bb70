package dev.portcullis.web.page;

import dev.portcullis.web.page.view.Texts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts in every language there is: English and German, each text replaceable by its id, and
 * whatever further language the application brings. Where a language lacks a text, English stands
 * in.
 */
final class TextCatalog {

  private static final List<String> OWN_LANGUAGES = List.of("en", "de");
  private static final Locale DEFAULT = Locale.ENGLISH;
  private static final Pattern FILE = Pattern.compile("messages_([a-z]{2,3})\\.properties");

  /** Longer than any browser sends; what is longer is not worth its parsing. */
  private static final int MAX_HEADER = 500;

  private final Map<String, Map<String, String>> byLanguage;

  private TextCatalog(Map<String, Map<String, String>> byLanguage) {
    this.byLanguage = byLanguage;
  }

  /** Reads ours, and the application's over them. */
  static TextCatalog load(ApplicationFiles files) {
    var byLanguage = new HashMap<String, Map<String, String>>();
    var english = own("en");
    OWN_LANGUAGES.forEach(language -> byLanguage.put(language, own(language)));
    for (var name : files.names()) {
      var matcher = FILE.matcher(name);
      if (matcher.matches()) {
        var texts = byLanguage.computeIfAbsent(matcher.group(1), language -> new HashMap<>());
        texts.putAll(files.read(name).map(TextCatalog::parse).orElse(Map.of()));
      }
    }
    byLanguage.replaceAll(
        (language, texts) -> {
          var whole = new HashMap<>(english);
          whole.putAll(texts);
          return Collections.unmodifiableMap(whole);
        });
    return new TextCatalog(byLanguage);
  }

  /**
   * The texts for a reader.
   *
   * @param acceptLanguage the header of that name, whatever it holds, or null
   */
  Texts forReader(@Nullable String acceptLanguage) {
    var locale = locale(acceptLanguage);
    return new Texts(locale, byLanguage.getOrDefault(locale.getLanguage(), Map.of()));
  }

  /** The ids of all texts. */
  Set<String> ids() {
    return own(DEFAULT.getLanguage()).keySet();
  }

  private Locale locale(@Nullable String acceptLanguage) {
    if (acceptLanguage == null || acceptLanguage.length() > MAX_HEADER) {
      return DEFAULT;
    }
    try {
      for (var range : Locale.LanguageRange.parse(acceptLanguage)) {
        var wanted = Locale.forLanguageTag(range.getRange());
        if (range.getWeight() > 0 && byLanguage.containsKey(wanted.getLanguage())) {
          // Language and region only: extensions ask for calendars and digits.
          return new Locale.Builder()
              .setLanguage(wanted.getLanguage())
              .setRegion(wanted.getCountry())
              .build();
        }
      }
      return DEFAULT;
    } catch (IllegalArgumentException malformed) {
      return DEFAULT;
    }
  }

  /** The texts of the jar in one language. */
  static Map<String, String> own(String language) {
    var name = "messages_" + language + ".properties";
    try (InputStream in = TextCatalog.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The texts are missing from the jar: " + name);
      }
      return parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the texts: " + name, e);
    }
  }

  private static Map<String, String> parse(byte[] utf8) {
    var properties = new Properties();
    try (var reader =
        new InputStreamReader(new ByteArrayInputStream(utf8), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read texts", e);
    }
    var texts = new HashMap<String, String>();
    properties.stringPropertyNames().forEach(id -> texts.put(id, properties.getProperty(id)));
    return texts;
  }
}
