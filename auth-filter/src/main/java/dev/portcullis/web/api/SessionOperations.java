package dev.portcullis.web.api;

import dev.portcullis.SessionInfo;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Json;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.RequestRefusedException;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Logging out, and a user's own list of sessions. The pages have forms of their own for it. */
public final class SessionOperations implements RouteSource {

  @Override
  public List<Route> routes() {
    return List.of(
        logout("/logout").to(Access.PUBLIC, SessionOperations::logout),
        logout("/logout").consumes(MediaTypes.JSON).to(Access.PUBLIC, SessionOperations::logout),
        logout("/logout/all").to(Access.CALLER, SessionOperations::logoutAll),
        logout("/logout/all")
            .consumes(MediaTypes.JSON)
            .to(Access.CALLER, SessionOperations::logoutAll),
        Route.get("/sessions").to(Access.CALLER, SessionOperations::list),
        Route.delete("/sessions/{id}").producesNothing().to(Access.CALLER, SessionOperations::end));
  }

  private static Route.Draft logout(String path) {
    return Route.post(path).producesNothing().proof(Route.Proof.WITH_SESSION);
  }

  /** Nobody to log out is as good as logged out. */
  private static Reply logout(Exchange exchange) {
    var there = ProviderLogoutOperations.address(exchange);
    exchange
        .caller()
        .ifPresent(
            caller -> {
              exchange.domain().sessions().logout(caller, exchange.client());
              exchange.endSession();
            });
    return there
        .map(address -> Reply.json(200, Json.object().put("logout_url", address.toString())))
        .orElseGet(() -> Reply.empty(204));
  }

  private static Reply logoutAll(Exchange exchange) throws RequestRefusedException {
    exchange.domain().sessions().logoutAll(exchange.requireCaller(), exchange.client());
    exchange.endSession();
    return Reply.empty(204);
  }

  private static Reply list(Exchange exchange) throws RequestRefusedException {
    var caller = exchange.requireCaller();
    var sessions = exchange.domain().sessions().list(caller.getId());
    return Pagination.answer(
        exchange,
        sessions,
        SessionInfo::id,
        session -> item(session, session.id().equals(caller.getSessionId())));
  }

  private static ObjectNode item(SessionInfo session, boolean current) {
    var json = Json.object();
    json.put("id", session.id());
    json.put("kind", session.browser() ? "browser" : "token");
    json.put("device", session.device());
    json.put("address", session.address());
    json.put("created_at", session.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("last_seen_at", session.lastSeenAt().truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("expires_at", session.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("current", current);
    return json;
  }

  private static Reply end(Exchange exchange) throws RequestRefusedException, IOException {
    var caller = exchange.requireCaller();
    var id = exchange.pathVariable("id");
    if (!exchange.domain().sessions().end(caller, id, exchange.client())) {
      throw new RequestRefusedException(ErrorCode.NOT_FOUND);
    }
    if (id.equals(caller.getSessionId())) {
      exchange.endSession();
    }
    return Reply.empty(204);
  }
}
