package dev.portcullis.web.page;

import dev.portcullis.AccountInfo;
import dev.portcullis.ApiTokenInfo;
import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.NewApiToken;
import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.ApiTokenOperations;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.RouteSource;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.page.AccountPage.Typed;
import dev.portcullis.web.page.view.ApiTokenView;
import dev.portcullis.web.page.view.ApiTokensView;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.NewApiTokenView;
import dev.portcullis.web.page.view.Problems;
import dev.portcullis.web.page.view.Texts;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms of the account page that make and end personal API tokens. */
final class ApiTokenForms implements RouteSource {

  private static final String NAME = "token_name";
  private static final String DAYS = "token_days";
  private static final String ROLE = "role:";
  private static final long USUAL_DAYS = 30;
  private static final Duration RECENT = Duration.ofMinutes(5);

  private final PageFrames frames;
  private final PageRenderer renderer;
  private final AccountPage account;

  ApiTokenForms(PageFrames frames, PageRenderer renderer, AccountPage account) {
    this.frames = frames;
    this.renderer = renderer;
    this.account = account;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/tokens")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .to(Access.CALLER, this::create),
        Route.post("/tokens/{id}/end")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .to(Access.CALLER, ApiTokenForms::end));
  }

  private Reply create(Exchange exchange) throws RequestRefusedException, IOException {
    ApiTokenOperations.requireEnabled(exchange);
    var form = exchange.form();
    var typed = new Typed(null, form.text(NAME).strip(), form.text(DAYS).strip());
    var life = Duration.ofDays(days(typed.tokenDays()));
    var token = new NewApiToken(typed.tokenName(), life, form.namesAfter(ROLE));
    var outcome =
        exchange.domain().apiTokens().create(exchange.requireCaller(), token, exchange.client());
    return outcome
        .<FormReplies.Answer>fold(
            created -> () -> created(exchange, created),
            refused ->
                () ->
                    account.again(
                        exchange,
                        Refusal.of(ErrorCode.INVALID_REQUEST),
                        typed,
                        problems(exchange, refused.reasons())),
            tooMany ->
                () ->
                    account.again(
                        exchange,
                        Refusal.of(ErrorCode.CONFLICT),
                        typed,
                        Problems.of(
                            Message.of(
                                "token.too_many", "count", Integer.toString(tooMany.most())))),
            notRecent -> () -> confirmFirst(exchange),
            () -> ApiTokenForms::notAllowed)
        .reply();
  }

  /** Shown in the answer itself, for nothing keeps it to be shown later. */
  private Reply created(Exchange exchange, ApiTokenOutcome.Created created) {
    var frame = frames.of(exchange);
    var view =
        new NewApiTokenView(
            frame,
            created.token().name(),
            created.secret().reveal(),
            frame.texts().time(created.token().expiresAt()));
    return Reply.html(200, renderer.render("apiToken", view));
  }

  private static Problems problems(Exchange exchange, List<String> reasons) {
    var problems = Problems.none();
    for (var reason : reasons) {
      problems =
          switch (reason) {
            case "token.name" -> problems.and(NAME, Message.of("token.name_invalid"));
            case "token.lifetime" ->
                problems.and(
                    DAYS,
                    Message.of("token.days_invalid", "count", Long.toString(maxDays(exchange))));
            default -> problems.and(null, Message.of("token.roles_invalid"));
          };
    }
    return problems;
  }

  /** To the page that asks for the password, and back; the form is filled in anew then (S26). */
  private static Reply confirmFirst(Exchange exchange) {
    var back = URLEncoder.encode(exchange.ownPath("/account"), StandardCharsets.UTF_8);
    return Reply.seeOther(exchange.ownPath("/reauthenticate") + "?return_to=" + back);
  }

  private static Reply notAllowed() throws RequestRefusedException {
    throw new RequestRefusedException(ErrorCode.INSUFFICIENT_PERMISSIONS);
  }

  private static Reply end(Exchange exchange) throws RequestRefusedException {
    ApiTokenOperations.requireEnabled(exchange);
    var id = exchange.pathVariable("id");
    // One that is not there has ended already, as the reader wished.
    boolean ignored =
        exchange.domain().apiTokens().delete(exchange.requireCaller(), id, exchange.client());
    return FormReplies.done(exchange, "/account", "token_ended");
  }

  /** What the account page shows of them; null where they are switched off. */
  static @Nullable ApiTokensView view(
      Exchange exchange, AccountInfo account, Texts texts, Typed typed)
      throws RequestRefusedException {
    if (!exchange.web().settings().apiTokens().enabled()) {
      return null;
    }
    var proven = exchange.requireCaller().getAuthenticatedAt();
    long most = maxDays(exchange);
    return new ApiTokensView(
        exchange.domain().apiTokens().list(account.id()).stream()
            .map(token -> view(token, texts))
            .toList(),
        !proven.plus(RECENT).isBefore(exchange.web().clock().instant()),
        account.roles().stream().sorted().toList(),
        most,
        typed.tokenName(),
        typed.tokenDays().isEmpty()
            ? Long.toString(Math.min(USUAL_DAYS, most))
            : typed.tokenDays());
  }

  private static ApiTokenView view(ApiTokenInfo token, Texts texts) {
    var lastUsed = token.lastUsedAt();
    return new ApiTokenView(
        token.id(),
        token.name(),
        token.roles().stream().sorted().toList(),
        texts.time(token.createdAt()),
        texts.time(token.expiresAt()),
        lastUsed == null ? null : texts.time(lastUsed));
  }

  private static long maxDays(Exchange exchange) {
    return Math.max(1, exchange.web().settings().apiTokens().maxLifetime().toDays());
  }

  /** 0, which no token may have, for whatever is no number of days. */
  private static long days(String typed) {
    return typed.matches("[0-9]{1,5}") ? Long.parseLong(typed) : 0;
  }
}
