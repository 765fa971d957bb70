package dev.portcullis.legacy.stock;

import jakarta.ejb.EJB;
import jakarta.ejb.EJBAccessException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Counts as its caller, and tries to order; signs in and out where it is asked to. */
public class StockServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @EJB private transient StockBean stock;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    var login = request.getHeader("X-Login");
    if (login != null) {
      request.login("alice", login);
    }
    if (request.getHeader("X-Authenticate") != null && !request.authenticate(response)) {
      return;
    }
    response.setContentType("text/plain;charset=UTF-8");
    var out = response.getWriter();
    out.println("user=" + request.getRemoteUser());
    out.println("role=" + request.isUserInRole("user"));
    try {
      out.println("count=" + stock.count());
      out.println("order=" + stock.order());
    } catch (EJBAccessException e) {
      out.println("refused");
    }
  }
}
