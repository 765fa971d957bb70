package dev.portcullis.web.page;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorProof;
import dev.portcullis.ProviderLogins.Confirming;
import dev.portcullis.SessionGrant;
import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.Form;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.RouteSource;
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
            .to(Access.CALLER, this::confirm));
  }

  private Reply show(Exchange exchange) throws RequestRefusedException {
    var query = exchange.query();
    var asks = asks(exchange, query.optional("method").orElse(""));
    boolean second = query.optional("factor").filter("second"::equals).isPresent();
    return Reply.html(
        200,
        page(
            exchange,
            query,
            second && asks == Asks.PASSWORD ? Asks.ENROLMENT : asks,
            FormReplies.notice(exchange, NOTICES),
            Problems.none()));
  }

  /** An account with a second factor proves that one. */
  private static Asks asks(Exchange exchange, String method) throws RequestRefusedException {
    if (!exchange.web().settings().twoFactor().enabled()) {
      return Asks.PASSWORD;
    }
    var id = exchange.requireCaller().getId();
    if (exchange.domain().secondFactors().status(id).enrolled().isEmpty()) {
      return Asks.PASSWORD;
    }
    return method.equals(FactorMethod.RECOVERY.wireName()) ? Asks.RECOVERY_CODE : Asks.CODE;
  }

  private Reply confirm(Exchange exchange) throws RequestRefusedException, IOException {
    var form = exchange.form();
    var asks = asks(exchange, form.optional("method").orElse(""));
    var field = asks == Asks.PASSWORD ? "password" : "code";
    var typed = form.secret(field);
    if (typed.isEmpty()) {
      var text = asks == Asks.PASSWORD ? "login.password_missing" : "factor.code_missing";
      return FormReplies.again(
          Refusal.of(ErrorCode.INVALID_REQUEST),
          page(exchange, form, asks, null, Problems.of(field, Message.of(text))));
    }
    return prove(exchange, asks, typed)
        .<FormReplies.Answer>foldWithoutSecondFactor(
            yes -> () -> confirmed(exchange, form, yes),
            no -> () -> refused(exchange, form, asks, Rejections.of(no)))
        .reply();
  }

  private static AuthenticationResult<SessionGrant> prove(
      Exchange exchange, Asks asks, Confidential typed) throws RequestRefusedException {
    var authentication = exchange.domain().authentication();
    var caller = exchange.requireCaller();
    if (asks == Asks.PASSWORD) {
      return authentication.reauthenticateSession(caller, typed, exchange.client());
    }
    var method = asks == Asks.CODE ? FactorMethod.TOTP : FactorMethod.RECOVERY;
    return authentication.reauthenticateSession(
        caller, new FactorProof(method, typed), exchange.client());
  }

  private static Reply confirmed(
      Exchange exchange, Form form, AuthenticationResult.Authenticated<SessionGrant> result) {
    exchange.beginSession(result.caller(), result.grant());
    return Reply.seeOther(FormReplies.returnTo(form).orElse(exchange.ownPath("/account")));
  }

  private Reply refused(Exchange exchange, Form form, Asks asks, Refusal refusal)
      throws RequestRefusedException {
    var problems =
        asks == Asks.PASSWORD
            ? FormReplies.refusedProof(refusal, "password", "reauthentication.refused")
            : FormReplies.refusedCode(refusal);
    return FormReplies.again(refusal, page(exchange, form, asks, null, problems));
  }

  private String page(
      Exchange exchange, Form sent, Asks asks, @Nullable Message notice, Problems problems)
      throws RequestRefusedException {
    var caller = exchange.requireCaller();
    var ways =
        asks == Asks.PASSWORD
            ? exchange.domain().providerLogins().confirming(caller.getId())
            : new Confirming(true, List.of());
    var view =
        new ReauthenticationView(
            frames.of(exchange),
            caller.getUsername(),
            FormReplies.returnTo(sent).orElse(null),
            ways.password() ? asks : Asks.PROVIDER,
            ways.providers(),
            notice,
            problems);
    return renderer.render("reauthentication", view);
  }
}
