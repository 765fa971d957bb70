package dev.portcullis.web.page;

import dev.portcullis.CodeOutcome;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.Form;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.LocalPath;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.Problems;
import dev.portcullis.web.request.RefusalWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the answers to forms have in common. */
final class FormReplies {

  private static final String NOTICE = "notice";
  private static final String RETURN_TO = "return_to";

  private FormReplies() {}

  /**
   * An answer that may yet turn into a refusal; what the outcomes of the domain are folded into.
   */
  @FunctionalInterface
  interface Answer {
    Reply reply() throws RequestRefusedException;
  }

  /** A page that shows a form again, with status and headers as a program would get them. */
  static Reply again(Refusal refusal, String html) {
    var reply = Reply.html(refusal.code().status(), html);
    for (var header : RefusalWriter.headers(refusal).entrySet()) {
      reply = reply.withHeader(header.getKey(), header.getValue());
    }
    return reply;
  }

  /** To a page of ours, which then says what was done. */
  static Reply done(Exchange exchange, String page, String notice) {
    return Reply.seeOther(exchange.ownPath(page) + "?" + NOTICE + "=" + notice);
  }

  /** To the page that asks for the proof, and back; the button is pressed anew then (S26). */
  static Reply confirmFirst(Exchange exchange, String page) {
    var back = URLEncoder.encode(exchange.ownPath(page), StandardCharsets.UTF_8);
    return Reply.seeOther(exchange.ownPath("/reauthenticate") + "?" + RETURN_TO + "=" + back);
  }

  /** What a page has to say because of {@link #done}: one of its own notices, or nothing. */
  static @Nullable Message notice(Exchange exchange, Set<String> known)
      throws RequestRefusedException {
    return exchange
        .query()
        .optional(NOTICE)
        .filter(known::contains)
        .map(name -> Message.of("notice." + name))
        .orElse(null);
  }

  /** Where the form or query wants to go afterwards, if that is a path on this host (S47). */
  static Optional<String> returnTo(Form form) {
    return form.optional(RETURN_TO).flatMap(LocalPath::parse).map(LocalPath::text);
  }

  /**
   * What is wrong with a proof of identity that was refused.
   *
   * @param field where the proof was typed
   * @param textId the text for a wrong, unknown, locked and disabled one alike (S32)
   */
  static Problems refusedProof(Refusal refusal, String field, String textId) {
    if (refusal.code() != ErrorCode.TOO_MANY_REQUESTS) {
      return Problems.of(field, Message.of(textId));
    }
    var problems = Problems.of(Message.of("login.too_many_requests"));
    var after = refusal.retryAfter();
    return after == null ? problems : problems.and(null, retry(after));
  }

  /** The same of a second factor, whose owner may hear that it is locked (S37). */
  static Problems refusedCode(Refusal refusal) {
    return refusal.code() == ErrorCode.TOO_MANY_REQUESTS
        ? Problems.of(Message.of("factor.locked"))
        : Problems.of("code", Message.of("factor.code_wrong"));
  }

  /** Why no code was sent, for whoever waits for it. */
  static Problems notSent(CodeOutcome outcome) {
    return outcome.fold(
        sent -> Problems.none(),
        not ->
            Problems.of(Message.of(not.recipient() ? "factor.not_sent_there" : "factor.not_sent")),
        tooMany ->
            Problems.of(Message.of("factor.sent_too_often")).and(null, retry(tooMany.retryAfter())),
        notRecent -> Problems.of(Message.of("factor.not_allowed")),
        notPossible -> Problems.of(Message.of(notPossible.reason())));
  }

  /** When to try again, in words; whole units, so that no language needs a singular. */
  static Message retry(Duration after) {
    long seconds = after.toSeconds();
    if (seconds < 5) {
      return Message.of("error.retry_moment");
    }
    return seconds <= 120
        ? Message.of("error.retry_seconds", "count", Long.toString(seconds))
        : Message.of("error.retry_minutes", "count", Long.toString((seconds + 59) / 60));
  }
}
