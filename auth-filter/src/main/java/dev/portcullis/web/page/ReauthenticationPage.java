package dev.portcullis.web.page;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.RejectionReason;
import dev.portcullis.SessionGrant;
import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.Form;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.RouteSource;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.Problems;
import dev.portcullis.web.page.view.ReauthenticationView;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
      return FormReplies.again(400, page(exchange, form, problems), null);
    }
    return exchange
        .domain()
        .authentication()
        .reauthenticateSession(exchange.requireCaller(), password, exchange.client())
        .<FormReplies.Answer>fold(
            yes -> () -> confirmed(exchange, form, yes),
            no -> () -> refused(exchange, form, no.reason(), no.retryAfter()))
        .reply();
  }

  private static Reply confirmed(
      Exchange exchange, Form form, AuthenticationResult.Authenticated<SessionGrant> result)
      throws RequestRefusedException {
    exchange.beginSession(result.caller(), result.grant());
    return Reply.seeOther(FormReplies.returnTo(form).orElse(exchange.ownPath("/account")));
  }

  private Reply refused(
      Exchange exchange, Form form, RejectionReason reason, @Nullable Duration retryAfter)
      throws RequestRefusedException {
    var problems =
        reason == RejectionReason.TOO_MANY_REQUESTS
            ? FormReplies.tooMany(retryAfter)
            : Problems.of("password", Message.of("reauthentication.refused"));
    return FormReplies.again(
        FormReplies.status(reason), page(exchange, form, problems), retryAfter);
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
