package dev.portcullis.web.request;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Marks the thread in which the application serves a request, and what to end with its session. */
final class ApplicationRun {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");
  private static final ThreadLocal<@Nullable ApplicationRun> CURRENT = new ThreadLocal<>();

  private final WebContext web;
  private final RequestState state;
  private final @Nullable ApplicationRun outer;

  private ApplicationRun(WebContext web, RequestState state, @Nullable ApplicationRun outer) {
    this.web = web;
    this.state = state;
    this.outer = outer;
  }

  /** Begins; to be {@linkplain #end ended} when the application is done. */
  static ApplicationRun begin(WebContext web, RequestState state) {
    var run = new ApplicationRun(web, state, CURRENT.get());
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

  /** Ends the mark. */
  void end() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }
}
