package dev.portcullis.web.page;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.CodeOutcome;
import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorOutcome;
import dev.portcullis.FactorProof;
import dev.portcullis.PendingLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecondFactorLogin;
import dev.portcullis.SessionGrant;
import dev.portcullis.TotpSetup;
import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.FactorOperations;
import dev.portcullis.web.api.Form;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.RouteSource;
import dev.portcullis.web.api.SentCodeOperations;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.Rejections;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.page.view.EnrolmentView;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.Problems;
import dev.portcullis.web.page.view.SecondFactorView;
import dev.portcullis.web.request.PendingCookie;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The second half of a login in a browser: the code of a factor, or the enrolment of one where the
 * account has to have it. What waits is in a cookie that proves nothing by itself (S64).
 */
final class SecondFactorPage implements RouteSource {

  private static final String PAGE = PendingCookie.PAGE;
  private static final String METHOD = "method";
  private static final String CODE = "code";

  private final PageFrames frames;
  private final PageRenderer renderer;
  private final CodeEnrolment codes;

  SecondFactorPage(PageFrames frames, PageRenderer renderer) {
    this.frames = frames;
    this.renderer = renderer;
    this.codes = new CodeEnrolment(frames, renderer);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        // One address: what a program asks there is in the OpenAPI document.
        Route.get(PAGE).producesNothing().to(Access.PUBLIC, this::show),
        form("/2fa/enrol", this::enrol),
        form("/2fa/challenge", this::send),
        form("/2fa/login", this::complete));
  }

  private static Route form(String path, dev.portcullis.web.api.Operation operation) {
    return Route.post(path)
        .consumes(MediaTypes.FORM)
        .producesNothing()
        .to(Access.PUBLIC, operation);
  }

  private Reply show(Exchange exchange) throws RequestRefusedException {
    if (!MediaTypes.prefersHtml(exchange.request().getHeader("Accept"))) {
      return FactorOperations.status(exchange);
    }
    FactorOperations.requireEnabled(exchange);
    var pending = pending(exchange).orElse(null);
    if (pending == null) {
      return exchange.caller().isPresent()
          ? Reply.seeOther(exchange.ownPath("/account"))
          : beginAnew(exchange);
    }
    return Reply.html(
        200,
        page(exchange, pending, exchange.query().optional(METHOD).orElse(""), Problems.none()));
  }

  private static Optional<PendingLogin> pending(Exchange exchange) {
    return exchange
        .pendingLogin()
        .flatMap(cookie -> exchange.domain().secondFactors().pending(cookie.token()));
  }

  /** Whoever waited too long begins with the password, and gets where they wanted to go. */
  private static Reply beginAnew(Exchange exchange) {
    exchange.forgetPendingLogin();
    return FormReplies.done(exchange, "/login", "second_factor_expired");
  }

  private Reply enrolSent(
      Exchange exchange, PendingCookie cookie, FactorMethod method, String target)
      throws RequestRefusedException {
    var outcome =
        exchange
            .domain()
            .sentCodes()
            .setUp(
                cookie.token(),
                method,
                target,
                SentCodeOperations.language(exchange),
                exchange.client());
    return outcome instanceof CodeOutcome.NotPossible not
            && not.reason().equals("factor.not_allowed")
        ? beginAnew(exchange)
        : codes.answer(exchange, false, method, target, outcome);
  }

  private Reply enrol(Exchange exchange) throws RequestRefusedException, IOException {
    FactorOperations.requireEnabled(exchange);
    var cookie = exchange.pendingLogin().orElse(null);
    if (cookie == null) {
      return beginAnew(exchange);
    }
    var form = exchange.form();
    var method = form.optional(METHOD).flatMap(FactorMethod::of).orElse(FactorMethod.TOTP);
    if (isSent(method)) {
      return enrolSent(exchange, cookie, method, form.text(CodeEnrolment.TARGET));
    }
    var outcome = exchange.domain().secondFactors().setUpTotp(cookie.token(), exchange.client());
    return outcome instanceof FactorOutcome.Done<TotpSetup> done
        ? Reply.html(200, enrolment(renderer, frames, exchange, false, done.value()))
        : beginAnew(exchange);
  }

  /** The page with everything that is shown this once. */
  static String enrolment(
      PageRenderer renderer,
      PageFrames frames,
      Exchange exchange,
      boolean signedIn,
      TotpSetup setup) {
    var view =
        new EnrolmentView(
            frames.of(exchange),
            signedIn,
            grouped(setup.secret().reveal()),
            FactorOperations.image(setup),
            setup.uri().reveal(),
            setup.recoveryCodes().stream().map(Confidential::reveal).toList(),
            true,
            List.of(),
            Problems.none());
    return renderer.render("enrolment", view);
  }

  /** The page for whoever mistyped the first code: what was shown is not shown again. */
  static String enrolmentAgain(
      PageRenderer renderer,
      PageFrames frames,
      Exchange exchange,
      boolean signedIn,
      boolean begun,
      List<String> others,
      Problems problems) {
    var view =
        new EnrolmentView(
            frames.of(exchange), signedIn, null, null, null, List.of(), begun, others, problems);
    return renderer.render("enrolment", view);
  }

  /** In groups of four, for whoever types it. */
  private static String grouped(String secret) {
    return String.join(" ", secret.split("(?<=\\G.{4})"));
  }

  private Reply complete(Exchange exchange) throws RequestRefusedException, IOException {
    FactorOperations.requireEnabled(exchange);
    var form = exchange.form();
    var cookie = exchange.pendingLogin().orElse(null);
    var pending = pending(exchange).orElse(null);
    if (cookie == null || pending == null) {
      return beginAnew(exchange);
    }
    var method = method(pending, form.text(METHOD));
    var code = form.secret(CODE);
    if (code.isEmpty()) {
      var missing = Problems.of(CODE, Message.of("factor.code_missing"));
      return FormReplies.again(
          Refusal.of(ErrorCode.INVALID_REQUEST),
          page(exchange, pending, method.wireName(), missing));
    }
    var login = new SecondFactorLogin(cookie.token(), new FactorProof(method, code));
    return exchange
        .domain()
        .authentication()
        .openSession(login, exchange.client())
        .<FormReplies.Answer>foldWithoutSecondFactor(
            in -> () -> signedIn(exchange, form, cookie, in),
            out -> () -> refused(exchange, pending, method, out))
        .reply();
  }

  private static Reply signedIn(
      Exchange exchange,
      Form form,
      PendingCookie cookie,
      AuthenticationResult.Authenticated<SessionGrant> result) {
    exchange.forgetPendingLogin();
    exchange.beginSession(result.caller(), result.grant());
    if (form.optional(DeviceForms.REMEMBER).isPresent()) {
      exchange.trustDevice(result.caller());
    }
    var wanted = cookie.returnTo();
    return Reply.seeOther(wanted == null ? exchange.applicationPath() : wanted);
  }

  private Reply refused(
      Exchange exchange,
      PendingLogin pending,
      FactorMethod method,
      AuthenticationResult.Rejected<SessionGrant> out)
      throws RequestRefusedException {
    if (out.reason() == RejectionReason.INVALID_PENDING_LOGIN) {
      return beginAnew(exchange);
    }
    var refusal = Rejections.of(out);
    var problems = FormReplies.refusedCode(refusal);
    return FormReplies.again(refusal, page(exchange, pending, method.wireName(), problems));
  }

  private String page(Exchange exchange, PendingLogin pending, String wanted, Problems problems) {
    var chosen = method(pending, wanted);
    if (pending.enrolment() && isSent(chosen)) {
      return codes.page(exchange, false, chosen, "", null, problems);
    }
    if (pending.enrolment()) {
      return enrolmentAgain(
          renderer, frames, exchange, false, !problems.isEmpty(), others(pending), problems);
    }
    return page(exchange, pending, chosen, null, problems);
  }

  private String page(
      Exchange exchange,
      PendingLogin pending,
      FactorMethod method,
      @Nullable String sentTo,
      Problems problems) {
    var others =
        pending.methods().stream()
            .filter(other -> other != method)
            .map(FactorMethod::wireName)
            .toList();
    return renderer.render(
        "secondFactor",
        new SecondFactorView(
            frames.of(exchange),
            method.wireName(),
            others,
            isSent(method),
            sentTo,
            DeviceForms.offer(exchange),
            problems));
  }

  /** What may be enrolled instead of an app. */
  private static List<String> others(PendingLogin pending) {
    return pending.methods().stream()
        .filter(SecondFactorPage::isSent)
        .map(FactorMethod::wireName)
        .toList();
  }

  private static boolean isSent(FactorMethod method) {
    return method == FactorMethod.SMS || method == FactorMethod.EMAIL;
  }

  /** Sends a code, and shows where it is typed; where none was sent, whatever else there is. */
  private Reply send(Exchange exchange) throws RequestRefusedException, IOException {
    FactorOperations.requireEnabled(exchange);
    var form = exchange.form();
    var cookie = exchange.pendingLogin().orElse(null);
    var pending = pending(exchange).orElse(null);
    if (cookie == null || pending == null || pending.enrolment()) {
      return beginAnew(exchange);
    }
    var method = method(pending, form.text(METHOD));
    var outcome =
        exchange
            .domain()
            .sentCodes()
            .send(cookie.token(), method, SentCodeOperations.language(exchange), exchange.client());
    if (outcome instanceof CodeOutcome.Sent sent) {
      return Reply.html(200, page(exchange, pending, method, sent.to(), Problems.none()));
    }
    var refusal =
        SentCodeOperations.refusal(exchange, outcome)
            .orElseGet(() -> Refusal.of(ErrorCode.CONFLICT));
    return FormReplies.again(
        refusal, page(exchange, pending, method, null, FormReplies.notSent(outcome)));
  }

  /** One of those that the account may use: what was chosen, else the one to begin with. */
  private static FactorMethod method(PendingLogin pending, @Nullable String chosen) {
    var preferred = pending.preferred();
    var first = preferred == null ? pending.methods().get(0) : preferred;
    return Optional.ofNullable(chosen)
        .flatMap(FactorMethod::of)
        .filter(pending.methods()::contains)
        .orElse(first);
  }
}
