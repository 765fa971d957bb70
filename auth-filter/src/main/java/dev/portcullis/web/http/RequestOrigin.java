package dev.portcullis.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** From where a browser was made to send a request, as its headers tell (S27, S76). */
public enum RequestOrigin {
  /** A page of this application's origin. */
  OWN,
  /** Another one, or one that the browser does not name. */
  FOREIGN,
  /** No header says: no browser of today, in an unsafe request. */
  UNKNOWN;

  private static final String FETCH_SITE = "Sec-Fetch-Site";

  /** Reads the headers that no page can write: the most exact one decides. */
  public static RequestOrigin of(HttpServletRequest request, PublicAddress address) {
    var site = request.getHeader(FETCH_SITE);
    if (site != null && !site.equals("none")) {
      return site.equals("same-origin") ? OWN : FOREIGN;
    }
    if (request.getHeader("Origin") != null) {
      return address.isSameOrigin(request) ? OWN : FOREIGN;
    }
    var referrer = request.getHeader("Referer");
    if (referrer != null) {
      return ownPath(referrer, request, address) == null ? FOREIGN : OWN;
    }
    return UNKNOWN;
  }

  /**
   * Whether the browser withholds a {@code SameSite=Lax} cookie from the request: another site made
   * it, and it is no visit by a link.
   */
  public static boolean withholdsCookies(HttpServletRequest request, PublicAddress address) {
    boolean safe = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    var site = request.getHeader(FETCH_SITE);
    if (site == null) {
      return !safe && request.getHeader("Origin") != null && !address.isSameOrigin(request);
    }
    boolean visit =
        safe
            && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
            && "document".equals(request.getHeader("Sec-Fetch-Dest"));
    return site.equals("cross-site") && !visit;
  }

  /** Path and query of an address of our own origin; null for any other. */
  public static @Nullable String ownPath(
      String text, HttpServletRequest request, PublicAddress address) {
    try {
      var uri = new URI(text);
      if (!address.isSameOrigin(uri, request)) {
        return null;
      }
      var query = uri.getRawQuery();
      return uri.getRawPath() + (query == null ? "" : "?" + query);
    } catch (URISyntaxException notAnAddress) {
      return null;
    }
  }
}
