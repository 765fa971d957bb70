package dev.portcullis.web.api;

import dev.portcullis.crypto.Digests;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.RequestRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
        Route.get("/.well-known/jwks.json")
            .producesNothing()
            .to(Access.PUBLIC, TokenOperations::keys));
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

  /**
   * A key is published long before it signs, and stays until its last token has expired, so a copy
   * may be a few minutes old. Clients ask for it as all kinds of JSON: nothing is negotiated.
   */
  private static Reply keys(Exchange exchange) {
    var tokens = exchange.domain().tokens();
    var document = tokens.jwks().getBytes(StandardCharsets.UTF_8);
    var tag = '"' + Digests.sha256Hex(document).substring(0, 32) + '"';
    var reply =
        isKnown(exchange.request().getHeaders("If-None-Match"), tag)
            ? Reply.empty(304)
            : Reply.of(200, MediaTypes.JWK_SET, document);
    return reply
        .withHeader("ETag", tag)
        .withHeader("Cache-Control", "public, max-age=" + tokens.jwksMaxAge().toSeconds())
        .withHeader("Cross-Origin-Resource-Policy", "cross-origin");
  }

  /** RFC 9110 13.1.2: the weak comparison. */
  private static boolean isKnown(Enumeration<String> headers, String tag) {
    return Collections.list(headers).stream()
        .flatMap(header -> Stream.of(header.split(",", -1)))
        .map(String::strip)
        .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
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
