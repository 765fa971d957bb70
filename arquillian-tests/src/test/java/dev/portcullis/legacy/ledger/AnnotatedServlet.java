package dev.portcullis.legacy.ledger;

import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.HttpMethodConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Guarded by its annotation: users get, editors post. */
@WebServlet("/annotated")
@ServletSecurity(
    value = @HttpConstraint(rolesAllowed = "user"),
    httpMethodConstraints = @HttpMethodConstraint(value = "POST", rolesAllowed = "editor"))
public class AnnotatedServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().println("got by " + request.getRemoteUser());
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().println("posted by " + request.getRemoteUser());
  }
}
