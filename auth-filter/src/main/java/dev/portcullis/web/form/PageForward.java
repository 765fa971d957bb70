package dev.portcullis.web.form;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Shows a page of the application in place of what was asked for. Forwarded, never redirected: so
 * containers do it, and so the page's relative addresses are made.
 */
final class PageForward {

  private PageForward() {}

  static void to(String page, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // What it shows depends on who asks, and stands under the address of something else.
    response.setHeader("Cache-Control", "no-store");
    var dispatcher = request.getRequestDispatcher(page);
    if (dispatcher == null) {
      throw new IOException("web.xml names the page " + page + ", and there is no such page");
    }
    try {
      dispatcher.forward(asGet(request), response);
    } catch (ServletException e) {
      throw new IOException("The page " + page + " failed", e);
    }
  }

  /** A page is got, whatever was to be done with what it stands for. */
  private static HttpServletRequest asGet(HttpServletRequest request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD")
        ? request
        : new HttpServletRequestWrapper(request) {
          @Override
          public String getMethod() {
            return "GET";
          }
        };
  }
}
