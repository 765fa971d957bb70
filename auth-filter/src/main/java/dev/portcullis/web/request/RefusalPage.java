package dev.portcullis.web.request;

import dev.portcullis.web.http.Refusal;
import jakarta.servlet.http.HttpServletRequest;

/** Shows a refusal to a person, where a browser asks for a page. */
@FunctionalInterface
public interface RefusalPage {

  /**
   * Renders the page.
   *
   * @param request for language and paths
   * @param correlationId to tell to whoever runs the application
   * @return a whole HTML document
   */
  String render(HttpServletRequest request, Refusal refusal, String correlationId);
}
