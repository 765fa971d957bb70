package dev.portcullis.web.request;

import dev.portcullis.SavedForm;
import dev.portcullis.web.http.RequestPath;
import dev.portcullis.web.saved.SavedRequests.Pending;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Hands a form that waited for the login to the application, within the GET that comes back for it;
 * or says that it must be sent again.
 */
final class Replays {

  private final WebContext web;
  private final ProtectRules rules;
  private final BiPredicate<HttpServletRequest, String> methodsDiffer;

  /**
   * @param methodsDiffer whether the container may judge a POST to that path otherwise than a GET
   */
  Replays(
      WebContext web, ProtectRules rules, BiPredicate<HttpServletRequest, String> methodsDiffer) {
    this.web = web;
    this.rules = rules;
    this.methodsDiffer = methodsDiffer;
  }

  /**
   * Looks for a form; the state has it afterwards.
   *
   * @return whether the response is written: there was a form, and it is not to be had
   * @throws dev.portcullis.TemporarilyUnavailableException where the database does not answer; the
   *     form still waits then
   */
  boolean redirects(HttpServletRequest request, HttpServletResponse response, RequestState state) {
    var caller = state.caller().orElse(null);
    if (caller == null || !state.bySession()) {
      return false;
    }
    var pending = web.savedRequests().pending(request, caller.getId()).orElse(null);
    if (pending == null) {
      return false;
    }
    var form = mayPost(request, state) ? pending.take() : Optional.<SavedForm>empty();
    web.savedRequests().forget(response);
    form.ifPresent(state::setReplayed);
    if (form.isEmpty()) {
      sendAgain(response, pending);
    }
    return form.isEmpty();
  }

  /** The same constraints and rules as if it were sent now; its origin was proven back then. */
  private boolean mayPost(HttpServletRequest request, RequestState state) {
    var path = RequestPath.of(request).orElse(null);
    return path != null
        && !methodsDiffer.test(request, path.served())
        // A container holds its constraints against what was asked for, not the welcome file.
        && !methodsDiffer.test(request, path.asked())
        && rules
            .match("POST", path)
            .flatMap(rule -> rule.check(state.outcome(), web.clock().instant(), true))
            .isEmpty();
  }

  private void sendAgain(HttpServletResponse response, Pending pending) {
    var page = URLEncoder.encode(pending.page(), StandardCharsets.UTF_8);
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Location", web.ownPath("/send-again") + "?return_to=" + page);
  }
}
