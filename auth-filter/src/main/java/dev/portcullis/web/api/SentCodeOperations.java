package dev.portcullis.web.api;

import dev.portcullis.CodeOutcome;
import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Json;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Codes by e-mail and SMS, for programs; the pages have forms of their own. */
public final class SentCodeOperations implements RouteSource {

  private static final Duration USUAL_PAUSE = Duration.ofSeconds(30);

  @Override
  public List<Route> routes() {
    var routes = new ArrayList<Route>();
    routes.add(
        Route.post("/2fa/challenge")
            .consumes(MediaTypes.JSON)
            .to(Access.PUBLIC, SentCodeOperations::challenge));
    for (var method : List.of(FactorMethod.SMS, FactorMethod.EMAIL)) {
      var path = "/2fa/" + method.wireName();
      routes.add(
          Route.post(path + "/setup")
              .consumes(MediaTypes.JSON)
              .to(Access.CALLER, exchange -> setUp(exchange, method)));
      routes.add(
          Route.post(path + "/verify")
              .consumes(MediaTypes.JSON)
              .to(Access.CALLER, exchange -> verify(exchange, method)));
      routes.add(
          Route.delete(path)
              .producesNothing()
              .to(Access.CALLER, exchange -> remove(exchange, method)));
    }
    return routes;
  }

  /** Where the recipient stands in a request. */
  static String member(FactorMethod method) {
    return method == FactorMethod.SMS ? "phone" : "email";
  }

  /** What somebody reads; the first that the request names. */
  public static Locale language(Exchange exchange) {
    return exchange.request().getLocale();
  }

  /** Of a login that waits, or of whoever is signed in and is to prove the identity again. */
  private static Reply challenge(Exchange exchange) throws RequestRefusedException, IOException {
    FactorOperations.requireEnabled(exchange);
    var body = exchange.json("mfa_token", "method");
    var method = method(body.text("method"));
    var token = body.optionalText("mfa_token");
    if (token == null && exchange.requireCaller().isApiToken()) {
      throw new RequestRefusedException(ErrorCode.INSUFFICIENT_PERMISSIONS);
    }
    var codes = exchange.domain().sentCodes();
    var outcome =
        token == null
            ? codes.send(exchange.requireCaller(), method, language(exchange), exchange.client())
            : codes.send(Confidential.of(token), method, language(exchange), exchange.client());
    if (token != null && isOver(outcome)) {
      throw new RequestRefusedException(ErrorCode.INVALID_MFA_TOKEN);
    }
    return sent(exchange, outcome);
  }

  /** Whether there is no such login any more, or it is none of that kind. */
  private static boolean isOver(CodeOutcome outcome) {
    return outcome instanceof CodeOutcome.NotPossible not
        && not.reason().equals("factor.not_allowed");
  }

  private static FactorMethod method(String name) throws RequestRefusedException {
    return FactorMethod.of(name)
        .filter(method -> method == FactorMethod.SMS || method == FactorMethod.EMAIL)
        .orElseThrow(
            () ->
                new RequestRefusedException(
                    ErrorCode.INVALID_REQUEST, "No codes are sent by that method."));
  }

  private static Reply setUp(Exchange exchange, FactorMethod method)
      throws RequestRefusedException, IOException {
    FactorOperations.requireEnabled(exchange);
    var target = exchange.json(member(method)).text(member(method));
    return sent(
        exchange,
        exchange
            .domain()
            .sentCodes()
            .setUp(
                exchange.requireCaller(), method, target, language(exchange), exchange.client()));
  }

  /** The same during a login that waits for an enrolment. */
  static Reply enrol(Exchange exchange, Confidential token, String name, @Nullable String target)
      throws RequestRefusedException {
    var method = method(name);
    if (target == null) {
      throw new RequestRefusedException(
          ErrorCode.INVALID_REQUEST, "The member " + member(method) + " must be there.");
    }
    var outcome =
        exchange
            .domain()
            .sentCodes()
            .setUp(token, method, target, language(exchange), exchange.client());
    if (isOver(outcome)) {
      throw new RequestRefusedException(ErrorCode.INVALID_MFA_TOKEN);
    }
    return sent(exchange, outcome);
  }

  private static Reply verify(Exchange exchange, FactorMethod method)
      throws RequestRefusedException, IOException {
    FactorOperations.requireEnabled(exchange);
    var body = exchange.json("code", "end_other_sessions");
    var outcome =
        exchange
            .domain()
            .sentCodes()
            .verify(
                exchange.requireCaller(),
                method,
                body.secret("code"),
                body.flag("end_other_sessions"),
                exchange.client());
    return FactorOperations.statusOf(exchange, method, outcome);
  }

  private static Reply remove(Exchange exchange, FactorMethod method)
      throws RequestRefusedException {
    FactorOperations.requireEnabled(exchange);
    boolean endOthers = exchange.query().optional("end_other_sessions").isPresent();
    var outcome =
        exchange
            .domain()
            .sentCodes()
            .remove(exchange.requireCaller(), method, endOthers, exchange.client());
    Results.stopOn(FactorOperations.refusal(exchange, method, outcome));
    return Reply.empty(204);
  }

  private static Reply sent(Exchange exchange, CodeOutcome outcome) throws RequestRefusedException {
    Results.stopOn(refusal(exchange, outcome));
    var sent = (CodeOutcome.Sent) outcome;
    var json = Json.object();
    json.put("sent_to", sent.to());
    json.put("expires_in", sent.validFor().toSeconds());
    return Reply.json(202, json);
  }

  /** What a client hears where nothing was sent; empty where something was. */
  public static Optional<Refusal> refusal(Exchange exchange, CodeOutcome outcome) {
    return outcome.fold(
        sent -> Optional.empty(),
        not -> Optional.of(notSent(not.recipient())),
        tooMany ->
            Optional.of(Refusal.retryLater(ErrorCode.TOO_MANY_REQUESTS, tooMany.retryAfter())),
        notRecent ->
            Optional.of(
                notRecent.secondFactor()
                    ? Refusal.withoutSecondFactor(notRecent.maxAge(), !exchange.bySession())
                    : Refusal.tooOld(notRecent.maxAge(), !exchange.bySession())),
        notPossible -> Optional.of(notPossible(notPossible.reason())));
  }

  private static Refusal notSent(boolean recipient) {
    return recipient
        ? Refusal.of(
            ErrorCode.PROVIDER_ERROR, "No message can be sent there; another method may do.")
        : Refusal.of(
                ErrorCode.PROVIDER_ERROR,
                "The code could not be sent; please use another method, or try again.")
            .withHeader("Retry-After", Long.toString(USUAL_PAUSE.toSeconds()));
  }

  private static Refusal notPossible(String reason) {
    return switch (reason) {
      case "factor.address_invalid" ->
          Refusal.of(ErrorCode.INVALID_REQUEST, "The member email is no e-mail address.");
      case "factor.number_invalid" ->
          Refusal.of(
              ErrorCode.INVALID_REQUEST, "The member phone is no number that takes messages.");
      case "factor.region_not_allowed" ->
          Refusal.of(ErrorCode.INVALID_REQUEST, "No messages are sent to that country.");
      default -> FactorOperations.notPossible(reason);
    };
  }
}
