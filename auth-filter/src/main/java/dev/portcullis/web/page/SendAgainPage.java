package dev.portcullis.web.page;

import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.RouteSource;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.page.view.SendAgainView;
import java.util.List;

/** After a login: says that a form did not outlast it, and leads back to where it was. */
final class SendAgainPage implements RouteSource {

  private final PageFrames frames;
  private final PageRenderer renderer;

  SendAgainPage(PageFrames frames, PageRenderer renderer) {
    this.frames = frames;
    this.renderer = renderer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/send-again").produces(MediaTypes.HTML).to(Access.PUBLIC, this::show));
  }

  private Reply show(Exchange exchange) throws RequestRefusedException {
    var page = FormReplies.returnTo(exchange.query()).orElse(null);
    var view = new SendAgainView(frames.of(exchange), page);
    return Reply.html(200, renderer.render("sendAgain", view));
  }
}
