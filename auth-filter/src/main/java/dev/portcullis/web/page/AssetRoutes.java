package dev.portcullis.web.page;

import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.RouteSource;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.RequestRefusedException;
import java.util.List;

/** Serves the style sheet and the logo. */
final class AssetRoutes implements RouteSource {

  private static final String FOR_GOOD = "public, max-age=31536000, immutable";
  private static final String ASK_AGAIN = "no-cache";

  private final Assets assets;

  AssetRoutes(Assets assets) {
    this.assets = assets;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/assets/{name}").producesNothing().to(Access.PUBLIC, this::serve));
  }

  private Reply serve(Exchange exchange) throws RequestRefusedException {
    var asset =
        assets
            .named(exchange.pathVariable("name"))
            .orElseThrow(() -> new RequestRefusedException(ErrorCode.NOT_FOUND));
    var tag = "\"" + asset.digest() + "\"";
    // With another digest in the address the content there may change: it is asked for again.
    boolean stable = exchange.query().optional("v").filter(asset.digest()::equals).isPresent();
    var reply =
        tag.equals(exchange.request().getHeader("If-None-Match"))
            ? Reply.empty(304)
            : Reply.of(200, asset.mediaType(), asset.content());
    return reply.withHeader("ETag", tag).withHeader("Cache-Control", stable ? FOR_GOOD : ASK_AGAIN);
  }
}
