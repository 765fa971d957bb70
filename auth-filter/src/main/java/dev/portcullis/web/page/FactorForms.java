package dev.portcullis.web.page;

import dev.portcullis.CodeOutcome;
import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorOutcome;
import dev.portcullis.FactorStatus;
import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.FactorOperations;
import dev.portcullis.web.api.Operation;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.RouteSource;
import dev.portcullis.web.api.SentCodeOperations;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.page.view.FactorsView;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.Problems;
import dev.portcullis.web.page.view.RecoveryCodesView;
import dev.portcullis.web.page.view.SentFactorView;
import dev.portcullis.web.page.view.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The forms for second factors on the account page. */
final class FactorForms implements RouteSource {

  private static final String PAGE = "/account";
  private static final String CODE = "code";

  private final PageFrames frames;
  private final PageRenderer renderer;
  private final AccountPage account;
  private final CodeEnrolment codes;

  FactorForms(PageFrames frames, PageRenderer renderer, AccountPage account) {
    this.frames = frames;
    this.renderer = renderer;
    this.account = account;
    this.codes = new CodeEnrolment(frames, renderer);
  }

  @Override
  public List<Route> routes() {
    var routes =
        new ArrayList<Route>(
            List.of(
                form("/2fa/totp/setup", this::setUp),
                form("/2fa/totp/verify", this::verify),
                form("/2fa/totp/remove", this::remove),
                form("/2fa/recovery/regenerate", this::newRecoveryCodes)));
    for (var method : List.of(FactorMethod.SMS, FactorMethod.EMAIL)) {
      var path = "/2fa/" + method.wireName();
      routes.add(form(path + "/setup", exchange -> send(exchange, method)));
      routes.add(form(path + "/verify", exchange -> verify(exchange, method)));
      routes.add(form(path + "/remove", exchange -> remove(exchange, method)));
    }
    return routes;
  }

  private static Route form(String path, Operation operation) {
    return Route.post(path)
        .consumes(MediaTypes.FORM)
        .producesNothing()
        .to(Access.CALLER, operation);
  }

  private Reply setUp(Exchange exchange) throws RequestRefusedException {
    FactorOperations.requireEnabled(exchange);
    return answer(
        exchange,
        exchange.domain().secondFactors().setUpTotp(exchange.requireCaller(), exchange.client()),
        setup ->
            Reply.html(200, SecondFactorPage.enrolment(renderer, frames, exchange, true, setup)));
  }

  private Reply verify(Exchange exchange) throws RequestRefusedException, IOException {
    FactorOperations.requireEnabled(exchange);
    var form = exchange.form();
    var outcome =
        exchange
            .domain()
            .secondFactors()
            .verifyTotp(
                exchange.requireCaller(),
                form.secret(CODE),
                form.optional("end_other_sessions").isPresent(),
                exchange.client());
    if (outcome instanceof FactorOutcome.WrongCode<?>) {
      var problems = Problems.of(CODE, Message.of("factor.code_wrong"));
      return FormReplies.again(
          Refusal.of(ErrorCode.INVALID_CODE),
          SecondFactorPage.enrolmentAgain(
              renderer, frames, exchange, true, true, List.of(), problems));
    }
    return answer(exchange, outcome, status -> FormReplies.done(exchange, PAGE, "factor_enrolled"));
  }

  private Reply remove(Exchange exchange) throws RequestRefusedException, IOException {
    FactorOperations.requireEnabled(exchange);
    boolean endOthers = exchange.form().optional("end_other_sessions").isPresent();
    return answer(
        exchange,
        exchange
            .domain()
            .secondFactors()
            .removeTotp(exchange.requireCaller(), endOthers, exchange.client()),
        status -> FormReplies.done(exchange, PAGE, "factor_removed"));
  }

  /** Sends a first code, and shows where it is typed. */
  private Reply send(Exchange exchange, FactorMethod method)
      throws RequestRefusedException, IOException {
    FactorOperations.requireEnabled(exchange);
    var target = exchange.form().text(CodeEnrolment.TARGET);
    var outcome =
        exchange
            .domain()
            .sentCodes()
            .setUp(
                exchange.requireCaller(),
                method,
                target,
                SentCodeOperations.language(exchange),
                exchange.client());
    return outcome instanceof CodeOutcome.NotRecent
        ? FormReplies.confirmFirst(exchange, PAGE)
        : codes.answer(exchange, true, method, target, outcome);
  }

