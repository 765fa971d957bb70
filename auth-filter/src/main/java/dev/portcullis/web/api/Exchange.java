package dev.portcullis.web.api;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.PendingLogin;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.SessionGrant;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.web.http.CsrfTokens;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Json;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.request.BrowserSession;
import dev.portcullis.web.request.PendingCookie;
import dev.portcullis.web.request.RequestState;
import dev.portcullis.web.request.WebContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request to an operation or page of ours, and what its answer may do beside the {@link Reply}:
 * begin and end a browser session, hand out a form token. Used by one thread.
 */
public final class Exchange {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");

  /** S78; more than any form or document of ours needs. */
  private static final int LARGEST_BODY = 64 * 1024;

  private static final Duration LOGIN_COOKIE_LIFE = Duration.ofHours(8);

  private final WebContext web;
  private final RequestState state;
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final Map<String, String> pathVariables;
  private byte @Nullable [] body;
  private @Nullable String freshLoginCookie;

  Exchange(
      WebContext web,
      RequestState state,
      HttpServletRequest request,
      HttpServletResponse response,
      Map<String, String> pathVariables) {
    this.web = web;
    this.state = state;
    this.request = request;
    this.response = response;
    this.pathVariables = pathVariables;
  }

  /** Settings, addresses and clock. */
  public WebContext web() {
    return web;
  }

  /** The domain's services. */
  public PortcullisDomain domain() {
    return web.domain();
  }

  /** The container's request: languages, headers. Its body is read through this class only. */
  public HttpServletRequest request() {
    return request;
  }

  /** Where the request came from; every service wants it. */
  public ClientInfo client() {
    return state.client();
  }

  /** The caller, where there is one. */
  public Optional<Caller> caller() {
    return state.caller();
  }

  /**
   * The caller of an operation that needs one; under {@link Access#CALLER} there always is.
   *
   * @throws RequestRefusedException 401 otherwise
   */
  public Caller requireCaller() throws RequestRefusedException {
    return caller()
        .orElseThrow(() -> new RequestRefusedException(ErrorCode.AUTHENTICATION_REQUIRED));
  }

  /** Whether the caller came by the session cookie, rather than by a token. */
  public boolean bySession() {
    return state.bySession();
  }

  /** What stands for {@code {name}} in the route's template. */
  public String pathVariable(String name) {
    var value = pathVariables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The route's template has no {" + name + "}");
    }
    return value;
  }

  /** The query's parameters. */
  public Form query() throws RequestRefusedException {
    var query = request.getQueryString();
    return Form.parse(query == null ? "" : query);
  }

  /** The form in the body; its proof of origin has been checked. */
  public Form form() throws RequestRefusedException, IOException {
    return Form.parse(Json.utf8(body()));
  }

  /**
   * The JSON object in the body.
   *
   * @param members every member that the operation knows
   */
  public JsonInput json(String... members) throws RequestRefusedException, IOException {
    return JsonInput.of(Json.readObject(body()), Set.of(members));
  }

  /** Whether the request has a body of that bare media type. */
  public boolean isOfType(String mediaType) {
    return mediaType.equals(MediaTypes.bare(request.getContentType()));
  }

  /** The address of an operation or page as a client sees it: {@code /app/auth/login}. */
  public String ownPath(String path) {
    return web.ownPath(path);
  }

  /** The application's front door as a client sees it: {@code /app/}. */
  public String applicationPath() {
    return web.address().path() + "/";
  }

  /**
   * The value of the hidden field {@link CsrfTokens#FIELD}. Before there is a session it binds the
   * form to this browser by a cookie.
   */
  public String csrfToken() {
    var caller = caller();
    if (caller.isPresent() && bySession()) {
      return web.csrf().forSession(caller.get().getSessionId());
    }
    return web.csrf().forLogin(loginCookie());
  }

  private String loginCookie() {
    var sent = sentLoginCookie();
    if (sent != null) {
      return sent;
    }
    if (freshLoginCookie == null) {
      freshLoginCookie = web.random().id();
      web.loginCookie().write(response, Confidential.of(freshLoginCookie), LOGIN_COOKIE_LIFE);
    }
    return freshLoginCookie;
  }

  /** The login cookie that came with the request, where there is exactly one. */
  @Nullable String sentLoginCookie() {
    var sent = web.loginCookie().read(request);
    return sent.size() == 1 && !sent.get(0).isEmpty() ? sent.get(0).reveal() : null;
  }

  /** Has the browser keep what belongs to an attempt to sign in elsewhere. */
  void keepAttempt(String attemptState, Confidential ticket) {
    web.attempts().write(request, response, attemptState, ticket);
  }

  /** What the browser keeps of that attempt. */
  Optional<Confidential> keptAttempt(String attemptState) {
    return web.attempts().read(request, attemptState);
  }

  /** What the browser kept of that attempt; it is gone from there with this answer. */
  Optional<Confidential> takeAttempt(String attemptState) {
    var ticket = keptAttempt(attemptState);
    web.attempts().clear(request, response, attemptState);
    return ticket;
  }

  /**
   * Makes the session that has just begun, or got a new secret, the one of this browser: sets the
   * cookie and gives the application's HttpSession a new id.
   *
   * @throws dev.portcullis.TemporarilyUnavailableException where the HttpSession keeps its id; the
   *     new session is ended again, for a login without renewal is none (S19)
   */
  public void beginSession(Caller caller, SessionGrant grant) {
    BrowserSession.begin(web, state, request, response, caller, grant);
  }

  /**
   * A browser's login waits for its second factor.
   *
   * @param returnTo where to go afterwards, a path of this host, or null
   * @return to the page that asks for it
   */
  public Reply awaitSecondFactor(PendingLogin pending, @Nullable String returnTo) {
    return Reply.seeOther(PendingCookie.begin(web, response, pending, returnTo));
  }

  /** The browser's login that waits for its second factor. */
  public Optional<PendingCookie> pendingLogin() {
    return PendingCookie.read(web, request);
  }

  /** The browser's login waits no longer. */
  public void forgetPendingLogin() {
    PendingCookie.clear(web, response);
  }

  /**
   * Trusts this browser from now on, if the caller proved a second factor just now. Where that
   * cannot be noted the login stays what it is, and the next one is asked again.
   */
  public void trustDevice(Caller caller) {
    try {
      domain()
          .trustedDevices()
          .trust(caller, client())
          .ifPresent(device -> web.deviceCookie().write(response, device.secret(), device.life()));
    } catch (TemporarilyUnavailableException e) {
      LOG.log(Level.WARNING, "A device was not trusted, as its user wished: the store is away", e);
    }
  }

  /** This browser is trusted no longer. */
  void forgetDevice() {
    web.deviceCookie().clear(response);
  }

  /**
   * Clears the cookie and invalidates the application's HttpSession; the domain was told before.
   */
  public void endSession() {
    BrowserSession.forget(web, state, request, response);
  }

  private byte[] body() throws RequestRefusedException, IOException {
    if (body == null) {
      if (request.getContentLengthLong() > LARGEST_BODY) {
        throw new RequestRefusedException(ErrorCode.PAYLOAD_TOO_LARGE);
      }
      var read = request.getInputStream().readNBytes(LARGEST_BODY + 1);
      if (read.length > LARGEST_BODY) {
        throw new RequestRefusedException(ErrorCode.PAYLOAD_TOO_LARGE);
      }
      body = read;
    }
    return body;
  }
}
