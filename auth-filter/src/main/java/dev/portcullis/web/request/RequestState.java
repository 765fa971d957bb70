package dev.portcullis.web.request;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.SavedForm;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.web.http.Refusal;
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
  private static final String CALLER = "caller";
  private static final String PREFIX = "portcullis.";

  private final String path;
  private final ClientInfo client;
  private final ServletRequest request;
  private HttpServletResponse response;
  private ProtectRules.@Nullable Compiled rule;
  private RequestOutcome outcome = new RequestOutcome.NotPresented();
  private boolean counted;
  private boolean logoutFailed;
  private boolean detached;
  private boolean answered;
  private @Nullable SavedForm replayed;
  private @Nullable String challenge;
  private @Nullable Refusal certificateRefusal;

  RequestState(
      String path, ClientInfo client, ServletRequest request, HttpServletResponse response) {
    this.path = path;
    this.client = client;
    this.request = request;
    this.response = response;
    request.setAttribute(ATTRIBUTE, this);
  }

  /** The state of a request that already came through a door, or null. */
  public static @Nullable RequestState of(ServletRequest request) {
    return (RequestState) request.getAttribute(ATTRIBUTE);
  }

  /** The path below the context path, as the container serves it; empty where it is refused. */
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

  /** Sets the outcome, and the request attributes that tell the application of it (API.md). */
  void setOutcome(RequestOutcome outcome) {
    this.outcome = outcome;
    var caller = caller().orElse(null);
    request.setAttribute(CALLER, caller);
    request.setAttribute(PREFIX + "user_id", caller == null ? null : caller.getId());
    request.setAttribute(PREFIX + "username", caller == null ? null : caller.getUsername());
    request.setAttribute(PREFIX + "email", caller == null ? null : caller.getEmail());
    request.setAttribute(PREFIX + "roles", caller == null ? null : caller.getRoles());
  }

  /** The caller, where there is one. */
  public Optional<Caller> caller() {
    return outcome.fold(g -> Optional.of(g.caller()), r -> Optional.empty(), Optional::empty);
  }

  /** Whether the caller came by the session cookie. */
  public boolean bySession() {
    return outcome.fold(g -> g.by() == CredentialKind.SESSION, r -> false, () -> false);
  }

  ProtectRules.@Nullable Compiled rule() {
    return rule;
  }

  void setRule(ProtectRules.@Nullable Compiled rule) {
    this.rule = rule;
  }

  boolean isAnonymousByRule() {
    return rule != null && rule.rule().anonymous();
  }

  boolean isProtected() {
    return rule != null && !rule.rule().anonymous();
  }

  /** Whether the answer was completed while the application ran. */
  boolean isAnswered() {
    return answered;
  }

  void setAnswered() {
    answered = true;
  }

  /** Counts the request under its rule, once. */
  void countRequest() {
    if (rule != null && !counted) {
      counted = true;
      rule.requests().increment();
    }
  }

  /** Whether there is an HttpSession that this request must neither see nor touch. */
  boolean isDetached() {
    return detached;
  }

  void setDetached(boolean value) {
    detached = value;
  }

  /** The challenge to send a password with the request, or null where it is not to be asked for. */
  @Nullable String challenge() {
    return challenge;
  }

  void setChallenge(String value) {
    challenge = value;
  }

  /** Why the certificate that came does not serve, or null where none came. */
  @Nullable Refusal certificateRefusal() {
    return certificateRefusal;
  }

  void setCertificateRefusal(Refusal value) {
    certificateRefusal = value;
  }

  /** Whether the caller came by what a browser sends by itself, and is no session. */
  boolean byAmbient() {
    return outcome.fold(g -> g.by().isAmbient(), r -> false, () -> false);
  }

  /** The form that the application gets in place of this GET, or null. */
  @Nullable SavedForm replayed() {
    return replayed;
  }

  void setReplayed(SavedForm form) {
    replayed = form;
  }

  HttpServletResponse response() {
    return response;
  }

  void setResponse(HttpServletResponse response) {
    this.response = response;
  }

  /** Whether the application ended its session and ours could not be ended with it. */
  boolean logoutFailed() {
    return logoutFailed;
  }

  void setLogoutFailed() {
    logoutFailed = true;
  }
}
