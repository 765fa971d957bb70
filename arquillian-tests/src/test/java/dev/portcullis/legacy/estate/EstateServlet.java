package dev.portcullis.legacy.estate;

import jakarta.ejb.EJB;
import jakarta.ejb.EJBAccessException;
import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** In each of the WARs: tells what the web and the EJB container know of the caller. */
@WebServlet({"/who", "/inside/who"})
public class EstateServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @EJB private transient EstateBean bean;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var session = request.getSession();
    boolean known = session.getAttribute("known") != null;
    session.setAttribute("known", true);
    response.setContentType("application/json;charset=UTF-8");
    response
        .getWriter()
        .write(
            Json.createObjectBuilder()
                .add("remote_user", String.valueOf(request.getRemoteUser()))
                .add("admin", request.isUserInRole("auth-admin"))
                .add("ejb_caller", bean.caller())
                .add("ejb_administer", tried(bean::administer))
                .add("ejb_survey", tried(bean::survey))
                .add("known_session", known)
                .build()
                .toString());
  }

  private static String tried(Supplier<String> call) {
    try {
      return call.get();
    } catch (EJBAccessException e) {
      return "refused";
    }
  }
}
