package dev.portcullis.web.request;

import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.PasswordLogin;
import dev.portcullis.SecurityEvent;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.web.descriptor.MethodRules;
import dev.portcullis.web.http.ClientAddress;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestOrigin;
import dev.portcullis.web.http.RequestPath;
import dev.portcullis.web.saved.ReplayedRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The room behind every door: who makes the request, and may it go on. A request {@linkplain #enter
 * enters} once, by whichever door it meets first; then it is {@linkplain #serveOwn ours},
 * {@linkplain #verdict refused}, or {@linkplain #run the application's}.
 */
public final class Room {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");
  private static final String AMBIGUOUS = "The path is ambiguous.";
  private static final String NOT_LOCAL =
      "Without auth.public_url only requests to localhost are answered.";
  private static final int LONGEST_USER_AGENT = 256;

  private final WebContext web;
  private final ClientAddress addresses;
  private final Authenticators authenticators;
  private final ProtectRules rules;
  private final OwnOperations own;
  private final RefusalWriter refusals;
  private final ApplicationLogin login;
  private final Replays replays;
  private final ServletDemands servlets = new ServletDemands();
  private boolean asksWithin;

  /** For an application that leaves signing in to us. */
  public Room(WebContext web, OwnOperations own, RefusalWriter refusals) {
    this(web, own, refusals, ApplicationLogin.none(), List.of());
  }

  /**
   * @param methodBound URL patterns of the application's constraints that tell GET from POST
   */
  public Room(
      WebContext web,
      OwnOperations own,
      RefusalWriter refusals,
      ApplicationLogin login,
      List<String> methodBound) {
    this.web = web;
    this.own = own;
    this.refusals = refusals;
    this.login = login;
    addresses = new ClientAddress(web.settings().trustedProxies());
    authenticators = new Authenticators(web, login, addresses);
    rules = new ProtectRules(web.settings().protect(), web.domain().metrics());
    replays =
        new Replays(
            web, rules, new MethodRules(methodBound, ProtectRules::pattern)::tellPostFromGet);
  }

  /** The application asks for more proof in classes of its own; to be called before any request. */
  public void expectDemandsWithin() {
    asksWithin = true;
  }

  /** Finds out who makes the request, once; the application's HttpSession follows (S84). */
  public RequestState enter(HttpServletRequest request, HttpServletResponse response) {
    var known = RequestState.of(request);
    if (known != null) {
      return known;
    }
    var client = clientInfo(request);
    response.setHeader(RefusalWriter.CORRELATION_HEADER, client.correlationId());
    boolean answered = web.address().answers(request);
    // Neither ours nor the application's: a refused request has no path.
    var path = answered ? RequestPath.of(request) : Optional.<RequestPath>empty();
    var served = path.map(RequestPath::served).orElse("");
    var state = new RequestState(served, client, request, response);
    if (path.isEmpty()) {
      state.setOutcome(badRequest(answered ? AMBIGUOUS : NOT_LOCAL));
    } else {
      var rule = rules.match(request.getMethod(), path.get());
      state.setRule(isOwn(state) ? null : rule.orElse(null));
      authenticate(request, response, state);
    }
    return state;
  }

  private void authenticate(
      HttpServletRequest request, HttpServletResponse response, RequestState state) {
    var outcome = authenticators.outcome(request, response, state, isOwn(state));
    boolean ignored =
        state.isAnonymousByRule()
            && outcome.fold(g -> false, r -> r.refusal().code().status() == 401, () -> false);
    state.setOutcome(ignored ? new RequestOutcome.NotPresented() : outcome);
    if (!(state.outcome() instanceof RequestOutcome.Rejected)) {
      BrowserSession.follow(web, request, state);
    }
  }

  private static RequestOutcome badRequest(String description) {
    return new RequestOutcome.Rejected(Refusal.of(ErrorCode.INVALID_REQUEST, description));
  }

  private ClientInfo clientInfo(HttpServletRequest request) {
    var userAgent = request.getHeader("User-Agent");
    if (userAgent != null && userAgent.length() > LONGEST_USER_AGENT) {
      userAgent = userAgent.substring(0, LONGEST_USER_AGENT);
    }
    return new ClientInfo(
        addresses.of(request), userAgent, correlationId(request), device(request));
  }

  private @Nullable Confidential device(HttpServletRequest request) {
    if (web.settings().twoFactor().trustedDevice() == null) {
      return null;
    }
    var held = web.deviceCookie().read(request);
    return held.size() == 1 ? held.get(0) : null;
  }

  /** A proxy's own id goes on; a client's does not, for it would end up in the log. */
  private String correlationId(HttpServletRequest request) {
    var sent = request.getHeader(RefusalWriter.CORRELATION_HEADER);
    return sent != null && sent.matches("[A-Za-z0-9._-]{8,64}") && addresses.isFromProxy(request)
        ? sent
        : web.random().id();
  }

  /** Whether the request is for an operation or page of ours. */
  public boolean isOwn(RequestState state) {
    var base = web.settings().basePath();
    return state.path().equals(base) || state.path().startsWith(base + "/");
  }

  /** Answers a request for an operation or page of ours. */
  public void serveOwn(HttpServletRequest request, HttpServletResponse response, RequestState state)
      throws IOException {
    own.serve(request, response, state);
  }

  /** Whether the request brings credentials typed into the application's own form. */
  public boolean isLoginCheck(RequestState state) {
    return login.isCheck(state.path()) && !isOwn(state);
  }

  /** Checks them, and answers. */
  public void checkLogin(
      HttpServletRequest request, HttpServletResponse response, RequestState state)
      throws IOException {
    var refusal = login.check(request, response, state);
    if (refusal.isPresent()) {
      refuse(request, response, state, refusal.get());
    }
  }

  /** Why the request may not reach the application; empty where it may. */
  public Optional<Refusal> verdict(HttpServletRequest request, RequestState state) {
    if (state.isDetached() && !isSafe(request)) {
      // Beans of the session are beyond our request object: such a request must not act for them.
      return Optional.of(Refusal.of(ErrorCode.CSRF_FAILED));
    }
    if (state.byAmbient()
        && !isSafe(request)
        && RequestOrigin.of(request, web.address()) == RequestOrigin.FOREIGN) {
      // S76: a browser sends such credentials whoever makes it send the request.
      return Optional.of(Refusal.of(ErrorCode.CSRF_FAILED));
    }
    var rule = state.rule();
    if (rule == null || state.outcome() instanceof RequestOutcome.Rejected) {
      return state
          .outcome()
          .fold(g -> Optional.empty(), r -> Optional.of(r.refusal()), Optional::empty);
    }
    boolean provesOrigin = isSafe(request) || web.address().isSameOrigin(request);
    return rule.check(state.outcome(), web.clock().instant(), provesOrigin);
  }

  /** What the servlet that will serve the request asks for beyond the rules. */
  public Optional<Refusal> servletVerdict(HttpServletRequest request, RequestState state) {
    return servlets
        .of(request)
        .flatMap(demand -> demand.check(state.outcome(), web.clock().instant()));
  }

  /** A WebSocket begins with GET, and then carries whatever the page behind it wants. */
  private static boolean isSafe(HttpServletRequest request) {
    var method = request.getMethod();
    return (method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS"))
        && (request.getHeader("Upgrade") == null || !opensWebSocket(request));
  }

  private static boolean opensWebSocket(HttpServletRequest request) {
    return Collections.list(request.getHeaders("Upgrade")).stream()
        .anyMatch(upgrade -> upgrade.toLowerCase(Locale.ROOT).contains("websocket"));
  }

  /** Refuses the request; a denial is audited. */
  public void refuse(
      HttpServletRequest request, HttpServletResponse response, RequestState state, Refusal reason)
      throws IOException {
    state.countRequest();
    var refusal = authenticators.asking(reason, state);
    if (refusal.code().status() == 403) {
      var rule = state.rule();
      publishDenied(state, refusal, rule == null ? "-" : rule.rule().path());
    }
    try {
      boolean asked =
          refusal.code() == ErrorCode.AUTHENTICATION_REQUIRED
              && login.challenge(request, response, state);
      if (asked) {
        refusals.count(refusal);
      } else {
        refusals.write(request, response, state, refusal);
      }
    } catch (TemporarilyUnavailableException e) {
      // A form that cannot be kept now: the browser still has it, and can send it again.
      refusals.write(
          request, response, state, Authenticators.unavailable(e.retryAfter()).refusal());
    }
  }

  /** Tells the audit of a refusal whose caller is known, or whose origin is not proven. */
  private void publishDenied(RequestState state, Refusal refusal, String rule) {
    web.domain()
        .events()
        .publish(new SecurityEvent.AccessDenied(details(web, state), refusal.code().code(), rule));
  }

  /** Who, when and from where, for an event of this request. */
  public static EventDetails details(WebContext web, RequestState state) {
    var caller = state.caller().orElse(null);
    return EventDetails.of(web.clock().instant(), caller, state.client());
  }

  /**
   * Lets the application serve the request.
   *
   * @param container what the container itself knows of callers
   */
  public void run(
      HttpServletRequest request,
      HttpServletResponse response,
      RequestState state,
      FilterChain chain,
      ContainerRole container)
      throws IOException, ServletException {
    state.countRequest();
    if (state.isProtected()) {
      // What a caller sees is for that caller; the application may say otherwise.
      response.setHeader("Cache-Control", "no-store");
    }
    try {
      if (!replays.redirects(request, response, state)) {
        resume(request, response, state, chain, container);
      }
    } catch (TemporarilyUnavailableException e) {
      refusals.write(
          request, response, state, Authenticators.unavailable(e.retryAfter()).refusal());
    }
    if (state.logoutFailed()) {
      refusals.write(
          request, response, state, Authenticators.unavailable(Duration.ofSeconds(5)).refusal());
    }
  }

  /** The same for a later dispatch of a request that was let through: asynchronous, or an error. */
  public void resume(
      HttpServletRequest request,
      HttpServletResponse response,
      RequestState state,
      FilterChain chain,
      ContainerRole container)
      throws IOException, ServletException {
    state.setResponse(response);
    if (state.replayed() != null
        && request.getDispatcherType() == DispatcherType.ERROR
        && !response.isCommitted()) {
      // The container may have dropped the cookies of the answer that failed.
      web.savedRequests().forget(response);
    }
    var application = authenticators.forApplication(request);
    var seen =
        container == ContainerRole.ASKS_ANOTHER && state.caller().isEmpty()
            ? application
            : new PortcullisRequest(this, state, replayed(application, state), response, container);
    var run = ApplicationRun.begin(this, web, state, request);
    try {
      chain.doFilter(seen, asksWithin ? new AnsweredResponse(response, state) : response);
    } catch (IOException | ServletException | RuntimeException e) {
      if (!state.isAnswered()) {
        throw e;
      }
      LOG.log(Level.DEBUG, "The application was left where it asked for more proof", e);
    } finally {
      run.end();
      BrowserSession.bindLeftover(request, state);
    }
  }

  private HttpServletRequest replayed(HttpServletRequest request, RequestState state) {
    var form = state.replayed();
    return form == null
        ? request
        : new ReplayedRequest(request, form, web.address().origin(request));
  }

  /** A session for a request that must not see the real one. */
  HttpSession throwawaySession(HttpServletRequest request) {
    return new ThrowawaySession(
        request.getServletContext(), web.random().id(), web.clock().millis());
  }

  /**
   * Signs in with a password and begins a browser session: {@code request.login()}.
   *
   * @return whether the credentials were right
   */
  public boolean login(
      HttpServletRequest request, HttpServletResponse response, String username, String password) {
    var state = enter(request, response);
    if (web.settings().isStateless()) {
      return false;
    }
    var login = new PasswordLogin(username, Confidential.of(password), null);
    return web.domain()
        .authentication()
        .openSession(login, state.client())
        .fold(
            granted -> {
              BrowserSession.begin(
                  web, state, request, response, granted.caller(), granted.grant());
              return true;
            },
            rejected -> false,
            pending -> false);
  }

  /** Ends the caller's session, if there is a caller: {@code request.logout()} (S84). */
  public void logout(HttpServletRequest request, HttpServletResponse response, RequestState state) {
    var caller = state.caller();
    if (caller.isPresent() && !web.settings().isStateless()) {
      if (!state.byAmbient()) {
        web.domain().sessions().logout(caller.get(), state.client());
      }
      BrowserSession.forget(web, state, request, response);
    }
  }
}
