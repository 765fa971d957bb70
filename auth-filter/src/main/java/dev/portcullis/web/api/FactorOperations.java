package dev.portcullis.web.api;

import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorOutcome;
import dev.portcullis.FactorProof;
import dev.portcullis.FactorStatus;
import dev.portcullis.TotpSetup;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Json;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A user's own second factors, for programs; the pages have forms of their own. */
public final class FactorOperations implements RouteSource {

  private static final Duration USUAL_DELAY = Duration.ofSeconds(30);

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/2fa/enrol")
            .consumes(MediaTypes.JSON)
            .to(Access.PUBLIC, FactorOperations::enrol),
        Route.post("/2fa/totp/setup").to(Access.CALLER, FactorOperations::setUp),
        Route.post("/2fa/totp/verify")
            .consumes(MediaTypes.JSON)
            .to(Access.CALLER, FactorOperations::verify),
        Route.delete("/2fa/totp").producesNothing().to(Access.CALLER, FactorOperations::remove),
        Route.post("/2fa/recovery/verify")
            .consumes(MediaTypes.JSON)
            .to(Access.CALLER, FactorOperations::useRecoveryCode),
        Route.post("/2fa/recovery/regenerate")
            .to(Access.CALLER, FactorOperations::newRecoveryCodes));
  }

  /** {@code GET /2fa} for programs; in a browser the page answers it. */
  public static Reply status(Exchange exchange) throws RequestRefusedException {
    requireEnabled(exchange);
    var caller = exchange.requireCaller();
    if (caller.isApiToken()) {
      throw new RequestRefusedException(ErrorCode.INSUFFICIENT_PERMISSIONS);
    }
    return Reply.json(200, status(exchange.domain().secondFactors().status(caller.getId())));
  }

  private static ObjectNode status(FactorStatus status) {
    var json = Json.object();
    var enrolled = json.putArray("enrolled");
    status.enrolled().forEach(method -> enrolled.add(method.wireName()));
    var allowed = json.putArray("allowed");
    status.allowed().forEach(method -> allowed.add(method.wireName()));
    json.put("default_method", status.preferred() == null ? null : status.preferred().wireName());
    json.put("required", status.required());
    json.put("recovery_codes_left", status.recoveryCodesLeft());
    var sentTo = json.putObject("sent_to");
    for (var method : status.enrolled()) {
      var to = status.sentTo().get(method);
      if (to != null) {
        sentTo.put(method.wireName(), to);
      }
    }
    return json;
  }

  /** During a login that waits for an enrolment; {@code POST /2fa/login} then completes it. */
  private static Reply enrol(Exchange exchange) throws RequestRefusedException, IOException {
    requireEnabled(exchange);
    var body = exchange.json("mfa_token", "method", "phone", "email");
    var token = body.secret("mfa_token");
    var method = body.optionalText("method");
    if (method != null && !method.equals(FactorMethod.TOTP.wireName())) {
      var member = method.equals(FactorMethod.SMS.wireName()) ? "phone" : "email";
      return SentCodeOperations.enrol(exchange, token, method, body.optionalText(member));
    }
    var outcome = exchange.domain().secondFactors().setUpTotp(token, exchange.client());
    if (outcome instanceof FactorOutcome.NotPossible<TotpSetup>) {
      throw new RequestRefusedException(ErrorCode.INVALID_MFA_TOKEN);
    }
    return setup(require(exchange, FactorMethod.TOTP, outcome));
  }

  private static Reply setUp(Exchange exchange) throws RequestRefusedException {
    requireEnabled(exchange);
    return setup(
        require(
            exchange,
            FactorMethod.TOTP,
            exchange
                .domain()
                .secondFactors()
                .setUpTotp(exchange.requireCaller(), exchange.client())));
  }

  private static Reply setup(TotpSetup setup) {
    var json = Json.object();
    json.put("secret", setup.secret().reveal());
    json.put("qr_code_url", setup.uri().reveal());
    json.put("qr_code_png", image(setup));
    var codes = json.putArray("recovery_codes");
    setup.recoveryCodes().forEach(code -> codes.add(code.reveal()));
    return Reply.json(200, json);
  }

  /** The QR code as a {@code data:} URL. */
  public static String image(TotpSetup setup) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(setup.qrCode());
  }

  private static Reply verify(Exchange exchange) throws RequestRefusedException, IOException {
    requireEnabled(exchange);
    var body = exchange.json("code", "end_other_sessions");
    var outcome =
        exchange
            .domain()
            .secondFactors()
            .verifyTotp(
                exchange.requireCaller(),
                body.secret("code"),
                body.flag("end_other_sessions"),
                exchange.client());
    return statusOf(exchange, FactorMethod.TOTP, outcome);
  }

  /** The status, after a check that was right. */
  static Reply statusOf(Exchange exchange, FactorMethod method, FactorOutcome<FactorStatus> outcome)
      throws RequestRefusedException {
    return Reply.json(200, status(require(exchange, method, outcome)));
  }

  private static Reply remove(Exchange exchange) throws RequestRefusedException {
    requireEnabled(exchange);
    boolean endOthers = exchange.query().optional("end_other_sessions").isPresent();
    var outcome =
        exchange
            .domain()
            .secondFactors()
            .removeTotp(exchange.requireCaller(), endOthers, exchange.client());
    Results.stopOn(refusal(exchange, FactorMethod.TOTP, outcome));
    return Reply.empty(204);
  }

  private static Reply useRecoveryCode(Exchange exchange)
      throws RequestRefusedException, IOException {
    requireEnabled(exchange);
    var code = exchange.json("code").secret("code");
    var outcome =
        exchange
            .domain()
            .secondFactors()
            .verifyRecoveryCode(exchange.requireCaller(), code, exchange.client());
    var json = Json.object();
    json.put("remaining", require(exchange, FactorMethod.RECOVERY, outcome).recoveryCodesLeft());
    return Reply.json(200, json);
  }

  private static Reply newRecoveryCodes(Exchange exchange) throws RequestRefusedException {
    requireEnabled(exchange);
    var outcome =
        exchange
            .domain()
            .secondFactors()
            .regenerateRecoveryCodes(exchange.requireCaller(), exchange.client());
    var json = Json.object();
    var codes = json.putArray("recovery_codes");
    require(exchange, FactorMethod.RECOVERY, outcome).forEach(code -> codes.add(code.reveal()));
    return Reply.json(200, json);
  }

  /** Reads what a client shows of a second factor. */
  static FactorProof proof(String method, Confidential code) throws RequestRefusedException {
    return new FactorProof(
        FactorMethod.of(method)
            .filter(known -> known != FactorMethod.PASSKEY)
            .orElseThrow(
                () ->
                    new RequestRefusedException(
                        ErrorCode.INVALID_REQUEST, "The method is not one that can be used here.")),
        code);
  }

  private static <T> T require(Exchange exchange, FactorMethod method, FactorOutcome<T> outcome)
      throws RequestRefusedException {
    Results.stopOn(refusal(exchange, method, outcome));
    return ((FactorOutcome.Done<T>) outcome).value();
  }

  /** What a client hears of what was not done; empty where it was. */
  public static Optional<Refusal> refusal(
      Exchange exchange, FactorMethod method, FactorOutcome<?> outcome) {
    return outcome.fold(
        done -> Optional.empty(),
        () ->
            Optional.of(
                Refusal.of(
                    method == FactorMethod.RECOVERY
                        ? ErrorCode.INVALID_RECOVERY_CODE
                        : ErrorCode.INVALID_CODE)),
        () -> Optional.of(Refusal.retryLater(ErrorCode.TOO_MANY_REQUESTS, USUAL_DELAY)),
        notRecent ->
            Optional.of(
                notRecent.secondFactor()
                    ? Refusal.withoutSecondFactor(notRecent.maxAge(), !exchange.bySession())
                    : Refusal.tooOld(notRecent.maxAge(), !exchange.bySession())),
        notPossible -> Optional.of(notPossible(notPossible.reason())));
  }

  static Refusal notPossible(String reason) {
    return switch (reason) {
      case "factor.none" ->
          Refusal.of(ErrorCode.CONFLICT, "The account has no such second factor.");
      case "factor.required" ->
          Refusal.of(ErrorCode.CONFLICT, "The account has to have a second factor.");
      case "factor.signed_out" -> Refusal.of(ErrorCode.AUTHENTICATION_REQUIRED);
      case "factor.not_allowed" -> Refusal.of(ErrorCode.INSUFFICIENT_PERMISSIONS);
      default -> throw new IllegalArgumentException(reason);
    };
  }

  /** Switched off, they are not there. */
  public static void requireEnabled(Exchange exchange) throws RequestRefusedException {
    if (!exchange.web().settings().twoFactor().enabled()) {
      throw new RequestRefusedException(ErrorCode.NOT_FOUND);
    }
  }
}
