package dev.portcullis.web.api;

import dev.portcullis.LinkOutcome;
import dev.portcullis.ProviderFailure;
import dev.portcullis.ProviderLogins.Beginning.Begun;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Json;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import java.util.List;
import java.util.Optional;

/** Linking an account with a provider, for programs; the account page has forms of its own. */
public final class ProviderLinkOperations implements RouteSource {

  private static final String PATH = "/oauth/{provider}/link";

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(PATH).to(Access.CALLER, ProviderLinkOperations::link),
        Route.delete(PATH).producesNothing().to(Access.CALLER, ProviderLinkOperations::unlink));
  }

  private static Reply link(Exchange exchange) throws RequestRefusedException {
    var outcome = begin(exchange);
    Results.stopOn(refusal(exchange, outcome));
    var json = Json.object();
    json.put("auth_url", ((LinkOutcome.Done<Begun>) outcome).value().address().toString());
    return Reply.json(200, json);
  }

  /** Begins; where it did, this browser has the attempt. */
  public static LinkOutcome<Begun> begin(Exchange exchange) throws RequestRefusedException {
    var provider = exchange.pathVariable("provider");
    var outcome =
        exchange
            .domain()
            .providerLinks()
            .begin(
                exchange.requireCaller(),
                provider,
                ProviderOperations.callbackAddress(exchange, provider),
                exchange.client());
    if (outcome instanceof LinkOutcome.Done<Begun> done) {
      exchange.keepAttempt(done.value().state(), done.value().ticket());
    }
    return outcome;
  }

  private static Reply unlink(Exchange exchange) throws RequestRefusedException {
    Results.stopOn(refusal(exchange, end(exchange)));
    return Reply.empty(204);
  }

  /** Unlinks. */
  public static LinkOutcome<Boolean> end(Exchange exchange) throws RequestRefusedException {
    return exchange
        .domain()
        .providerLinks()
        .unlink(exchange.requireCaller(), exchange.pathVariable("provider"), exchange.client());
  }

  /**
   * How an attempt to link ended at the callback: a browser is told on its account page, and
   * whoever came with a token by the status.
   */
  static Reply finished(Exchange exchange, LinkOutcome<Boolean> outcome)
      throws RequestRefusedException {
    if (outcome instanceof LinkOutcome.NotProven<Boolean> notProven
        && notProven.failure() != ProviderFailure.ACCESS_DENIED) {
      throw new RequestRefusedException(ProviderOperations.code(notProven.failure()));
    }
    if (exchange.bySession()) {
      return Reply.seeOther(exchange.ownPath("/account") + "?notice=" + notice(outcome));
    }
    Results.stopOn(refusal(exchange, outcome));
    return Reply.empty(204);
  }

  private static String notice(LinkOutcome<Boolean> outcome) {
    return outcome.fold(
        done -> "link_made",
        notRecent -> "link_too_late",
        notPossible -> notPossible.reason().replace('.', '_'),
        notProven -> "link_declined");
  }

  /** What a client hears of what was not done; empty where it was. */
  public static Optional<Refusal> refusal(Exchange exchange, LinkOutcome<?> outcome) {
    return outcome.fold(
        done -> Optional.empty(),
        notRecent ->
            Optional.of(
                notRecent.secondFactor()
                    ? Refusal.withoutSecondFactor(notRecent.maxAge(), !exchange.bySession())
                    : Refusal.tooOld(notRecent.maxAge(), !exchange.bySession())),
        notPossible -> Optional.of(notPossible(notPossible.reason())),
        notProven -> Optional.of(Refusal.of(ProviderOperations.code(notProven.failure()))));
  }

  private static Refusal notPossible(String reason) {
    return switch (reason) {
      case "link.unknown", "link.none" -> Refusal.of(ErrorCode.NOT_FOUND);
      case "link.taken" ->
          Refusal.of(ErrorCode.CONFLICT, "That identity belongs to another account here.");
      case "link.another" ->
          Refusal.of(
              ErrorCode.CONFLICT, "The account is linked with another identity of that provider.");
      case "link.source" ->
          Refusal.of(ErrorCode.CONFLICT, "The account's roles come from that provider.");
      case "link.last" ->
          Refusal.of(ErrorCode.CONFLICT, "It is the last way to sign in to the account.");
      case "link.signed_out" -> Refusal.of(ErrorCode.AUTHENTICATION_REQUIRED);
      case "link.not_allowed" -> Refusal.of(ErrorCode.INSUFFICIENT_PERMISSIONS);
      default -> throw new IllegalArgumentException(reason);
    };
  }
}
