package dev.portcullis.web.request;

import dev.portcullis.Caller;
import dev.portcullis.SessionGrant;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.web.http.RequestOrigin;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** What a browser holds of a session: our cookie, and an HttpSession that follows it (S19, S84). */
public final class BrowserSession {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");
  private static final String BOND = "dev.portcullis.session";

  private BrowserSession() {}

  /**
   * Makes a new session, or one with a new secret, the one of this browser.
   *
   * @throws TemporarilyUnavailableException where the HttpSession's id cannot be renewed; then the
   *     new session is ended
   */
  public static void begin(
      WebContext web,
      RequestState state,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      SessionGrant grant) {
    var before = state.bySession() ? state.caller().orElse(null) : null;
    try {
      renew(request, caller);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The container did not renew the HttpSession: login refused (S19)", e);
      web.domain().sessions().logout(caller, state.client());
      throw new TemporarilyUnavailableException(
          "The HttpSession kept its id", Duration.ofSeconds(5), e);
    }
    if (before != null && !before.getSessionId().equals(caller.getSessionId())) {
      web.domain().sessions().logout(before, state.client());
    }
    state.setOutcome(new RequestOutcome.Granted(caller, CredentialKind.SESSION));
    web.sessionCookie().write(response, grant.secret(), null);
    web.savedRequests().loggedIn(request, response, caller.getId());
    // An answer of the application's may begin a session, too: no cache may hand it to others.
    response.setHeader("Cache-Control", "no-store");
  }

  /** Forgets the session: no caller, no cookie, no HttpSession. */
  public static void forget(
      WebContext web,
      RequestState state,
      HttpServletRequest request,
      HttpServletResponse response) {
    state.setOutcome(new RequestOutcome.NotPresented());
    web.sessionCookie().clear(response);
    web.savedRequests().loggedOut(request, response);
    var session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }

  /** Forgets caller and cookie where the HttpSession is just being invalidated. */
  static void forgetCookie(WebContext web, RequestState state) {
    state.setOutcome(new RequestOutcome.NotPresented());
    web.sessionCookie().clear(state.response());
  }

  /** Before the application runs: an HttpSession of another session or caller is gone (S84). */
  static void follow(WebContext web, HttpServletRequest request, RequestState state) {
    var session = request.getSession(false);
    if (session == null) {
      return;
    }
    try {
      if (isWithheld(web, request, state)) {
        state.setDetached(session.getAttribute(BOND) != null);
      } else {
        follow(request, session, state);
      }
    } catch (IllegalStateException alreadyInvalidated) {
      LOG.log(Level.DEBUG, "Another request invalidated the HttpSession", alreadyInvalidated);
    }
  }

  /**
   * Another site made the browser send the request, so that our cookie stayed behind: that nobody
   * is known says nothing of the session, and the other site must not be able to end it.
   */
  private static boolean isWithheld(
      WebContext web, HttpServletRequest request, RequestState state) {
    return state.caller().isEmpty()
        && web.sessionCookie().read(request).isEmpty()
        && RequestOrigin.withholdsCookies(request, web.address());
  }

  private static void follow(HttpServletRequest request, HttpSession session, RequestState state) {
    var caller = state.caller().orElse(null);
    var bond = (SessionBond) session.getAttribute(BOND);
    if (bond == null) {
      if (caller != null) {
        adopt(request, session, caller);
      }
    } else if (caller == null || !belongs(bond, caller, state.bySession())) {
      session.invalidate();
    }
  }

  /** While the application runs: an HttpSession that it makes belongs to the caller. */
  static void bind(HttpSession session, Caller caller) {
    if (session.getAttribute(BOND) == null) {
      session.setAttribute(BOND, new SessionBond(caller.getSessionId(), caller.getId()));
    }
  }

  /** After the application ran: what it made past our request object is bound as well. */
  static void bindLeftover(HttpServletRequest request, RequestState state) {
    var caller = state.caller().orElse(null);
    if (caller == null) {
      return;
    }
    try {
      var session = request.getSession(false);
      if (session != null) {
        bind(session, caller);
      }
    } catch (IllegalStateException alreadyInvalidated) {
      LOG.log(Level.DEBUG, "Another request invalidated the HttpSession", alreadyInvalidated);
    }
  }

  /** A token of the same account serves as well: pages use both. */
  private static boolean belongs(SessionBond bond, Caller caller, boolean bySession) {
    return bySession
        ? bond.sessionId().equals(caller.getSessionId())
        : bond.accountId().equals(caller.getId());
  }

  /** An HttpSession from before the login (at another application of the group, say). */
  private static void adopt(HttpServletRequest request, HttpSession session, Caller caller) {
    try {
      changeId(request, session);
      bind(session, caller);
    } catch (IllegalStateException notRenewed) {
      session.invalidate();
    }
  }

  private static void renew(HttpServletRequest request, Caller caller) {
    var session = request.getSession(false);
    if (session == null) {
      return;
    }
    var bond = (SessionBond) session.getAttribute(BOND);
    if (bond != null && !bond.sessionId().equals(caller.getSessionId())) {
      session.invalidate();
    } else {
      changeId(request, session);
      bind(session, caller);
    }
  }

  private static void changeId(HttpServletRequest request, HttpSession session) {
    var before = session.getId();
    var after = request.changeSessionId();
    if (before.equals(after)) {
      throw new IllegalStateException("The session's id is still the old one");
    }
  }
}
