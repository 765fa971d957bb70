package dev.portcullis.web.page;

import dev.portcullis.Caller;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.page.view.PageFrame;
import dev.portcullis.web.page.view.PageLinks;
import dev.portcullis.web.request.RequestState;
import dev.portcullis.web.request.WebContext;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Makes the frame of a page: language, addresses, who is signed in, the token of its forms. */
final class PageFrames {

  private static final String NO_FORM = "";

  private final TextCatalog catalog;
  private final PageLinks links;
  private final @Nullable String applicationName;

  /**
   * @param applicationName to show in the head of each page; null or blank for none
   */
  PageFrames(WebContext web, TextCatalog catalog, Assets assets, @Nullable String applicationName) {
    this.catalog = catalog;
    this.links =
        new PageLinks(
            web.ownPath(""),
            web.address().path() + "/",
            web.ownPath(assets.stylesheet().path()),
            web.ownPath(assets.logo().path()));
    this.applicationName =
        applicationName == null || applicationName.isBlank() ? null : applicationName;
  }

  /** For a page with forms. */
  PageFrame of(Exchange exchange) {
    var username = exchange.caller().map(Caller::getUsername).orElse(null);
    return frame(exchange.request(), username, exchange.csrfToken());
  }

  /** For a page without forms, such as an error on any path of the application. */
  PageFrame withoutForms(HttpServletRequest request) {
    var state = RequestState.of(request);
    var username = state == null ? null : state.caller().map(Caller::getUsername).orElse(null);
    return frame(request, username, NO_FORM);
  }

  private PageFrame frame(HttpServletRequest request, @Nullable String username, String csrfToken) {
    var texts = catalog.forReader(request.getHeader("Accept-Language"));
    return new PageFrame(texts, links, applicationName, username, csrfToken);
  }
}
