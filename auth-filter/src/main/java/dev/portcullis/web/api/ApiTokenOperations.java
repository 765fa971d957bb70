package dev.portcullis.web.api;

import dev.portcullis.ApiTokenInfo;
import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.NewApiToken;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Json;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A user's own personal API tokens. The page has forms of its own for them. */
public final class ApiTokenOperations implements RouteSource {

  /** Ten times what any configuration allows, so that no sum of times overflows. */
  private static final long LONGEST_SECONDS = Duration.ofDays(36_500).toSeconds();

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/tokens").to(Access.CALLER, ApiTokenOperations::list),
        Route.post("/tokens")
            .consumes(MediaTypes.JSON)
            .to(Access.CALLER, ApiTokenOperations::create),
        Route.delete("/tokens/{id}")
            .producesNothing()
            .to(Access.CALLER, ApiTokenOperations::delete));
  }

  private static Reply list(Exchange exchange) throws RequestRefusedException {
    requireEnabled(exchange);
    var tokens = exchange.domain().apiTokens().list(exchange.requireCaller().getId());
    return Pagination.answer(exchange, tokens, ApiTokenInfo::id, ApiTokenOperations::item);
  }

  private static Reply create(Exchange exchange) throws RequestRefusedException, IOException {
    requireEnabled(exchange);
    var body = exchange.json("name", "expires_in", "roles");
    var token =
        new NewApiToken(
            body.text("name"),
            Duration.ofSeconds(Math.max(0, Math.min(LONGEST_SECONDS, body.number("expires_in")))),
            body.optionalTexts("roles"));
    var outcome =
        exchange.domain().apiTokens().create(exchange.requireCaller(), token, exchange.client());
    Results.stopOn(refusal(exchange, outcome));
    var created = (ApiTokenOutcome.Created) outcome;
    var json = item(created.token());
    json.put("token", created.secret().reveal());
    return Reply.json(201, json);
  }

  /** What a client hears of a token that was not made; empty where it was. */
  public static Optional<Refusal> refusal(Exchange exchange, ApiTokenOutcome outcome) {
    return outcome.fold(
        created -> Optional.empty(),
        refused ->
            Optional.of(
                Refusal.of(ErrorCode.INVALID_REQUEST, sentence(exchange, refused.reasons()))),
        tooMany ->
            Optional.of(
                Refusal.of(
                    ErrorCode.CONFLICT,
                    "There may be " + tooMany.most() + " tokens at a time; delete one first.")),
        notRecent -> Optional.of(Refusal.tooOld(notRecent.maxAge(), !exchange.bySession())),
        () -> Optional.of(Refusal.of(ErrorCode.INSUFFICIENT_PERMISSIONS)));
  }

  private static String sentence(Exchange exchange, List<String> reasons) {
    return switch (reasons.get(0)) {
      case "token.name" -> "The name must be one line of 1 to 100 characters.";
      case "token.lifetime" ->
          "The member expires_in must be from 1 to "
              + exchange.web().settings().apiTokens().maxLifetime().toSeconds()
              + " seconds.";
      default -> "The roles must be some of your own.";
    };
  }

  private static ObjectNode item(ApiTokenInfo token) {
    var json = Json.object();
    json.put("id", token.id());
    json.put("name", token.name());
    var roles = json.putArray("roles");
    token.roles().stream().sorted().forEach(roles::add);
    json.put("created_at", time(token.createdAt()));
    json.put("expires_at", time(token.expiresAt()));
    json.put("last_used_at", time(token.lastUsedAt()));
    return json;
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Reply delete(Exchange exchange) throws RequestRefusedException {
    requireEnabled(exchange);
    var id = exchange.pathVariable("id");
    if (!exchange.domain().apiTokens().delete(exchange.requireCaller(), id, exchange.client())) {
      throw new RequestRefusedException(ErrorCode.NOT_FOUND);
    }
    return Reply.empty(204);
  }

  /** Switched off, they are not there. */
  public static void requireEnabled(Exchange exchange) throws RequestRefusedException {
    if (!exchange.web().settings().apiTokens().enabled()) {
      throw new RequestRefusedException(ErrorCode.NOT_FOUND);
    }
  }
}
