package dev.portcullis.web.page;

import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.RouteSource;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.page.view.LogoutView;
import java.util.List;

/** Asks whether to sign out; the form goes to the operation that does it (S76). */
final class LogoutPage implements RouteSource {

  private final PageFrames frames;
  private final PageRenderer renderer;

  LogoutPage(PageFrames frames, PageRenderer renderer) {
    this.frames = frames;
    this.renderer = renderer;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/logout").produces(MediaTypes.HTML).to(Access.PUBLIC, this::show));
  }

  private Reply show(Exchange exchange) {
    return exchange.caller().isEmpty()
        ? FormReplies.done(exchange, "/login", "signed_out")
        : Reply.html(200, renderer.render("logout", new LogoutView(frames.of(exchange))));
  }
}
