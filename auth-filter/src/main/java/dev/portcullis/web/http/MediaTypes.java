package dev.portcullis.web.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two headers about media types, as far as they decide anything here (RFC 9110 12.5.1). */
public final class MediaTypes {

  public static final String JSON = "application/json";
  public static final String JWK_SET = "application/jwk-set+json";
  public static final String MERGE_PATCH = "application/merge-patch+json";
  public static final String FORM = "application/x-www-form-urlencoded";
  public static final String HTML = "text/html";
  public static final String YAML = "application/yaml";
  public static final String TEXT = "text/plain";

  private MediaTypes() {}

  /**
   * The bare media type in lower case, or null where the header is missing, or names a charset
   * other than UTF-8.
   */
  public static @Nullable String bare(@Nullable String contentType) {
    if (contentType == null) {
      return null;
    }
    var parts = contentType.split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      var parameter = parts[i].strip().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("charset=")
          && !parameter.replace("\"", "").equals("charset=utf-8")) {
        return null;
      }
    }
    return parts[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Whether the header {@code Accept} admits the type; without the header everything is fine. */
  public static boolean accepts(@Nullable String accept, String type) {
    return accept == null || accept.isBlank() || quality(accept, type) > 0;
  }

  /** Whether a browser asks for a page: {@code text/html} ranks above JSON. */
  public static boolean prefersHtml(@Nullable String accept) {
    return accept != null && quality(accept, HTML) > quality(accept, JSON);
  }

  /** The weight of the most specific range that covers the type, 0 to 1000. */
  private static int quality(String accept, String type) {
    int best = -1;
    int quality = 0;
    for (var element : accept.split(",", -1)) {
      var parts = element.split(";", -1);
      int specificity = specificity(parts[0].strip().toLowerCase(Locale.ROOT), type);
      if (specificity > best) {
        best = specificity;
        quality = weight(parts);
      }
    }
    return quality;
  }

  private static int specificity(String range, String type) {
    if (range.equals(type)) {
      return 2;
    }
    if (range.equals(type.substring(0, type.indexOf('/')) + "/*")) {
      return 1;
    }
    return range.equals("*/*") ? 0 : -1;
  }

  private static int weight(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      var parameter = parts[i].strip();
      if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
        try {
          return (int)
              (1000 * Math.max(0, Math.min(1, Double.parseDouble(parameter.substring(2)))));
        } catch (NumberFormatException unreadable) {
          return 0;
        }
      }
    }
    return 1000;
  }
}
