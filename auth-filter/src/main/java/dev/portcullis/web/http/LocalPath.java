package dev.portcullis.web.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place to go to after a login: a path on this host and nothing else (S47). Parsed, never matched
 * by a pattern; what a browser could read as another host is refused.
 *
 * @param text path and query, as it goes into {@code Location}
 */
public record LocalPath(String text) {

  private static final int LONGEST = 2048;

  /** Reads the parameter {@code return_to}; empty unless it is safe to follow. */
  public static Optional<LocalPath> parse(@Nullable String text) {
    if (text == null || text.length() > LONGEST) {
      return Optional.empty();
    }
    // java.net.URI takes "///host" for a path; a browser goes to that host.
    if (!text.startsWith("/") || text.startsWith("//")) {
      return Optional.empty();
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Browsers take a backslash for a slash and drop tabs and newlines within an address.
      if (c <= ' ' || c >= 0x7F || c == '\\') {
        return Optional.empty();
      }
    }
    try {
      var uri = new URI(text);
      var path = uri.getRawPath();
      boolean local =
          uri.getScheme() == null
              && uri.getRawAuthority() == null
              && path != null
              && path.startsWith("/")
              && !hasEmptyOrDotSegment(path);
      return local ? Optional.of(new LocalPath(text)) : Optional.empty();
    } catch (URISyntaxException notAnAddress) {
      return Optional.empty();
    }
  }

  private static boolean hasEmptyOrDotSegment(String rawPath) {
    var decoded = URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
    return decoded.contains("//")
        || decoded.contains("\\")
        || decoded.chars().anyMatch(c -> c < ' ' || c == 0x7F)
        || (decoded + "/").contains("/../")
        || (decoded + "/").contains("/./");
  }
}
