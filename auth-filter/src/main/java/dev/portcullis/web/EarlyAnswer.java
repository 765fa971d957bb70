package dev.portcullis.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Ends an answer that a door inside the container gave, before there is an application to give one.
 * Undertow takes an answer that is not complete for none: it puts the application's error page in
 * the place of a refusal, and sends a page of ours without its content.
 */
final class EarlyAnswer {

  /** The request's attribute with the server's own way to end an exchange, a {@link Runnable}. */
  static final String END = EarlyAnswer.class.getName() + ".end";

  private EarlyAnswer() {}

  /** Sends what was written; nothing can be added to it. */
  static void end(HttpServletRequest request, HttpServletResponse response) throws IOException {
    close(response);
    if (request.getAttribute(END) instanceof Runnable end) {
      end.run();
    }
  }

  private static void close(HttpServletResponse response) throws IOException {
    try {
      response.getOutputStream().close();
    } catch (IllegalStateException writerInUse) {
      response.getWriter().close();
    }
  }
}
