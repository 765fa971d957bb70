package dev.portcullis.web.request;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.config.CredentialKind;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one request. Made by whichever door it comes through first, kept in a request
 * attribute, and used by one thread at a time.
 */
public final class RequestState {

  private static final String ATTRIBUTE = RequestState.class.getName();

  private final String path;
  private final ClientInfo client;
  private final HttpServletResponse response;
  private RequestOutcome outcome;
  private boolean logoutFailed;

  RequestState(
      String path, ClientInfo client, HttpServletResponse response, RequestOutcome outcome) {
    this.path = path;
    this.client = client;
    this.response = response;
    this.outcome = outcome;
  }

  /** The state of a request that already came through a door, or null. */
  public static @Nullable RequestState of(ServletRequest request) {
    return (RequestState) request.getAttribute(ATTRIBUTE);
  }

  void attachTo(ServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** The path below the context path, as the container serves it. */
  public String path() {
    return path;
  }

  /** Where the request came from. */
  public ClientInfo client() {
    return client;
  }

  /** What the credentials came to; changes when the application logs in or out. */
  public RequestOutcome outcome() {
    return outcome;
  }

  void setOutcome(RequestOutcome outcome) {
    this.outcome = outcome;
  }

  /** The caller, where there is one. */
  public Optional<Caller> caller() {
    return outcome.fold(g -> Optional.of(g.caller()), r -> Optional.empty(), Optional::empty);
  }

  /** Whether the caller came by the session cookie. */
  public boolean bySession() {
    return outcome.fold(g -> g.by() == CredentialKind.SESSION, r -> false, () -> false);
  }

  HttpServletResponse response() {
    return response;
  }

  /** Whether the application ended its session and ours could not be ended with it. */
  public boolean logoutFailed() {
    return logoutFailed;
  }

  void setLogoutFailed() {
    logoutFailed = true;
  }
}
