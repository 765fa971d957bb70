package dev.portcullis.web.page;

import dev.portcullis.RejectionReason;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.Form;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.http.LocalPath;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.Problems;
import dev.portcullis.web.request.RefusalWriter;
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

  /**
   * A page that shows a form again, with the status that the same refusal has as JSON.
   *
   * @param retryAfter when another try makes sense, or null
   */
  static Reply again(int status, String html, @Nullable Duration retryAfter) {
    var reply = Reply.html(status, html);
    if (status == 401) {
      reply = reply.withHeader("WWW-Authenticate", "Bearer realm=\"" + RefusalWriter.REALM + "\"");
    }
    return retryAfter == null
        ? reply
        : reply.withHeader("Retry-After", Long.toString(seconds(retryAfter)));
  }

  /** To a page of ours, which then says what was done. */
  static Reply done(Exchange exchange, String page, String notice) {
    return Reply.seeOther(exchange.ownPath(page) + "?" + NOTICE + "=" + notice);
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

  /** The status of a refused proof of identity. */
  static int status(RejectionReason reason) {
    return reason == RejectionReason.TOO_MANY_REQUESTS ? 429 : 401;
  }

  /**
   * The problem of too many attempts.
   *
   * @param retryAfter when another try makes sense, or null
   */
  static Problems tooMany(@Nullable Duration retryAfter) {
    var problems = Problems.of(Message.of("login.too_many_requests"));
    return retryAfter == null ? problems : problems.and(null, retry(retryAfter));
  }

  /** When to try again, in words; whole units, so that no language needs a singular. */
  static Message retry(Duration after) {
    long seconds = seconds(after);
    if (seconds < 5) {
      return Message.of("error.retry_moment");
    }
    return seconds <= 120
        ? Message.of("error.retry_seconds", "count", Long.toString(seconds))
        : Message.of("error.retry_minutes", "count", Long.toString((seconds + 59) / 60));
  }

  private static long seconds(Duration duration) {
    return Math.max(1, duration.plusMillis(999).toSeconds());
  }
}
