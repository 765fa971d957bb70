package dev.portcullis.web.page;

import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.Texts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes "Firefox on Linux" of a {@code User-Agent}. A hint for the owner of the session, never a
 * basis for decisions: clients write there what they like. Most name others for compatibility, so
 * the first match of the list decides (as in MDN's "Browser detection using the user agent").
 */
final class DeviceName {

  private record Sign(String token, String name) {}

  private static final List<Sign> BROWSERS =
      List.of(
          new Sign("EdgA/", "Edge"),
          new Sign("EdgiOS/", "Edge"),
          new Sign("Edg/", "Edge"),
          new Sign("OPR/", "Opera"),
          new Sign("SamsungBrowser/", "Samsung Internet"),
          new Sign("Vivaldi/", "Vivaldi"),
          new Sign("FxiOS/", "Firefox"),
          new Sign("Firefox/", "Firefox"),
          new Sign("CriOS/", "Chrome"),
          new Sign("HeadlessChrome/", "Chrome"),
          new Sign("Chrome/", "Chrome"),
          new Sign("Safari/", "Safari"));

  private static final List<Sign> SYSTEMS =
      List.of(
          new Sign("iPhone", "iPhone"),
          new Sign("iPad", "iPad"),
          new Sign("Android", "Android"),
          new Sign("Windows", "Windows"),
          new Sign("Macintosh", "macOS"),
          new Sign("CrOS", "ChromeOS"),
          new Sign("Linux", "Linux"));

  private static final int MAX_RAW = 60;

  private DeviceName() {}

  /**
   * The name to show.
   *
   * @param userAgent as the client sent it, or null; what is not known is shown as it is, shortened
   */
  static String of(@Nullable String userAgent, Texts texts) {
    if (userAgent == null || userAgent.isBlank()) {
      return texts.get("device.unknown");
    }
    var browser = first(BROWSERS, userAgent);
    var system = first(SYSTEMS, userAgent);
    if (browser.isPresent() && system.isPresent()) {
      return texts.get(
          new Message("device.on", Map.of("browser", browser.get(), "system", system.get())));
    }
    return shortened(userAgent.strip());
  }

  private static Optional<String> first(List<Sign> signs, String userAgent) {
    return signs.stream()
        .filter(sign -> userAgent.contains(sign.token()))
        .map(Sign::name)
        .findFirst();
  }

  private static String shortened(String raw) {
    if (raw.codePointCount(0, raw.length()) <= MAX_RAW) {
      return raw;
    }
    return raw.substring(0, raw.offsetByCodePoints(0, MAX_RAW)) + "…";
  }
}
