package dev.portcullis.web.page;

import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.page.view.ErrorView;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.PageFrame;
import dev.portcullis.web.request.RefusalPage;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Shows a refusal to a person: what happened in general, and what to do (S75). */
final class ErrorPage implements RefusalPage {

  private final PageFrames frames;
  private final PageRenderer renderer;

  ErrorPage(PageFrames frames, PageRenderer renderer) {
    this.frames = frames;
    this.renderer = renderer;
  }

  @Override
  public String render(HttpServletRequest request, Refusal refusal, String correlationId) {
    var frame = frames.withoutForms(request);
    var text = "error." + kind(refusal.code());
    var after = refusal.retryAfter();
    var view =
        new ErrorView(
            frame,
            refusal.code().status(),
            Message.of(text + ".title"),
            Message.of(text + ".advice"),
            after == null ? null : FormReplies.retry(after),
            signIn(frame, refusal.code()),
            correlationId);
    return renderer.render("error", view);
  }

  /** Most are told by their status; the description is for programs and stays out. */
  private static String kind(ErrorCode code) {
    return switch (code) {
      case CSRF_FAILED -> "csrf";
      case CERTIFICATE_REQUIRED -> "certificate";
      case INVALID_STATE, MISSING_CODE_OR_STATE -> "provider_attempt";
      case INSUFFICIENT_USER_AUTHENTICATION -> "too_old";
      default -> Integer.toString(code.status());
    };
  }

  private static @Nullable String signIn(PageFrame frame, ErrorCode code) {
    if (code == ErrorCode.INSUFFICIENT_USER_AUTHENTICATION) {
      return frame.links().to("/reauthenticate");
    }
    if (code.status() == 502
        || code == ErrorCode.INVALID_STATE
        || code == ErrorCode.MISSING_CODE_OR_STATE) {
      return frame.links().to("/login");
    }
    return code.status() == 401 && code != ErrorCode.CERTIFICATE_REQUIRED
        ? frame.links().to("/login")
        : null;
  }
}
