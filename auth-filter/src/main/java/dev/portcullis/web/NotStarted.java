package dev.portcullis.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The one answer of a Portcullis that did not start (S86). */
final class NotStarted {

  private static final byte[] BODY =
      ("{\"error\":\"temporarily_unavailable\","
              + "\"error_description\":\"The application is not ready.\"}")
          .getBytes(StandardCharsets.UTF_8);

  private NotStarted() {}

  static void refuse(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setHeader("Retry-After", "60");
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("application/json;charset=UTF-8");
    response.setContentLength(BODY.length);
    response.getOutputStream().write(BODY);
  }
}
