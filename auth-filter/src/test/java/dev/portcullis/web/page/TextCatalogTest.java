package dev.portcullis.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.web.page.view.Texts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextCatalogTest {

  private static final Pattern PLACE = Pattern.compile("\\{[a-z_]+}");
  private static final Instant TIME = Instant.parse("2026-06-01T07:05:42.123Z");

  private final TextCatalog catalog = TextCatalog.load(NoFiles.INSTANCE);

  @Test
  void bothLanguagesHaveTheSameTextsWithTheSamePlaces() {
    var english = TextCatalog.own("en");
    var german = TextCatalog.own("de");
    assertThat(german.keySet()).isEqualTo(english.keySet());
    english.forEach(
        (id, text) -> {
          assertThat(text).as(id).isNotBlank();
          assertThat(places(german.getOrDefault(id, ""))).as(id).isEqualTo(places(text));
        });
  }

  @Test
  void theBrowsersWishDecidesTheLanguage() {
    assertThat(language("de-AT,de;q=0.9,en;q=0.5")).isEqualTo("de");
    assertThat(language("fr-FR,de;q=0.3,en;q=0.4")).isEqualTo("en");
    assertThat(language("fr, de;q=0.1")).isEqualTo("de");
    assertThat(language("de;q=0")).isEqualTo("en");
    assertThat(language("fr")).isEqualTo("en");
    assertThat(language("*")).isEqualTo("en");
    assertThat(language(null)).isEqualTo("en");
  }

  @Test
  void aStrangeHeaderGetsEnglish() {
    assertThat(language("")).isEqualTo("en");
    assertThat(language("\"><script>")).isEqualTo("en");
    assertThat(language("de;q=x")).isEqualTo("en");
    assertThat(language("de," + "x".repeat(5000))).isEqualTo("en");
  }

  @Test
  void anApplicationReplacesATextAndAddsALanguage() {
    var files =
        new GivenFiles(
            Map.of(
                "messages_en.properties", "login.title = Come in",
                "messages_fr.properties", "login.title = Connexion é",
                "portcullis.css", "body {}"));
    var own = TextCatalog.load(files);

    assertThat(own.forReader("en").get("login.title")).isEqualTo("Come in");
    assertThat(own.forReader("en").get("login.submit")).isEqualTo("Sign in");
    assertThat(own.forReader("fr").language()).isEqualTo("fr");
    assertThat(own.forReader("fr").get("login.title")).isEqualTo("Connexion é");
    assertThat(own.forReader("fr").get("login.submit")).isEqualTo("Sign in");
    assertThat(own.forReader("de").get("login.title")).isEqualTo("Anmelden");
  }

  @Test
  void aValueIsNeverTakenForAPlace() {
    var texts = new Texts(Locale.ENGLISH, Map.of("x", "{a} and {b}"));
    assertThat(texts.get("x", Map.of("a", "{b}", "b", "${a}"))).isEqualTo("{b} and ${a}");
  }

  @Test
  void timesNameTheMonthAndTheZoneInTheReadersWay() {
    assertThat(catalog.forReader("de").time(TIME).text()).isEqualTo("1. Juni 2026, 07:05 UTC");
    assertThat(catalog.forReader("en-GB").time(TIME).text()).isEqualTo("1 June 2026, 07:05 UTC");
    assertThat(catalog.forReader("en-US").time(TIME).text()).isEqualTo("June 1, 2026, 07:05 UTC");
    assertThat(catalog.forReader("de").time(TIME).machine()).isEqualTo("2026-06-01T07:05:42Z");
  }

  @Test
  void digitsAndCalendarsAreNotTheClientsToChoose() {
    assertThat(catalog.forReader("en-GB-u-ca-buddhist-nu-arab").time(TIME).text())
        .isEqualTo("1 June 2026, 07:05 UTC");
  }

  private String language(@Nullable String acceptLanguage) {
    return catalog.forReader(acceptLanguage).language();
  }

  private static Set<String> places(String text) {
    var places = new TreeSet<String>();
    PLACE.matcher(text).results().forEach(match -> places.add(match.group()));
    return places;
  }

  /** An application with these files. */
  record GivenFiles(Map<String, String> byName) implements ApplicationFiles {
    @Override
    public Set<String> names() {
      return byName.keySet();
    }

    @Override
    public Optional<byte[]> read(String name) {
      return Optional.ofNullable(byName.get(name))
          .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
