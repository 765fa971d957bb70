package dev.portcullis.web.api;

import dev.portcullis.Caller;
import dev.portcullis.Confidential;
import dev.portcullis.KeyInfo;
import dev.portcullis.KeyOutcome;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Json;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The signing keys, for administrators: what there is, the next one now, away with one. */
public final class KeyOperations implements RouteSource {

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/admin/keys").to(Access.CALLER, KeyOperations::list),
        Route.post("/admin/keys").consumes(MediaTypes.JSON).to(Access.CALLER, KeyOperations::add),
        Route.post("/admin/keys/{kid}/retire").to(Access.CALLER, KeyOperations::retire),
        Route.post("/admin/keys/{kid}/retire")
            .consumes(MediaTypes.JSON)
            .to(Access.CALLER, KeyOperations::retire));
  }

  private static Reply list(Exchange exchange) throws RequestRefusedException {
    Administrator.require(exchange);
    var json = Json.object();
    var items = json.putArray("items");
    exchange.domain().keys().list().forEach(key -> items.add(item(key)));
    json.putNull("next_cursor");
    return Reply.json(200, json);
  }

  /** An empty object asks for the next key; a key that comes along is taken in. */
  private static Reply add(Exchange exchange) throws RequestRefusedException, IOException {
    var caller = Administrator.require(exchange);
    var body = exchange.json("jwk", "pem");
    var pem = body.optionalText("pem");
    var jwk = body.optionalObject("jwk");
    if (pem != null && jwk != null) {
      throw new RequestRefusedException(
          ErrorCode.INVALID_REQUEST, "Either a jwk or a pem, not both.");
    }
    return reply(201, outcome(exchange, caller, pem, jwk));
  }

  private static KeyOutcome outcome(
      Exchange exchange, Caller caller, @Nullable String pem, @Nullable String jwk) {
    var keys = exchange.domain().keys();
    if (pem != null) {
      return keys.importPem(Confidential.of(pem), caller, exchange.client());
    }
    return jwk == null
        ? keys.rotate(caller, exchange.client())
        : keys.importJwk(Confidential.of(jwk), caller, exchange.client());
  }

  private static Reply retire(Exchange exchange) throws RequestRefusedException, IOException {
    var caller = Administrator.require(exchange);
    if (exchange.isOfType(MediaTypes.JSON)) {
      exchange.json();
    }
    var kid = exchange.pathVariable("kid");
    return reply(200, exchange.domain().keys().retire(kid, caller, exchange.client()));
  }

  private static Reply reply(int status, KeyOutcome outcome) throws RequestRefusedException {
    Results.stopOn(
        outcome.fold(
            done -> Optional.empty(),
            () -> Optional.of(Refusal.of(ErrorCode.NOT_FOUND)),
            () ->
                Optional.of(Refusal.of(ErrorCode.CONFLICT, "There is, or was, a key of that id.")),
            refused -> Optional.of(Refusal.of(ErrorCode.INVALID_REQUEST, refused.sentence()))));
    return outcome.fold(
        done -> Reply.json(status, item(done.key())),
        KeyOperations::impossible,
        KeyOperations::impossible,
        refused -> impossible());
  }

  private static Reply impossible() {
    throw new IllegalStateException("Refused before");
  }

  private static ObjectNode item(KeyInfo key) {
    var json = Json.object();
    json.put("kid", key.kid());
    json.put("algorithm", key.algorithm());
    json.put("state", key.state().name().toLowerCase(Locale.ROOT));
    json.put("created_at", text(key.createdAt()));
    json.put("activates_at", text(key.activatesAt()));
    json.put("retires_at", text(key.retiresAt()));
    return json;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
