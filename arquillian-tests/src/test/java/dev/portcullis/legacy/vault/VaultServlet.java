package dev.portcullis.legacy.vault;

import jakarta.ejb.EJB;
import jakarta.ejb.EJBAccessException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** Says who looks into the vault, and whether they may take something out. */
public class VaultServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @EJB private transient VaultBean vault;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    var out = response.getWriter();
    out.println("user=" + request.getRemoteUser());
    out.println("roles=" + request.isUserInRole("user") + "," + request.isUserInRole("editor"));
    out.println("look=" + tried(vault::look));
    out.println("take=" + tried(vault::take));
  }

  private static String tried(Supplier<String> call) {
    try {
      return call.get();
    } catch (EJBAccessException e) {
      return "refused";
    }
  }
}
