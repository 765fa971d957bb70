package dev.portcullis.web.page;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.CodeOutcome;
import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorProof;
import dev.portcullis.ProviderLogins.Confirming;
import dev.portcullis.SessionGrant;
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
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.Problems;
import dev.portcullis.web.page.view.ReauthenticationView;
import dev.portcullis.web.page.view.ReauthenticationView.Asks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Proving who one is once more, where an authentication is too old for what comes next (S26). */
final class ReauthenticationPage implements RouteSource {

  /** What the page may say after somebody came back from a provider. */
  private static final Set<String> NOTICES = Set.of("not_confirmed");

  private final PageFrames frames;
  private final PageRenderer renderer;

  ReauthenticationPage(PageFrames frames, PageRenderer renderer) {
    this.frames = frames;
    this.renderer = renderer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/reauthenticate").produces(MediaTypes.HTML).to(Access.CALLER, this::show),
        Route.post("/reauthenticate")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .to(Access.CALLER, this::confirm),
        Route.post("/reauthenticate/challenge")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .to(Access.CALLER, this::send));
  }

  private Reply show(Exchange exchange) throws RequestRefusedException {
    var query = exchange.query();
    var asked = asked(exchange, query.optional("method").orElse(""));
    boolean second = query.optional("factor").filter("second"::equals).isPresent();
    return Reply.html(
        200,
        page(
            exchange,
            query,
            second && asked.kind == Asks.PASSWORD ? Asked.ENROLMENT : asked,
            FormReplies.notice(exchange, NOTICES),
            null,
            Problems.none()));
  }

  /**
   * What is asked for.
   *
   * @param method the second factor; null for anything else
   * @param others what may be shown instead
   */
  private record Asked(Asks kind, @Nullable FactorMethod method, List<FactorMethod> others) {

    static final Asked PASSWORD = new Asked(Asks.PASSWORD, null, List.of());
    static final Asked ENROLMENT = new Asked(Asks.ENROLMENT, null, List.of());
  }

  /** An account with a second factor proves that one. */
  private static Asked asked(Exchange exchange, String chosen) throws RequestRefusedException {
    if (!exchange.web().settings().twoFactor().enabled()) {
      return Asked.PASSWORD;
    }
    var status = exchange.domain().secondFactors().status(exchange.requireCaller().getId());
    var preferred = status.preferred();
    if (preferred == null) {
      return Asked.PASSWORD;
    }
    var all = new ArrayList<>(status.enrolled());
    all.add(FactorMethod.RECOVERY);
    var method = FactorMethod.of(chosen).filter(all::contains).orElse(preferred);
    all.remove(method);
    return new Asked(Asks.CODE, method, all);
  }

  /** Sends a code to whoever is signed in, and shows where it is typed. */
  private Reply send(Exchange exchange) throws RequestRefusedException, IOException {
    FactorOperations.requireEnabled(exchange);
    var form = exchange.form();
    var asked = asked(exchange, form.optional("method").orElse(""));
    if (asked.method == null) {
      throw new RequestRefusedException(ErrorCode.CONFLICT);
    }
    var outcome =
        exchange
            .domain()
            .sentCodes()
            .send(
                exchange.requireCaller(),
                asked.method,
                SentCodeOperations.language(exchange),
                exchange.client());
    if (outcome instanceof CodeOutcome.Sent sent) {
      return Reply.html(200, page(exchange, form, asked, null, sent.to(), Problems.none()));
    }
    var refusal =
        SentCodeOperations.refusal(exchange, outcome)
            .orElseGet(() -> Refusal.of(ErrorCode.CONFLICT));
    return FormReplies.again(
        refusal, page(exchange, form, asked, null, null, FormReplies.notSent(outcome)));
  }

  private Reply confirm(Exchange exchange) throws RequestRefusedException, IOException {
    var form = exchange.form();
    var asked = asked(exchange, form.optional("method").orElse(""));
    var field = asked.kind == Asks.PASSWORD ? "password" : "code";
    var typed = form.secret(field);
    if (typed.isEmpty()) {
      var text = asked.kind == Asks.PASSWORD ? "login.password_missing" : "factor.code_missing";
      return FormReplies.again(
          Refusal.of(ErrorCode.INVALID_REQUEST),
          page(exchange, form, asked, null, null, Problems.of(field, Message.of(text))));
    }
    return prove(exchange, asked, typed)
        .<FormReplies.Answer>foldWithoutSecondFactor(
            yes -> () -> confirmed(exchange, form, yes),
            no -> () -> refused(exchange, form, asked, Rejections.of(no)))
        .reply();
  }

  private static AuthenticationResult<SessionGrant> prove(
      Exchange exchange, Asked asked, Confidential typed) throws RequestRefusedException {
    var authentication = exchange.domain().authentication();
    var caller = exchange.requireCaller();
    if (asked.method == null) {
      return authentication.reauthenticateSession(caller, typed, exchange.client());
    }
    return authentication.reauthenticateSession(
        caller, new FactorProof(asked.method, typed), exchange.client());
  }

  private static Reply confirmed(
      Exchange exchange, Form form, AuthenticationResult.Authenticated<SessionGrant> result) {
    exchange.beginSession(result.caller(), result.grant());
    return Reply.seeOther(FormReplies.returnTo(form).orElse(exchange.ownPath("/account")));
  }

  private Reply refused(Exchange exchange, Form form, Asked asked, Refusal refusal)
      throws RequestRefusedException {
    var problems =
        asked.kind == Asks.PASSWORD
            ? FormReplies.refusedProof(refusal, "password", "reauthentication.refused")
            : FormReplies.refusedCode(refusal);
    return FormReplies.again(refusal, page(exchange, form, asked, null, null, problems));
  }

  private String page(
      Exchange exchange,
      Form sent,
      Asked asked,
      @Nullable Message notice,
      @Nullable String sentTo,
      Problems problems)
      throws RequestRefusedException {
    var caller = exchange.requireCaller();
    var ways =
        asked.kind == Asks.PASSWORD
            ? exchange.domain().providerLogins().confirming(caller.getId())
            : new Confirming(true, List.of());
    var view =
        new ReauthenticationView(
            frames.of(exchange),
            caller.getUsername(),
            FormReplies.returnTo(sent).orElse(null),
            ways.password() ? asked.kind : Asks.PROVIDER,
            ways.providers(),
            notice,
            asked.method == null ? "" : asked.method.wireName(),
            asked.others.stream().map(FactorMethod::wireName).toList(),
            sentTo,
            problems);
    return renderer.render("reauthentication", view);
  }
}