  private Reply verify(Exchange exchange, FactorMethod method)
      throws RequestRefusedException, IOException {
    FactorOperations.requireEnabled(exchange);
    var form = exchange.form();
    var outcome =
        exchange
            .domain()
            .sentCodes()
            .verify(
                exchange.requireCaller(),
                method,
                form.secret(CODE),
                form.optional("end_other_sessions").isPresent(),
                exchange.client());
    if (outcome instanceof FactorOutcome.WrongCode<?>) {
      var problems = Problems.of(CODE, Message.of("factor.code_wrong"));
      return FormReplies.again(
          Refusal.of(ErrorCode.INVALID_CODE),
          codes.page(exchange, true, method, "", null, problems));
    }
    return answer(exchange, outcome, status -> FormReplies.done(exchange, PAGE, "codes_enrolled"));
  }

  private Reply remove(Exchange exchange, FactorMethod method)
      throws RequestRefusedException, IOException {
    FactorOperations.requireEnabled(exchange);
    boolean endOthers = exchange.form().optional("end_other_sessions").isPresent();
    return answer(
        exchange,
        exchange
            .domain()
            .sentCodes()
            .remove(exchange.requireCaller(), method, endOthers, exchange.client()),
        status -> FormReplies.done(exchange, PAGE, "codes_removed"));
  }

  private Reply newRecoveryCodes(Exchange exchange) throws RequestRefusedException {
    FactorOperations.requireEnabled(exchange);
    return answer(
        exchange,
        exchange
            .domain()
            .secondFactors()
            .regenerateRecoveryCodes(exchange.requireCaller(), exchange.client()),
        codes ->
            Reply.html(
                200,
                renderer.render(
                    "recoveryCodes",
                    new RecoveryCodesView(
                        frames.of(exchange), codes.stream().map(Confidential::reveal).toList()))));
  }

  private <T> Reply answer(Exchange exchange, FactorOutcome<T> outcome, Function<T, Reply> good)
      throws RequestRefusedException {
    if (outcome instanceof FactorOutcome.Done<T> done) {
      return good.apply(done.value());
    }
    if (outcome instanceof FactorOutcome.NotRecent<T>) {
      return FormReplies.confirmFirst(exchange, PAGE);
    }
    var refusal =
        FactorOperations.refusal(exchange, FactorMethod.TOTP, outcome)
            .orElseGet(() -> Refusal.of(ErrorCode.CONFLICT));
    if (refusal.code() == ErrorCode.AUTHENTICATION_REQUIRED) {
      throw new RequestRefusedException(refusal);
    }
    var problems =
        outcome instanceof FactorOutcome.NotPossible<T> notPossible
            ? Problems.of(Message.of(notPossible.reason()))
            : FormReplies.refusedCode(refusal);
    return account.again(exchange, refusal, AccountPage.Typed.NOTHING, problems);
  }

  /** What the account page shows of them; null where there are none in this application. */
  static @Nullable FactorsView view(
      Exchange exchange, String accountId, @Nullable String email, Texts texts) {
    if (!exchange.web().settings().twoFactor().enabled()) {
      return null;
    }
    var status = exchange.domain().secondFactors().status(accountId);
    var since = status.totpSince();
    return new FactorsView(
        !status.enrolled().isEmpty(),
        since == null ? null : texts.time(since),
        sent(status, email),
        status.recoveryCodesLeft(),
        status.isShortOfRecoveryCodes(),
        !status.required() || status.enrolled().size() > 1);
  }

  private static List<SentFactorView> sent(FactorStatus status, @Nullable String email) {
    return status.allowed().stream()
        .filter(method -> method == FactorMethod.SMS || method == FactorMethod.EMAIL)
        .map(
            method ->
                new SentFactorView(
                    method.wireName(),
                    status.sentTo().get(method),
                    method == FactorMethod.EMAIL && email != null ? email : ""))
        .toList();
  }
}
