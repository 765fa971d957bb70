package dev.portcullis.web.page;

import dev.portcullis.CodeOutcome;
import dev.portcullis.FactorMethod;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.api.SentCodeOperations;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.page.view.CodeEnrolmentView;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.Problems;
import org.jspecify.annotations.Nullable;

/**
 * The page on which an address or a number for codes is enrolled, signed in or on the way there.
 */
final class CodeEnrolment {

  static final String TARGET = "target";

  private final PageFrames frames;
  private final PageRenderer renderer;

  CodeEnrolment(PageFrames frames, PageRenderer renderer) {
    this.frames = frames;
    this.renderer = renderer;
  }

  /** Where the code is typed; or, where none was sent, where the address is corrected. */
  Reply answer(
      Exchange exchange, boolean signedIn, FactorMethod method, String typed, CodeOutcome outcome)
      throws RequestRefusedException {
    if (outcome instanceof CodeOutcome.Sent sent) {
      return Reply.html(200, page(exchange, signedIn, method, typed, sent.to(), Problems.none()));
    }
    var refusal =
        SentCodeOperations.refusal(exchange, outcome)
            .orElseGet(() -> Refusal.of(ErrorCode.CONFLICT));
    if (refusal.code() == ErrorCode.AUTHENTICATION_REQUIRED) {
      throw new RequestRefusedException(refusal);
    }
    return FormReplies.again(
        refusal, page(exchange, signedIn, method, typed, null, problems(outcome)));
  }

  private static Problems problems(CodeOutcome outcome) {
    return outcome instanceof CodeOutcome.NotPossible not && not.reason().endsWith("_invalid")
        ? Problems.of(TARGET, Message.of(not.reason()))
        : FormReplies.notSent(outcome);
  }

  String page(
      Exchange exchange,
      boolean signedIn,
      FactorMethod method,
      String typed,
      @Nullable String sentTo,
      Problems problems) {
    return renderer.render(
        "codeEnrolment",
        new CodeEnrolmentView(
            frames.of(exchange), signedIn, method.wireName(), typed, sentTo, problems));
  }
}
