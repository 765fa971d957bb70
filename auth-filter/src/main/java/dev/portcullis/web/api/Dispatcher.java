package dev.portcullis.web.api;

import dev.portcullis.SecurityEvent;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.web.http.CsrfTokens;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.request.OwnOperations;
import dev.portcullis.web.request.RefusalWriter;
import dev.portcullis.web.request.RequestOutcome;
import dev.portcullis.web.request.RequestState;
import dev.portcullis.web.request.Room;
import dev.portcullis.web.request.WebContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Leads a request to its operation: match, caller, proof of origin, answer. Whatever goes wrong
 * becomes a refusal here, and nothing else does (S74, S75).
 */
public final class Dispatcher implements OwnOperations {

  private static final Logger LOG = System.getLogger("dev.portcullis.web.api");

  private static final String NOT_BY_API_TOKEN = "An API token is not accepted here.";

  private final WebContext web;
  private final Routes routes;
  private final RefusalWriter refusals;

  public Dispatcher(WebContext web, Routes routes, RefusalWriter refusals) {
    this.web = web;
    this.routes = routes;
    this.refusals = refusals;
  }

  @Override
  public void serve(HttpServletRequest request, HttpServletResponse response, RequestState state)
      throws IOException {
    var endpoint = web.settings().basePath();
    try {
      var path = state.path().substring(web.settings().basePath().length());
      var match = routes.find(request, path);
      endpoint = match.route().template();
      web.domain().metrics().requests(endpoint).increment();
      write(request, response, answer(request, response, state, match));
    } catch (RequestRefusedException e) {
      refuse(request, response, state, e.refusal(), endpoint);
    } catch (TemporarilyUnavailableException e) {
      refusals.write(request, response, state, unavailable(e.retryAfter()));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "Unexpected failure: " + state.client().correlationId(), e);
      refusals.write(request, response, state, unavailable(Duration.ofSeconds(5)));
    }
  }

  private void refuse(
      HttpServletRequest request,
      HttpServletResponse response,
      RequestState state,
      Refusal refusal,
      String endpoint)
      throws IOException {
    if (refusal.code().status() == 403) {
      var code = refusal.code().code();
      var event = new SecurityEvent.AccessDenied(Room.details(web, state), code, endpoint);
      web.domain().events().publish(event);
    }
    refusals.write(request, response, state, refusal);
  }

  private static Refusal unavailable(Duration retryAfter) {
    return Refusal.retryLater(ErrorCode.TEMPORARILY_UNAVAILABLE, retryAfter);
  }

  private Reply answer(
      HttpServletRequest request,
      HttpServletResponse response,
      RequestState state,
      Routes.Match match)
      throws RequestRefusedException, IOException {
    web.headers().apply(response);
    var route = match.route();
    var exchange = new Exchange(web, state, request, response, match.variables());
    Results.stopOn(denial(request, route, state.outcome()));
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      prove(exchange, route, state);
    }
    return route.operation().answer(exchange);
  }

  /** Where nobody is needed, a credential that does not serve is ignored, but nothing worse. */
  private Optional<Refusal> denial(
      HttpServletRequest request, Route route, RequestOutcome outcome) {
    boolean open = route.access() == Access.PUBLIC;
    return outcome.fold(
        granted ->
            granted.caller().isApiToken() && !route.isForApiTokens()
                ? Optional.of(Refusal.of(ErrorCode.INSUFFICIENT_PERMISSIONS, NOT_BY_API_TOKEN))
                : Optional.empty(),
        rejected ->
            open && rejected.refusal().code().status() == 401 && !hidesSession(request, route)
                ? Optional.empty()
                : Optional.of(rejected.refusal()),
        () -> open ? Optional.empty() : Optional.of(Refusal.of(ErrorCode.AUTHENTICATION_REQUIRED)));
  }

  /** Beside a bad token the session of a cookie lives on: nobody must take it for logged out. */
  private boolean hidesSession(HttpServletRequest request, Route route) {
    return route.proof() == Route.Proof.WITH_SESSION
        && !web.sessionCookie().read(request).isEmpty();
  }

  /** API.md, CSRF: a form by its field, anything else that a cookie authenticates by its origin. */
  private void prove(Exchange exchange, Route route, RequestState state)
      throws RequestRefusedException, IOException {
    boolean bearer = state.caller().isPresent() && !state.bySession();
    if (route.proof() == Route.Proof.NONE
        || bearer
        || (route.proof() == Route.Proof.WITH_SESSION && !state.bySession())) {
      return;
    }
    boolean proven =
        exchange.isOfType(MediaTypes.FORM)
            ? formProves(exchange, state)
            : !state.bySession() || web.address().isSameOrigin(exchange.request());
    if (!proven) {
      throw new RequestRefusedException(ErrorCode.CSRF_FAILED);
    }
  }

  private boolean formProves(Exchange exchange, RequestState state)
      throws RequestRefusedException, IOException {
    var token = exchange.form().optional(CsrfTokens.FIELD).orElse(null);
    return state.bySession()
        ? web.csrf().provesSession(token, exchange.requireCaller().getSessionId())
        : web.csrf().provesLogin(token, exchange.sentLoginCookie());
  }

  private static void write(HttpServletRequest request, HttpServletResponse response, Reply reply)
      throws IOException {
    response.setStatus(reply.status());
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      response.setHeader(header.getKey(), header.getValue());
    }
    if (reply.contentType() != null) {
      response.setContentType(reply.contentType());
      response.setContentLength(reply.body().length);
      if (!request.getMethod().equals("HEAD")) {
        response.getOutputStream().write(reply.body());
      }
    }
  }
}
