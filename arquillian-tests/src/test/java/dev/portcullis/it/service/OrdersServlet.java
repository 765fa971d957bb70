package dev.portcullis.it.service;

import jakarta.annotation.security.DeclareRoles;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBAccessException;
import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/** Tells what the container knows of the caller, and what pac4j would find. */
@WebServlet({"/orders/*", "/managers/*"})
@DeclareRoles({"clerk", "manager"})
public class OrdersServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @EJB private transient OrdersBean bean;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var profiles = request.getAttribute("pac4jUserProfiles");
    response.setContentType("application/json;charset=UTF-8");
    response
        .getWriter()
        .write(
            Json.createObjectBuilder()
                .add("remote_user", String.valueOf(request.getRemoteUser()))
                .add("ejb_for_clerks", tried(bean::forClerks))
                .add("ejb_for_managers", tried(bean::forManagers))
                .add("pac4j", profiles instanceof Map<?, ?> map ? map.values().toString() : "none")
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
