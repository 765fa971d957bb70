package dev.portcullis.web.api;

import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.RequestRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The life of tokens: refresh, revocation (RFC 7009), introspection (RFC 7662), keys. */
public final class TokenOperations implements RouteSource {

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/token/refresh")
            .consumes(MediaTypes.JSON)
            .proof(Route.Proof.NONE)
            .to(Access.PUBLIC, TokenOperations::refresh),
        Route.post("/token/revoke")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .proof(Route.Proof.NONE)
            .to(Access.PUBLIC, TokenOperations::revoke),
        Route.post("/token/introspect")
            .consumes(MediaTypes.FORM)
            .proof(Route.Proof.NONE)
            .to(Access.PUBLIC, TokenOperations::introspect),
        Route.get("/.well-known/jwks.json").to(Access.PUBLIC, TokenOperations::keys));
  }

  private static Reply refresh(Exchange exchange) throws RequestRefusedException, IOException {
    var token = exchange.json("refresh_token").secret("refresh_token");
    var result = exchange.domain().tokens().refresh(token, null, exchange.client());
    return UserJson.tokens(Results.require(result).grant());
  }

  /** Possession is the proof; 200 whatever the token is (RFC 7009 2.2). */
  private static Reply revoke(Exchange exchange) throws RequestRefusedException, IOException {
    exchange.domain().tokens().revoke(exchange.form().secret("token"), exchange.client());
    return Reply.empty(200);
  }

  private static Reply introspect(Exchange exchange) throws RequestRefusedException, IOException {
    var client =
        ClientAuthentication.requireIntrospecting(
            exchange.request(), exchange.web().settings().clients());
    var token = exchange.form().secret("token");
    var answer = exchange.domain().tokens().introspect(token, client.id(), exchange.client());
    return Reply.json(200, json(answer));
  }

  /** Old keys verify for as long as tokens live, so a copy may be a few minutes old. */
  private static Reply keys(Exchange exchange) {
    var document = exchange.domain().tokens().jwks().getBytes(StandardCharsets.UTF_8);
    return Reply.of(200, MediaTypes.JSON, document)
        .withHeader("Cache-Control", "public, max-age=300")
        .withHeader("Cross-Origin-Resource-Policy", "cross-origin");
  }

  private static JsonNode json(Object value) {
    var nodes = JsonNodeFactory.instance;
    if (value instanceof Map<?, ?> map) {
      var object = nodes.objectNode();
      map.forEach((name, member) -> object.set(String.valueOf(name), json(member)));
      return object;
    }
    if (value instanceof Collection<?> list) {
      var array = nodes.arrayNode();
      list.forEach(element -> array.add(json(element)));
      return array;
    }
    if (value instanceof Boolean truth) {
      return nodes.booleanNode(truth);
    }
    return value instanceof Number number
        ? nodes.numberNode(number.longValue())
        : nodes.stringNode(String.valueOf(value));
  }
}
