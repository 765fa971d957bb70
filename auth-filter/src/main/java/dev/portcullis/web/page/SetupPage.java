package dev.portcullis.web.page;

import dev.portcullis.Confidential;
import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.RouteSource;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.page.view.ErrorView;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.Problems;
import dev.portcullis.web.page.view.SetupView;
import java.io.IOException;
import java.util.List;

/** Where the link in the log leads to: the first administrator chooses a password (S85). */
final class SetupPage implements RouteSource {

  private static final String LINK = "link";

  private final PageFrames frames;
  private final PageRenderer renderer;

  SetupPage(PageFrames frames, PageRenderer renderer) {
    this.frames = frames;
    this.renderer = renderer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/setup").produces(MediaTypes.HTML).to(Access.PUBLIC, this::show),
        Route.post("/setup")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .to(Access.PUBLIC, this::complete));
  }

  private Reply show(Exchange exchange) throws RequestRefusedException {
    var link = Confidential.of(exchange.query().optional(LINK).orElse(""));
    return exchange.domain().setup().isOpen(link)
        ? form(exchange, link, 200, Problems.none())
        : closed(exchange);
  }

  private Reply complete(Exchange exchange) throws RequestRefusedException, IOException {
    var form = exchange.form();
    var link = form.secret(LINK);
    var slips = NewPassword.slips(form);
    if (!slips.isEmpty()) {
      return exchange.domain().setup().isOpen(link)
          ? form(exchange, link, 400, slips)
          : closed(exchange);
    }
    var texts = frames.of(exchange).texts();
    return exchange
        .domain()
        .setup()
        .complete(link, NewPassword.of(form), exchange.client())
        .fold(
            done -> FormReplies.done(exchange, "/login", "setup_done"),
            () -> closed(exchange),
            conflict -> closed(exchange),
            refused -> form(exchange, link, 400, NewPassword.refused(refused.reasons(), texts)),
            notProven -> closed(exchange));
  }

  private Reply form(Exchange exchange, Confidential link, int status, Problems problems) {
    var settings = exchange.web().settings();
    var username = settings.bootstrapUsername();
    var view =
        new SetupView(
            frames.of(exchange),
            username == null ? "" : username,
            link.reveal(),
            settings.local().minimumLength(),
            problems);
    return Reply.html(status, renderer.render("setup", view));
  }

  /** The same whether the link was used, is too old or never was one. */
  private Reply closed(Exchange exchange) {
    var view =
        new ErrorView(
            frames.withoutForms(exchange.request()),
            404,
            Message.of("setup.closed.title"),
            Message.of("setup.closed.advice"),
            null,
            exchange.ownPath("/login"),
            exchange.client().correlationId());
    return Reply.html(404, renderer.render("error", view));
  }
}
