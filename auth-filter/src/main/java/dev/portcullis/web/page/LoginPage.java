package dev.portcullis.web.page;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.PasswordLogin;
import dev.portcullis.SessionGrant;
import dev.portcullis.TemporarilyUnavailableException;
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
import dev.portcullis.web.page.view.LoginView;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.Problems;
import dev.portcullis.web.page.view.ProviderLink;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with a password. The form is there for those who are signed in as well: they may need
 * another account, and nobody is ever led round in a circle.
 */
final class LoginPage implements RouteSource {

  private static final Set<String> NOTICES =
      Set.of(
          "second_factor_expired",
          "expired",
          "signed_out",
          "signed_out_everywhere",
          "setup_done",
          "provider_declined");

  private final PageFrames frames;
  private final PageRenderer renderer;

  LoginPage(PageFrames frames, PageRenderer renderer) {
    this.frames = frames;
    this.renderer = renderer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/login").produces(MediaTypes.HTML).to(Access.PUBLIC, this::show),
        Route.post("/login")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .to(Access.PUBLIC, this::signIn));
  }

  private Reply show(Exchange exchange) throws RequestRefusedException {
    var notice = FormReplies.notice(exchange, NOTICES);
    return Reply.html(200, page(exchange, exchange.query(), notice, Problems.none()));
  }

  private Reply signIn(Exchange exchange) throws RequestRefusedException, IOException {
    var form = exchange.form();
    var username = form.text("username");
    var password = form.secret("password");
    var missing = missing(username, password.isEmpty());
    if (!missing.isEmpty()) {
      return again(exchange, form, Refusal.of(ErrorCode.INVALID_REQUEST), missing);
    }
    try {
      var login =
          new PasswordLogin(
              username,
              password,
              form.optional("provider").filter(name -> !name.isEmpty()).orElse(null));
      var result = exchange.domain().authentication().openSession(login, exchange.client());
      return result.fold(
          yes -> signedIn(exchange, form, yes),
          no -> refused(exchange, form, Rejections.of(no)),
          second ->
              exchange.awaitSecondFactor(
                  second.pending(), FormReplies.returnTo(form).orElse(null)));
    } catch (TemporarilyUnavailableException e) {
      var refusal = Refusal.retryLater(ErrorCode.TEMPORARILY_UNAVAILABLE, e.retryAfter());
      return again(exchange, form, refusal, Problems.of(Message.of("login.unavailable")));
    }
  }

  private static Problems missing(String username, boolean passwordMissing) {
    var problems = Problems.none();
    if (username.isBlank()) {
      problems = problems.and("username", Message.of("login.username_missing"));
    }
    return passwordMissing
        ? problems.and("password", Message.of("login.password_missing"))
        : problems;
  }

  private static Reply signedIn(
      Exchange exchange, Form form, AuthenticationResult.Authenticated<SessionGrant> result) {
    exchange.beginSession(result.caller(), result.grant());
    return Reply.seeOther(FormReplies.returnTo(form).orElse(exchange.applicationPath()));
  }

  private Reply refused(Exchange exchange, Form form, Refusal refusal) {
    var problems = FormReplies.refusedProof(refusal, "password", "login.refused");
    return again(exchange, form, refusal, problems);
  }

  private Reply again(Exchange exchange, Form form, Refusal refusal, Problems problems) {
    return FormReplies.again(refusal, page(exchange, form, null, problems));
  }

  private String page(Exchange exchange, Form sent, @Nullable Message notice, Problems problems) {
    var login = exchange.web().settings().login();
    var returnTo = FormReplies.returnTo(sent).orElse(null);
    var providers = providers(exchange, returnTo);
    var view =
        new LoginView(
            frames.of(exchange),
            sent.optional("username").orElse(""),
            login.choice() && login.order().size() > 1 ? login.order() : List.of(),
            sent.optional("provider").orElse(""),
            returnTo,
            !login.order().isEmpty() || providers.isEmpty(),
            providers,
            notice,
            problems);
    return renderer.render("login", view);
  }

  private static List<ProviderLink> providers(Exchange exchange, @Nullable String returnTo) {
    var query =
        returnTo == null ? "" : "?return_to=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8);
    return exchange.domain().providerLogins().providers().stream()
        .map(
            provider ->
                new ProviderLink(
                    provider.label(),
                    exchange.ownPath("/oauth/" + provider.name() + "/login") + query))
        .toList();
  }
}
