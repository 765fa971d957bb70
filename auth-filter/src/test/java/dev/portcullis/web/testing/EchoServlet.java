package dev.portcullis.web.testing;

import dev.portcullis.web.request.RequestState;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.pac4j.core.profile.ProfileManager;
import org.pac4j.jee.context.JEEContext;
import org.pac4j.jee.context.session.JEESessionStore;
import org.pac4j.jwt.profile.JwtProfile;

/**
 * The application: does what the header {@code X-Do} asks and tells what it knows of the caller.
 */
public final class EchoServlet extends HttpServlet {

  /** The servlet context's attribute that holds the domain. */
  public static final String DOMAIN = "test.domain";

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    var orders = request.getHeader("X-Do");
    for (var order : (orders == null ? "" : orders).split(",", -1)) {
      obey(order.strip(), request, response);
      if (response.isCommitted()) {
        return;
      }
    }
    response.setContentType("text/plain;charset=UTF-8");
    var out = response.getWriter();
    out.println("served=" + request.getServletPath() + "|" + request.getPathInfo());
    out.println("user=" + request.getRemoteUser());
    var principal = request.getUserPrincipal();
    out.println("principal=" + (principal == null ? null : principal.getName()));
    out.println("admin=" + request.isUserInRole("admin"));
    out.println("email=" + request.getAttribute("portcullis.email"));
    out.println("caller=" + request.getAttribute("caller"));
    out.println("pac4j=" + pac4jProfile(request, response));
    var state = RequestState.of(request);
    out.println("address=" + (state == null ? "-" : state.client().address()));
    out.println("correlation=" + (state == null ? "-" : state.client().correlationId()));
    var session = request.getSession(false);
    out.println("note=" + (session == null ? null : session.getAttribute("note")));
    out.println("httpSession=" + (session == null ? null : session.getId()));
  }

  /** As an application asks that speaks pac4j. */
  private static @Nullable String pac4jProfile(
      HttpServletRequest request, HttpServletResponse response) {
    return new ProfileManager(new JEEContext(request, response), new JEESessionStore())
        .getProfile(JwtProfile.class)
        .map(profile -> profile.getUsername() + profile.getRoles())
        .orElse(null);
  }

  private static void obey(String order, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    switch (order) {
      case "note" -> request.getSession().setAttribute("note", request.getHeader("X-Note"));
      case "invalidate" -> request.getSession().invalidate();
      case "break" -> ((FakeDomain) request.getServletContext().getAttribute(DOMAIN)).setDown(true);
      case "logout" -> request.logout();
      case "login" -> request.login("alice", FakeDomain.PASSWORD);
      case "bad-login" -> login(request);
      case "authenticate" -> {
        if (!request.authenticate(response)) {
          response.flushBuffer();
        }
      }
      case "headers" ->
          response.setHeader(
              "X-Seen", String.join(",", Collections.list(request.getHeaderNames())));
      case "async" -> async(request);
      case "cache" -> response.setHeader("Cache-Control", "max-age=60");
      case "fail" -> throw new IllegalStateException("of the application");
      default -> nothing(order);
    }
  }

  private static void login(HttpServletRequest request) {
    try {
      request.login("alice", "wrong");
      throw new IllegalStateException("logged in by a wrong password");
    } catch (ServletException refused) {
      request.setAttribute("refused", true);
    }
  }

  /** Dispatched again, past the request object that we made. */
  private static void async(HttpServletRequest request) {
    if (request.getAttribute("dispatched") == null) {
      request.setAttribute("dispatched", true);
      request.startAsync().dispatch();
    }
  }

  private static void nothing(@Nullable String order) {
    if (order != null && !order.isEmpty()) {
      throw new IllegalArgumentException(order);
    }
  }
}
