package dev.portcullis.legacy.ledger;

import jakarta.ejb.EJB;
import jakarta.ejb.EJBAccessException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Reads as its caller, and tries to write. */
public class ReportServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @EJB private transient LedgerBean ledger;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    var out = response.getWriter();
    out.println("read=" + ledger.read());
    out.println("writer=" + request.isUserInRole("writer"));
    try {
      out.println("write=" + ledger.write());
    } catch (EJBAccessException e) {
      out.println("write=refused");
    }
  }
}
