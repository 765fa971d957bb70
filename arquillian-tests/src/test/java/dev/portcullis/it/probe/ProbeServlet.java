package dev.portcullis.it.probe;

import dev.portcullis.Caller;
import dev.portcullis.ProviderTokens;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBAccessException;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.security.enterprise.SecurityContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells what the container knows about the caller, and calls the container's own operations. {@code
 * /probe} is open, {@code /members/probe} lies behind a rule.
 */
@WebServlet({"/probe/*", "/members/probe/*"})
public class ProbeServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final List<String> ROLES = List.of("user", "editor", "auth-admin");

  @EJB private transient ProbeBean bean;
  @Inject private transient SecurityContext security;
  @Inject private transient Caller caller;
  @Inject private transient ProviderTokens providerTokens;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String operation = request.getPathInfo() == null ? "" : request.getPathInfo();
    switch (operation) {
      case "/logout" -> request.logout();
      case "/invalidate" -> request.getSession().invalidate();
      case "/login" ->
          request.login(request.getHeader("X-Username"), request.getHeader("X-Password"));
      case "/authenticate" -> {
        if (!request.authenticate(response)) {
          return;
        }
      }
      case "/remember" -> request.getSession().setAttribute("remembered", "yes");
      default -> {}
    }
    response.setContentType("application/json;charset=UTF-8");
    response.getWriter().write(report(request).build().toString());
  }

  private JsonObjectBuilder report(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return Json.createObjectBuilder()
        .add("remote_user", text(request.getRemoteUser()))
        .add("principal", text(name(request.getUserPrincipal())))
        .add("servlet_roles", roles(request::isUserInRole))
        .add("security_context", text(name(security.getCallerPrincipal())))
        .add("security_context_roles", roles(security::isCallerInRole))
        .add("ejb_caller", text(tried(bean::caller)))
        .add("ejb_roles", roles(bean::isInRole))
        .add("ejb_for_users", text(tried(bean::forUsers)))
        .add("ejb_for_editors", text(tried(bean::forEditors)))
        .add("caller_authenticated", caller.isAuthenticated())
        .add("caller", text(caller.isAuthenticated() ? caller.getUsername() : null))
        .add("caller_email", text(caller.getEmail()))
        .add("attribute_username", text(request.getAttribute("portcullis.username")))
        .add("attribute_email", text(request.getAttribute("portcullis.email")))
        .add("attribute_user_id", text(request.getAttribute("portcullis.user_id")))
        .add("attribute_caller", request.getAttribute("caller") instanceof Caller)
        .add("provider_token", text(providerToken()))
        .add("remembered", text(session == null ? null : session.getAttribute("remembered")))
        .add("http_session", session != null);
  }

  private String providerToken() {
    return providerTokens.of(caller).map(token -> token.accessToken().reveal()).orElse(null);
  }

  private static String tried(Supplier<String> call) {
    try {
      return call.get();
    } catch (EJBAccessException e) {
      return "refused";
    }
  }

  private static jakarta.json.JsonArrayBuilder roles(java.util.function.Predicate<String> has) {
    var builder = Json.createArrayBuilder();
    ROLES.stream().filter(has).forEach(builder::add);
    return builder;
  }

  private static String name(java.security.Principal principal) {
    return principal == null ? null : principal.getName();
  }

  private static JsonValue text(Object value) {
    return value == null ? JsonValue.NULL : Json.createValue(value.toString());
  }
}
