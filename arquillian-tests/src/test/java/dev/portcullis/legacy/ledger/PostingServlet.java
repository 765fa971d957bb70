package dev.portcullis.legacy.ledger;

import jakarta.ejb.EJB;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes under the role that web.xml gives it (run-as), whoever calls it. */
public class PostingServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @EJB private transient LedgerBean ledger;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().println(request.getRemoteUser() + " " + ledger.write());
  }
}
