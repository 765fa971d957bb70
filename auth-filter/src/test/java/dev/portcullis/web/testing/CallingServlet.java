package dev.portcullis.web.testing;

import dev.portcullis.InsufficientAuthenticationException;
import dev.portcullis.RequireFactor;
import dev.portcullis.web.request.StepUp;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * Calls what asks for a second factor, and treats its exception as frameworks do: the path says
 * which.
 */
public final class CallingServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** What a bean looks like to its interceptor. */
  @RequireFactor
  private static final class Bean {}

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (!"/mapped".equals(request.getPathInfo())) {
      response.getWriter().write("before ");
    }
    try {
      StepUp.require(Bean.class.getAnnotation(RequireFactor.class));
      response.getWriter().write("called");
    } catch (InsufficientAuthenticationException e) {
      handle(request.getPathInfo(), response, e);
    }
  }

  private static void handle(
      String way, HttpServletResponse response, InsufficientAuthenticationException e)
      throws ServletException, IOException {
    switch (way) {
      case "/through" -> throw e;
      case "/wrapped" -> throw new ServletException(new InvocationTargetException(e));
      case "/another" -> throw new IllegalStateException("of the framework");
      case "/error" -> {
        // As Jersey does it.
        if (!response.isCommitted()) {
          response.sendError(500, "Request failed.");
        }
        throw new ServletException(e);
      }
      case "/mapped" -> {
        // As Jersey's own mapper does it on Payara, whatever was sent before.
        response.setStatus(500);
        var out = response.getOutputStream();
        out.print("An exception mapping did not succeed");
        out.flush();
        throw e;
      }
      case "/caught" -> response.getWriter().write("more of the page");
      default -> throw new IllegalArgumentException(way);
    }
  }
}
