package dev.portcullis.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** WCAG 2.2, 1.4.3 and 1.4.11: what is to be read, and what is to be found, stands out enough. */
class StylesheetTest {

  private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});");

  private final String css =
      new String(Assets.load(NoFiles.INSTANCE).stylesheet().content(), StandardCharsets.UTF_8);

  @Test
  void textStandsOutInBothColourSchemes() {
    for (var colours : schemes()) {
      for (var ground : List.of("ground", "surface")) {
        for (var text : List.of("ink", "quiet", "accent", "accent-strong", "danger")) {
          assertThat(contrast(colours, text, ground)).as(text + " on " + ground).isGreaterThan(4.5);
        }
      }
      assertThat(contrast(colours, "on-accent", "accent")).isGreaterThan(4.5);
      assertThat(contrast(colours, "on-accent", "accent-strong")).isGreaterThan(4.5);
      assertThat(contrast(colours, "ink", "tint")).isGreaterThan(4.5);
      assertThat(contrast(colours, "accent-strong", "tint")).isGreaterThan(4.5);
      assertThat(contrast(colours, "ink", "danger-tint")).isGreaterThan(4.5);
      assertThat(contrast(colours, "danger", "danger-tint")).isGreaterThan(4.5);
    }
  }

  @Test
  void fieldsAndTheFocusStandOutInBothColourSchemes() {
    for (var colours : schemes()) {
      for (var ground : List.of("ground", "surface")) {
        for (var mark : List.of("edge", "focus")) {
          assertThat(contrast(colours, mark, ground)).as(mark + " on " + ground).isGreaterThan(3.0);
        }
      }
    }
  }

  private List<Map<String, String>> schemes() {
    int dark = css.indexOf("prefers-color-scheme: dark");
    assertThat(dark).isPositive();
    var lightColours = colours(css.substring(0, dark));
    var darkColours = colours(css.substring(dark));
    assertThat(darkColours.keySet()).isEqualTo(lightColours.keySet());
    return List.of(lightColours, darkColours);
  }

  private static Map<String, String> colours(String css) {
    var colours = new HashMap<String, String>();
    COLOUR.matcher(css).results().forEach(m -> colours.put(m.group(1), m.group(2)));
    return colours;
  }

  private static double contrast(Map<String, String> colours, String one, String other) {
    double a = luminance(colours.getOrDefault(one, "")) + 0.05;
    double b = luminance(colours.getOrDefault(other, "")) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(String colour) {
    return 0.2126 * linear(colour.substring(0, 2))
        + 0.7152 * linear(colour.substring(2, 4))
        + 0.0722 * linear(colour.substring(4, 6));
  }

  private static double linear(String hex) {
    double value = Integer.parseInt(hex, 16) / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
