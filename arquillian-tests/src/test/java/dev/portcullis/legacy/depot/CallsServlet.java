package dev.portcullis.legacy.depot;

import jakarta.ejb.EJB;
import jakarta.ejb.EJBAccessException;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Calls what the container offers for signing in and out, and tells who it then says calls. */
@WebServlet({"/calls/*", "/inside/calls/*"})
public class CallsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @EJB private transient StockBean stock;
  @EJB private transient NightBean night;
  @Inject private transient SecurityContext security;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String call = request.getPathInfo() == null ? "" : request.getPathInfo();
    String did =
        switch (call) {
          case "/login" -> login(request);
          case "/logout" -> logout(request);
          case "/authenticate" -> "" + request.authenticate(response);
          case "/credential" -> credential(request, response);
          case "/remember" -> remember(request);
          case "/invalidate" -> invalidate(request);
          default -> "nothing";
        };
    if (!response.isCommitted() && response.getStatus() == 200) {
      response.setContentType("text/plain;charset=UTF-8");
      tell(request, response, did);
    }
  }

  private static String login(HttpServletRequest request) {
    try {
      request.login(request.getParameter("name"), request.getParameter("password"));
      return "in";
    } catch (ServletException e) {
      return "refused";
    }
  }

  private static String logout(HttpServletRequest request) throws ServletException {
    request.logout();
    return "out";
  }

  private String credential(HttpServletRequest request, HttpServletResponse response) {
    var credential =
        new UsernamePasswordCredential(
            request.getParameter("name"), request.getParameter("password"));
    return ""
        + security.authenticate(
            request, response, AuthenticationParameters.withParams().credential(credential));
  }

  private static String remember(HttpServletRequest request) {
    request.getSession().setAttribute("remembered", request.getParameter("what"));
    return "remembered";
  }

  private static String invalidate(HttpServletRequest request) {
    request.getSession().invalidate();
    return "invalidated";
  }

  private void tell(HttpServletRequest request, HttpServletResponse response, String did)
      throws IOException {
    var session = request.getSession(false);
    var out = response.getWriter();
    out.println("did=" + did);
    out.println("user=" + request.getRemoteUser());
    out.println("principal=" + name(request.getUserPrincipal()));
    out.println("scheme=" + (request.getAuthType() == null ? "none" : "some"));
    out.println("roles=" + request.isUserInRole("user") + "," + request.isUserInRole("keeper"));
    out.println("context=" + name(security.getCallerPrincipal()));
    out.println(
        "contextRoles="
            + security.isCallerInRole("user")
            + ","
            + security.isCallerInRole("keeper"));
    out.println("page=" + security.hasAccessToWebResource("/inside/stock.xhtml", "GET"));
    out.println("count=" + tried(stock::count));
    out.println("lock=" + tried(stock::lock));
    out.println("close=" + tried(night::close));
    out.println("later=" + tried(() -> stock.later().get(10, TimeUnit.SECONDS)));
    out.println("remembered=" + (session == null ? null : session.getAttribute("remembered")));
  }

  private static String name(Principal principal) {
    return principal == null ? null : principal.getName();
  }

  private static String tried(Callable<String> call) {
    try {
      return call.call();
    } catch (EJBAccessException e) {
      return "refused";
    } catch (Exception e) {
      return "refused by " + e.getClass().getSimpleName();
    }
  }
}
