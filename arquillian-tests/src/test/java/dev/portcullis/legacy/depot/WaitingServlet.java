package dev.portcullis.legacy.depot;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers from another thread, or after a dispatch by one. */
@WebServlet(urlPatterns = "/inside/waiting", asyncSupported = true)
public class WaitingServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      response.getWriter().println("thread=" + request.getAttribute("thread"));
      response.getWriter().println("dispatched=" + request.getRemoteUser());
      response.getWriter().println("role=" + request.isUserInRole("user"));
      return;
    }
    var waiting = request.startAsync(request, response);
    waiting.start(
        () -> {
          request.setAttribute("thread", request.getRemoteUser());
          waiting.dispatch();
        });
  }
}
