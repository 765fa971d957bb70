package dev.portcullis.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import dev.portcullis.web.page.view.PageLinks;
import dev.portcullis.web.page.view.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class PageTemplatesTest {

  private static final PageLinks LINKS =
      new PageLinks("/app/auth", "/app/", "portcullis.css", "logo.svg");
  private static final TextCatalog CATALOG = TextCatalog.load(NoFiles.INSTANCE);
  private static final Texts ENGLISH = CATALOG.forReader("en");
  private static final List<String> SPOKEN_ATTRIBUTES =
      List.of("aria-label", "alt", "title", "placeholder");

  @Test
  void hostileTextStaysTextInEverySlot() {
    var hostile =
        "\"'><script>alert(1)</script><img src=x onerror=alert(1)></title><!-- {name} javascript:";
    var usual = SamplePages.render(ENGLISH, LINKS);
    SamplePages.renderHostile(ENGLISH, LINKS, hostile)
        .forEach(
            (name, html) -> {
              var page = Jsoup.parse(html);
              assertThat(structure(page))
                  .as(name)
                  .isEqualTo(structure(Jsoup.parse(usual.getOrDefault(name, ""))));
              assertThat(page.title()).as(name).contains(hostile);
            });
  }

  @Test
  @Proves("S77")
  void noPageHoldsScriptOrStyleOfItsOwn() {
    forEveryPage(
        (name, page) -> {
          assertThat(page.select("script, style, iframe, object, embed, base")).as(name).isEmpty();
          for (var element : page.getAllElements()) {
            for (Attribute attribute : element.attributes()) {
              assertThat(attribute.getKey()).as(name).isNotEqualTo("style").doesNotStartWith("on");
            }
          }
        });
  }

  @Test
  @Proves("S76")
  void everyFormIsAPostWithATokenAndStaysHere() {
    forEveryPage(
        (name, page) -> {
          for (var form : page.select("form")) {
            assertThat(form.attr("method")).as(name).isEqualTo("post");
            assertThat(form.attr("action")).as(name).startsWith("/app/auth/");
            assertThat(form.select("input[type=hidden][name=_csrf]"))
                .as(name)
                .singleElement()
                .satisfies(field -> assertThat(field.attr("value")).isNotEmpty());
          }
        });
  }

  @Test
  void everythingCanBeOperatedWithoutSeeingIt() {
    forEveryPage(
        (name, page) -> {
          assertThat(page.select("html").attr("lang")).as(name).isEqualTo("en");
          assertThat(page.select("main")).as(name).hasSize(1);
          assertThat(page.select("h1")).as(name).hasSize(1);
          for (var field : page.select("input:not([type=hidden]):not([hidden])")) {
            assertThat(page.select("label[for=" + field.id() + "]")).as(name).hasSize(1);
          }
          for (var described : page.select("[aria-describedby]")) {
            for (var id : described.attr("aria-describedby").split(" ", -1)) {
              assertThat(page.getElementById(id)).as(name + " #" + id).isNotNull();
            }
          }
          for (var link : page.select("a[href^=#]")) {
            assertThat(page.getElementById(link.attr("href").substring(1))).as(name).isNotNull();
          }
          var ids = page.select("[id]").eachAttr("id");
          assertThat(ids).as(name).doesNotHaveDuplicates();
        });
  }

  @Test
  void fieldsWithAProblemPointToTheSummary() {
    var page = Jsoup.parse(SamplePages.render(ENGLISH, LINKS).getOrDefault("account-refused", ""));
    for (var id : List.of("current_password", "new_password", "repeat_password")) {
      var field = page.select("#" + id);
      assertThat(field.attr("aria-invalid")).isEqualTo("true");
      assertThat(field.attr("aria-describedby")).startsWith("problems");
    }
    assertThat(page.select("#problems a").eachAttr("href"))
        .containsExactly("#current_password", "#new_password", "#repeat_password");
    assertThat(page.title()).startsWith("Problem");
  }

  @Test
  void passwordManagersAndPastingAreNotHindered() {
    forEveryPage(
        (name, page) -> {
          for (var field : page.select("input[type=password]")) {
            assertThat(field.attr("autocomplete"))
                .as(name)
                .isIn("current-password", "new-password");
            assertThat(field.hasAttr("maxlength")).as(name).isFalse();
          }
          for (var form : page.select("form:has(input[type=password])")) {
            assertThat(form.select("input[autocomplete=username]")).as(name).hasSize(1);
          }
        });
  }

  /** Rendered with a mark for each text and one for all data, no other letter may be left. */
  @Test
  void everyTextAReaderSeesHasAnId() {
    var marks = new HashMap<String, String>();
    CATALOG.ids().forEach(id -> marks.put(id, "⟦⟧"));
    var pages = SamplePages.renderHostile(new Texts(Locale.ENGLISH, marks), LINKS, "§");
    pages.forEach(
        (name, html) -> {
          var page = Jsoup.parse(html);
          assertThat(page.title() + page.body().text()).as(name).doesNotContainPattern("\\p{L}");
          for (var element : page.getAllElements()) {
            for (var attribute : SPOKEN_ATTRIBUTES) {
              assertThat(element.attr(attribute)).as(name).doesNotContainPattern("\\p{L}");
            }
          }
        });
  }

  /** Anything else would be a text that no page shows any more. */
  @Test
  void everyIdIsUsed() throws IOException {
    var sources = new StringBuilder();
    for (var root : List.of("src/main/jte", "src/main/java")) {
      try (var files = Files.walk(Path.of(root))) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          sources.append(Files.readString(file));
        }
      }
    }
    var built =
        Pattern.compile(
            "(error\\.(\\d+|csrf|too_old|certificate|provider_attempt)|password)\\..*"
                + "|factor\\.(totp|recovery|sms|email)\\.(ask|code|choose)"
                + "|code_enrolment\\.(sms|email)\\.(title|target|choose)"
                + "|account\\.(sms|email)_(codes|setup|replace|remove)");
    assertThat(CATALOG.ids())
        .filteredOn(id -> !built.matcher(id).matches())
        .filteredOn(id -> sources.indexOf('"' + id.replaceFirst("^notice\\.", "") + '"') < 0)
        .isEmpty();
  }

  /** For a look at them in a browser. The files are build output. */
  @Test
  void writesThePagesForALook() throws IOException {
    var folder = Files.createDirectories(Path.of("target/pages"));
    for (var language : List.of("en", "de")) {
      var pages = SamplePages.render(CATALOG.forReader(language), LINKS);
      for (var page : pages.entrySet()) {
        var file = folder.resolve(page.getKey() + "." + language + ".html");
        Files.writeString(file, page.getValue());
        assertThat(file).content().contains("<!DOCTYPE html>");
      }
    }
    var assets = Assets.load(NoFiles.INSTANCE);
    for (var asset : List.of(assets.stylesheet(), assets.logo())) {
      Files.write(folder.resolve(asset.name()), asset.content());
    }
  }

  private interface PageCheck {
    void check(String name, Document page);
  }

  private static void forEveryPage(PageCheck check) {
    Map<String, String> pages = SamplePages.render(ENGLISH, LINKS);
    assertThat(pages).hasSizeGreaterThan(10);
    pages.forEach((name, html) -> check.check(name, Jsoup.parse(html)));
  }

  /** Elements and the names of their attributes, without any content. */
  private static String structure(Document page) {
    var text = new StringBuilder();
    for (Element element : page.getAllElements()) {
      text.append(element.tagName());
      element.attributes().forEach(attribute -> text.append(' ').append(attribute.getKey()));
      text.append('\n');
    }
    return text.toString();
  }
}
