package dev.portcullis.web.request;

import dev.portcullis.Caller;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.web.client.CallerProfiles;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The request as the application sees it: it knows the caller, and logging in and out goes through
 * us (S84). Where the container knows the caller itself, it is asked first.
 */
final class PortcullisRequest extends HttpServletRequestWrapper {

  private final Room room;
  private final RequestState state;
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final ContainerRole container;
  private @Nullable HttpSession throwaway;

  PortcullisRequest(
      Room room,
      RequestState state,
      HttpServletRequest request,
      HttpServletResponse response,
      ContainerRole container) {
    super(request);
    this.room = room;
    this.state = state;
    this.request = request;
    this.response = response;
    this.container = container;
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    var principal = super.getUserPrincipal();
    return principal != null
        ? principal
        : caller().map(c -> new CallerPrincipal(c.getUsername())).orElse(null);
  }

  @Override
  public @Nullable String getRemoteUser() {
    var user = super.getRemoteUser();
    return user != null ? user : caller().map(Caller::getUsername).orElse(null);
  }

  @Override
  public boolean isUserInRole(String role) {
    return super.isUserInRole(role)
        || (!isOfAnother() && caller().filter(c -> c.hasRole(role)).isPresent());
  }

  /**
   * Whether the container knows somebody, and not from us: name and roles are then one person's.
   */
  private boolean isOfAnother() {
    return container != ContainerRole.ASKS_US && super.getUserPrincipal() != null;
  }

  @Override
  public @Nullable String getAuthType() {
    var type = super.getAuthType();
    return type != null ? type : state.outcome().fold(g -> authType(g.by()), r -> null, () -> null);
  }

  private static String authType(CredentialKind kind) {
    return kind == CredentialKind.CERTIFICATE ? CLIENT_CERT_AUTH : kind.name();
  }

  /** An application that speaks pac4j finds the caller where pac4j's own filter would put it. */
  @Override
  public @Nullable Object getAttribute(String name) {
    var value = super.getAttribute(name);
    return value == null && name.equals(CallerProfiles.ATTRIBUTE)
        ? caller().map(this::profiles).orElse(null)
        : value;
  }

  private @Nullable Object profiles(Caller caller) {
    return CallerProfiles.of(caller, request.getServletContext().getClassLoader());
  }

  @Override
  public HttpSession getSession() {
    if (state.isDetached()) {
      return throwaway();
    }
    var session = super.getSession();
    caller().ifPresent(caller -> BrowserSession.bind(session, caller));
    return session;
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    if (state.isDetached()) {
      return create ? throwaway() : throwaway;
    }
    var session = super.getSession(create);
    if (session != null) {
      caller().ifPresent(caller -> BrowserSession.bind(session, caller));
    }
    return session;
  }

  private HttpSession throwaway() {
    if (throwaway == null) {
      throwaway = room.throwawaySession(request);
    }
    return throwaway;
  }

  /** Signs in with a password and begins a browser session. */
  @Override
  public void login(String username, String password) throws ServletException {
    if (getUserPrincipal() != null) {
      throw new ServletException("Somebody is logged in already");
    }
    try {
      if (!room.login(request, response, username, password)) {
        throw new ServletException("The login was refused");
      }
      tellContainer();
    } catch (TemporarilyUnavailableException | IOException e) {
      throw new ServletException("The login could not be completed", e);
    }
  }

  /** The container asks the module, or the mechanism, again; and now there is a caller. */
  private void tellContainer() throws IOException, ServletException {
    if (container == ContainerRole.ASKS_US && !super.authenticate(response)) {
      throw new ServletException("The container did not take the caller over");
    }
  }

  @Override
  public void logout() throws ServletException {
    try {
      room.logout(request, response, state);
    } catch (TemporarilyUnavailableException e) {
      throw new ServletException("The session could not be ended", e);
    }
    super.logout();
  }

  /** Whether there is a caller; if not, the response is a challenge. */
  @Override
  public boolean authenticate(HttpServletResponse to) throws IOException, ServletException {
    var handed = HandedCredential.take(request);
    if (handed.isPresent()) {
      return authenticate(handed.get().getCaller(), handed.get().getPasswordAsString());
    }
    if (caller().isPresent() || challenge(to)) {
      return true;
    }
    HandedCredential.challenged(request);
    return false;
  }

  private boolean challenge(HttpServletResponse to) throws IOException, ServletException {
    if (container == ContainerRole.ASKS_US) {
      return super.authenticate(to);
    }
    room.refuse(request, to, state, Refusal.of(ErrorCode.AUTHENTICATION_REQUIRED));
    return false;
  }

  /**
   * {@code SecurityContext.authenticate} with name and password. Whoever is signed in can prove
   * that again, and has to sign out to become another: containers keep the first one.
   */
  private boolean authenticate(String username, String password)
      throws IOException, ServletException {
    var known = getRemoteUser();
    try {
      if ((known == null || known.equals(username))
          && room.login(request, response, username, password)) {
        tellContainer();
        return true;
      }
    } catch (TemporarilyUnavailableException e) {
      throw new ServletException("The login could not be completed", e);
    }
    HandedCredential.refuse(request);
    return false;
  }

  private Optional<Caller> caller() {
    return state.caller();
  }
}
