package dev.portcullis.web.http;

import jakarta.servlet.http.HttpServletResponse;

/**
 * The headers of our own pages and operations (S77). Answers of the application are its own: they
 * get only {@code Cache-Control: no-store} where a rule protects them, which it may replace.
 */
public final class SecurityHeaders {

  /**
   * {@code same-origin} rather than {@code no-referrer}: under the latter browsers send {@code
   * Origin: null} with a form, and the proof of origin would be lost.
   */
  private static final String REFERRER_POLICY = "same-origin";

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
          + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final boolean https;

  /**
   * @param https whether clients come over https
   */
  public SecurityHeaders(boolean https) {
    this.https = https;
  }

  /** Puts them on an answer of ours. A cacheable one replaces {@code Cache-Control} afterwards. */
  public void apply(HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", REFERRER_POLICY);
    response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (https) {
      response.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
