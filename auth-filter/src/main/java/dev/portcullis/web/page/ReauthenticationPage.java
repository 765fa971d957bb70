package dev.portcullis.web.page;

import dev.portcullis.AuthenticationResult;
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
import java.io.IOException;
import java.util.List;

/** Proving who one is once more, where an authentication is too old for what comes next (S26). */
final class ReauthenticationPage implements RouteSource {

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
    return Reply.html(200, page(exchange, exchange.query(), Problems.none()));
  }

  private Reply confirm(Exchange exchange) throws RequestRefusedException, IOException {
    var form = exchange.form();
    var password = form.secret("password");
    if (password.isEmpty()) {
      var problems = Problems.of("password", Message.of("login.password_missing"));
      return FormReplies.again(
          Refusal.of(ErrorCode.INVALID_REQUEST), page(exchange, form, problems));
    }
    return exchange
        .domain()
        .authentication()
        .reauthenticateSession(exchange.requireCaller(), password, exchange.client())
        .<FormReplies.Answer>foldWithoutSecondFactor(
            yes -> () -> confirmed(exchange, form, yes),
            no -> () -> refused(exchange, form, Rejections.of(no)))
        .reply();
  }

  private static Reply confirmed(
      Exchange exchange, Form form, AuthenticationResult.Authenticated<SessionGrant> result) {
    exchange.beginSession(result.caller(), result.grant());
    return Reply.seeOther(FormReplies.returnTo(form).orElse(exchange.ownPath("/account")));
  }

  private Reply refused(Exchange exchange, Form form, Refusal refusal)
      throws RequestRefusedException {
    var problems = FormReplies.refusedProof(refusal, "password", "reauthentication.refused");
    return FormReplies.again(refusal, page(exchange, form, problems));
  }

  private String page(Exchange exchange, Form sent, Problems problems)
      throws RequestRefusedException {
    var view =
        new ReauthenticationView(
            frames.of(exchange),
            exchange.requireCaller().getUsername(),
            FormReplies.returnTo(sent).orElse(null),
            problems);
    return renderer.render("reauthentication", view);
  }
}
