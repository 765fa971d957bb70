package dev.portcullis.web.request;

import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.Serial;
import java.io.Serializable;

/**
 * Ties an HttpSession of the application to a session of ours, by its public id (S84). Where the
 * application invalidates the one while it serves a request, the other ends with it; where the
 * container times it out, in a thread of its own, nothing happens.
 */
final class SessionBond implements HttpSessionBindingListener, Serializable {

  @Serial private static final long serialVersionUID = 1L;

  private final String sessionId;
  private final String accountId;

  SessionBond(String sessionId, String accountId) {
    this.sessionId = sessionId;
    this.accountId = accountId;
  }

  String sessionId() {
    return sessionId;
  }

  String accountId() {
    return accountId;
  }

  @Override
  public void valueUnbound(HttpSessionBindingEvent event) {
    ApplicationRun.current().ifPresent(run -> run.sessionInvalidated(sessionId));
  }
}
