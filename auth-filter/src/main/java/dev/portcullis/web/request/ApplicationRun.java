package dev.portcullis.web.request;

import dev.portcullis.web.http.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Marks the thread in which the application serves a request, and what to end with its session. */
final class ApplicationRun {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");
  private static final ThreadLocal<@Nullable ApplicationRun> CURRENT = new ThreadLocal<>();

  private final Room room;
  private final WebContext web;
  private final RequestState state;
  private final HttpServletRequest request;
  private final @Nullable ApplicationRun outer;

  private ApplicationRun(
      Room room,
      WebContext web,
      RequestState state,
      HttpServletRequest request,
      @Nullable ApplicationRun outer) {
    this.room = room;
    this.web = web;
    this.state = state;
    this.request = request;
    this.outer = outer;
  }

  /** Begins; to be {@linkplain #end ended} when the application is done. */
  static ApplicationRun begin(
      Room room, WebContext web, RequestState state, HttpServletRequest request) {
    var run = new ApplicationRun(room, web, state, request, CURRENT.get());
    CURRENT.set(run);
    return run;
  }

  /** The run of this thread, if the application serves a request in it. */
  static Optional<ApplicationRun> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** The application threw its session away: the caller's session of that id goes with it. */
  void sessionInvalidated(String sessionId) {
    var caller = state.caller().filter(c -> c.getSessionId().equals(sessionId));
    if (caller.isEmpty() || state.byAmbient()) {
      return;
    }
    try {
      web.domain().sessions().logout(caller.get(), state.client());
      BrowserSession.forgetCookie(web, state);
    } catch (RuntimeException e) {
      // Containers swallow what a listener throws; the filter answers 503 instead.
      LOG.log(Level.WARNING, "A session that the application invalidated could not be ended", e);
      state.setLogoutFailed();
    }
  }

  /**
   * Whether the caller meets that demand; otherwise the answer is written, and complete: whatever
   * the frameworks between here and the filter make of an exception, nothing is added to it.
   */
  boolean meets(FactorDemand demand) {
    var refusal = demand.check(state.outcome(), web.clock().instant());
    refusal.ifPresent(this::answer);
    return refusal.isEmpty();
  }

  private void answer(Refusal refusal) {
    var response = state.response();
    if (response.isCommitted()) {
      return;
    }
    try {
      room.refuse(request, response, state, refusal);
      response.flushBuffer();
      state.setAnswered();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the mark. */
  void end() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }
}
