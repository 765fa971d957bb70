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
    try {
      var path = state.path().substring(web.settings().basePath().length());
      var match = routes.find(request, path);
      web.domain().metrics().requests(match.route().template()).increment();
      write(request, response, answer(request, response, state, match));
    } catch (RequestRefusedException e) {
      refusals.write(request, response, state, e.refusal());
    } catch (TemporarilyUnavailableException e) {
      refusals.write(request, response, state, unavailable(e.retryAfter()));
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR,
          () -> "Unexpected failure, correlation id " + state.client().correlationId(),
          e);
      refusals.write(request, response, state, unavailable(Duration.ofSeconds(5)));
    }
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
    if (route.access() == Access.CALLER) {
      requireCaller(state);
    }
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      prove(exchange, route, state);
    }
    return route.operation().answer(exchange);
  }

  private static void requireCaller(RequestState state) throws RequestRefusedException {
    var refusal =
        state
            .outcome()
            .<Optional<Refusal>>fold(
                granted -> Optional.empty(),
                rejected -> Optional.of(rejected.refusal()),
                () -> Optional.of(Refusal.of(ErrorCode.AUTHENTICATION_REQUIRED)));
    if (refusal.isPresent()) {
      throw new RequestRefusedException(refusal.get());
    }
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
      publishDenied(route, state);
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

  private void publishDenied(Route route, RequestState state) {
    var code = ErrorCode.CSRF_FAILED.code();
    web.domain()
        .events()
        .publish(new SecurityEvent.AccessDenied(Room.details(web, state), code, route.template()));
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
