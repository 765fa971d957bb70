package dev.portcullis.web.page;

import dev.portcullis.LinkOutcome;
import dev.portcullis.ProviderLogins.Beginning.Begun;
import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.ProviderConfirmOperations;
import dev.portcullis.web.api.ProviderLinkOperations;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.RouteSource;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.page.view.LinkView;
import dev.portcullis.web.page.view.LinkingView;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.Problems;
import dev.portcullis.web.page.view.Texts;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * The forms of the account page that link it with providers, and unlink it; and the one by which
 * somebody proves at a provider who they are.
 */
final class ProviderLinkForms implements RouteSource {

  private static final String PAGE = "/account";

  /** What the page may say after an attempt came back. */
  static final Set<String> NOTICES =
      Set.of(
          "link_made",
          "link_ended",
          "link_declined",
          "link_too_late",
          "link_taken",
          "link_another",
          "link_signed_out");

  private final PageFrames frames;
  private final PageRenderer renderer;
  private final AccountPage account;

  ProviderLinkForms(PageFrames frames, PageRenderer renderer, AccountPage account) {
    this.frames = frames;
    this.renderer = renderer;
    this.account = account;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/oauth/{provider}/link")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .to(Access.CALLER, this::link),
        Route.post("/oauth/{provider}/reauthenticate")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .to(Access.CALLER, this::confirm),
        Route.post("/oauth/{provider}/unlink")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .to(Access.CALLER, this::unlink));
  }

  private Reply link(Exchange exchange) throws RequestRefusedException {
    var outcome = ProviderLinkOperations.begin(exchange);
    if (outcome instanceof LinkOutcome.Done<Begun> done) {
      return onTheWay(exchange, done.value(), false);
    }
    return refused(exchange, outcome);
  }

  private Reply confirm(Exchange exchange) throws RequestRefusedException, IOException {
    var returnTo = FormReplies.returnTo(exchange.form()).orElse(null);
    return onTheWay(exchange, ProviderConfirmOperations.begin(exchange, returnTo), true);
  }

  /** Not a redirect: form-action keeps a form from leading to another site. */
  private Reply onTheWay(Exchange exchange, Begun begun, boolean confirming) {
    var there = begun.address().toString();
    var view = new LinkingView(frames.of(exchange), there, confirming);
    return Reply.html(200, renderer.render("linking", view))
        .withHeader("Refresh", "0; url=" + there);
  }

  private Reply unlink(Exchange exchange) throws RequestRefusedException {
    var outcome = ProviderLinkOperations.end(exchange);
    return outcome instanceof LinkOutcome.Done<Boolean>
        ? FormReplies.done(exchange, PAGE, "link_ended")
        : refused(exchange, outcome);
  }

  private Reply refused(Exchange exchange, LinkOutcome<?> outcome) throws RequestRefusedException {
    if (outcome instanceof LinkOutcome.NotRecent<?>) {
      return FormReplies.confirmFirst(exchange, PAGE);
    }
    var refusal =
        ProviderLinkOperations.refusal(exchange, outcome)
            .orElseGet(() -> Refusal.of(ErrorCode.CONFLICT));
    if (!(outcome instanceof LinkOutcome.NotPossible<?> notPossible)
        || refusal.code() == ErrorCode.AUTHENTICATION_REQUIRED
        || notPossible.reason().equals("link.unknown")) {
      throw new RequestRefusedException(refusal);
    }
    var problems = Problems.of(Message.of(notPossible.reason()));
    return account.again(exchange, refusal, AccountPage.Typed.NOTHING, problems);
  }

  /** What the account page shows of them; nothing where no provider is configured. */
  static List<LinkView> view(Exchange exchange, String accountId, Texts texts) {
    return exchange.domain().providerLinks().of(accountId).stream()
        .map(
            link -> {
              var since = link.since();
              return new LinkView(
                  link.provider().name(),
                  link.provider().label(),
                  since == null ? null : texts.time(since),
                  link.loginName(),
                  link.removable());
            })
        .toList();
  }
}
