package dev.portcullis.legacy.depot;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Hands the request on. */
@WebServlet("/inside/dispatch/*")
public class DispatchServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    switch (String.valueOf(request.getPathInfo())) {
      case "/forward" ->
          request.getRequestDispatcher("/WEB-INF/who.jsp").forward(request, response);
      case "/include" -> {
        response.setContentType("text/html;charset=UTF-8");
        request.getRequestDispatcher("/WEB-INF/who.jsp").include(request, response);
      }
      case "/error" -> response.sendError(409);
      default -> throw new IllegalStateException("of the application");
    }
  }
}
