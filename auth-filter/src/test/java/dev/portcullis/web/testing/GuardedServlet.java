package dev.portcullis.web.testing;

import dev.portcullis.RequireFactor;
import dev.portcullis.RequireFactor.Factor;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet that asks for a second factor, and for a recent proof where it changes something. */
@RequireFactor
public class GuardedServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().write("served");
  }

  @Override
  @RequireFactor(value = Factor.ANY, maxAgeSeconds = 300)
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().write("changed");
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().write("deleted");
  }
}
