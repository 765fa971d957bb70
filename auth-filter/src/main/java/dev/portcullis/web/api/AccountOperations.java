package dev.portcullis.web.api;

import dev.portcullis.AccountOutcome;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.Rejections;
import dev.portcullis.web.http.RequestRefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What users see and change of their own account. */
public final class AccountOperations implements RouteSource {

  private static final AccountOutcome KEPT_ELSEWHERE =
      new AccountOutcome.Conflict("password.kept_elsewhere");

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/me").to(Access.ANY_CALLER, AccountOperations::show),
        Route.patch("/me")
            .consumes(MediaTypes.MERGE_PATCH, MediaTypes.JSON)
            .to(Access.CALLER, AccountOperations::change),
        Route.post("/password/change")
            .consumes(MediaTypes.JSON)
            .producesNothing()
            .to(Access.CALLER, AccountOperations::changePassword));
  }

  /** What there is of it without a database: whom a token stands for. */
  public static List<Route> withoutDatabase() {
    return List.of(
        Route.get("/me")
            .to(Access.CALLER, exchange -> Reply.json(200, UserJson.of(exchange.requireCaller()))));
  }

  private static Reply show(Exchange exchange) throws RequestRefusedException {
    var caller = exchange.requireCaller();
    var account = exchange.domain().accounts().find(caller.getId());
    return Reply.json(200, account.map(UserJson::of).orElseGet(() -> UserJson.of(caller)));
  }

  /** RFC 7396: what is not named stays, null removes. */
  private static Reply change(Exchange exchange) throws RequestRefusedException, IOException {
    var caller = exchange.requireCaller();
    var body = exchange.json("name");
    if (!body.has("name")) {
      return show(exchange);
    }
    var name = body.optionalText("name");
    var outcome = exchange.domain().accounts().rename(caller.getId(), name, exchange.client());
    Results.stopOn(
        refusal(outcome, Refusal.of(ErrorCode.INVALID_REQUEST, "The name is not acceptable.")));
    return show(exchange);
  }

  private static Reply changePassword(Exchange exchange)
      throws RequestRefusedException, IOException {
    var body = exchange.json("current_password", "new_password");
    var outcome =
        exchange
            .domain()
            .accounts()
            .changePassword(
                exchange.requireCaller(),
                body.secret("current_password"),
                body.secret("new_password"),
                exchange.client());
    var reasons = outcome instanceof AccountOutcome.Refused r ? r.reasons() : List.<String>of();
    if (outcome.equals(KEPT_ELSEWHERE)) {
      throw new RequestRefusedException(Refusal.of(ErrorCode.CONFLICT, whereToChangeIt(exchange)));
    }
    Results.stopOn(refusal(outcome, Refusal.passwordRejected(reasons)));
    return Reply.empty(204);
  }

  /** The operator's words, where there are any. */
  private static String whereToChangeIt(Exchange exchange) throws RequestRefusedException {
    var provider =
        exchange.domain().accounts().passwordKeptBy(exchange.requireCaller().getId()).orElse("");
    var place = exchange.web().settings().passwordPlace(provider);
    var text =
        new StringBuilder(
            exchange.web().settings().directories().stream()
                    .anyMatch(d -> d.name().equals(provider))
                ? "This password is kept by a directory and changed there."
                : "This password is kept by the application and changed there.");
    if (place.hint() != null) {
      text.append(' ').append(place.hint());
    }
    if (place.url() != null) {
      text.append(' ').append(place.url());
    }
    return text.toString();
  }

  /** What a client hears of a change that was not made. */
  private static Optional<Refusal> refusal(AccountOutcome outcome, Refusal notAcceptable) {
    return outcome.fold(
        done -> Optional.empty(),
        () -> Optional.of(Refusal.of(ErrorCode.NOT_FOUND)),
        conflict -> Optional.of(Refusal.of(ErrorCode.CONFLICT)),
        refused -> Optional.of(notAcceptable),
        notProven -> Optional.of(Rejections.of(notProven.reason())));
  }
}
