package dev.portcullis.it.probe;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Hands the request on in each way there is. */
@WebServlet(urlPatterns = "/members/dispatch/*", asyncSupported = true)
public class DispatchServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    switch (request.getPathInfo()) {
      case "/forward" -> request.getRequestDispatcher("/probe").forward(request, response);
      case "/include" -> request.getRequestDispatcher("/probe").include(request, response);
      // Not to the probe: Payara's EJBs fail in such a thread where the container knows nobody.
      case "/async" -> request.startAsync(request, response).dispatch("/members/dispatch/plain");
      case "/plain" -> {
        response.setContentType("application/json;charset=UTF-8");
        response.getWriter().printf("{\"remote_user\":\"%s\"}", request.getRemoteUser());
      }
      case "/thread" -> inThread(request, response);
      default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  private static void inThread(HttpServletRequest request, HttpServletResponse response) {
    var async = request.startAsync(request, response);
    async.start(
        () -> {
          try {
            var then = (HttpServletRequest) async.getRequest();
            response.setContentType("application/json;charset=UTF-8");
            response
                .getWriter()
                .printf(
                    "{\"remote_user\":\"%s\",\"editor\":%b}",
                    then.getRemoteUser(), then.isUserInRole("editor"));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          } finally {
            async.complete();
          }
        });
  }
}
