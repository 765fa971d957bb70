package dev.portcullis.legacy.ledger;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Takes a form. */
public class OrderServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.setCharacterEncoding("UTF-8");
    response.setContentType("text/html;charset=UTF-8");
    var out = response.getWriter();
    out.println("<html><body><h1 id='page'>Ordered</h1>");
    out.println("<p id='item'>" + safe(request.getParameter("item")) + "</p>");
    out.println("<p id='note'>" + safe(request.getParameter("note")) + "</p>");
    out.println("<p id='year'>" + safe(request.getParameter("year")) + "</p>");
    out.println("<p id='user'>" + safe(request.getRemoteUser()) + "</p></body></html>");
  }

  private static String safe(String text) {
    return text == null ? "-" : text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
