package dev.portcullis.web.page;

import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.ProviderLogoutOperations;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.RouteSource;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.page.view.LogoutView;
import dev.portcullis.web.page.view.SignedOutView;
import java.util.List;

/** Signing out: the page asks, and only its form does it (S76). */
final class LogoutPage implements RouteSource {

  private final PageFrames frames;
  private final PageRenderer renderer;

  LogoutPage(PageFrames frames, PageRenderer renderer) {
    this.frames = frames;
    this.renderer = renderer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/logout").produces(MediaTypes.HTML).to(Access.PUBLIC, this::show),
        Route.post("/logout")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .proof(Route.Proof.WITH_SESSION)
            .to(Access.PUBLIC, this::signOut),
        Route.post("/logout/all")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .to(Access.CALLER, LogoutPage::signOutEverywhere));
  }

  private Reply show(Exchange exchange) {
    return exchange.caller().isEmpty()
        ? FormReplies.done(exchange, "/login", "signed_out")
        : Reply.html(200, renderer.render("logout", new LogoutView(frames.of(exchange))));
  }

  private Reply signOut(Exchange exchange) {
    var there = ProviderLogoutOperations.address(exchange).orElse(null);
    exchange
        .caller()
        .ifPresent(
            caller -> {
              exchange.domain().sessions().logout(caller, exchange.client());
              exchange.endSession();
            });
    if (there != null) {
      // Not a redirect: form-action keeps a form from leading to another site.
      var view = new SignedOutView(frames.of(exchange), there.toString());
      return Reply.html(200, renderer.render("signedOut", view))
          .withHeader("Refresh", "0; url=" + there);
    }
    return FormReplies.done(exchange, "/login", "signed_out");
  }

  private static Reply signOutEverywhere(Exchange exchange) throws RequestRefusedException {
    exchange.domain().sessions().logoutAll(exchange.requireCaller(), exchange.client());
    exchange.endSession();
    return FormReplies.done(exchange, "/login", "signed_out_everywhere");
  }
}
