package dev.portcullis.store;

import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/**
 * Read by EclipseLink alone, where it is the server's provider; no other class names it. Left to
 * itself EclipseLink tries a query three times more, 5 s apart, when the database is away: every
 * request would hang for 15 s and hold its thread, instead of being told at once to come back.
 */
public final class EclipseLinkTuning implements SessionCustomizer {

  @Override
  public void customize(Session session) {
    if (session.getDatasourceLogin() instanceof DatabaseLogin login) {
      login.setQueryRetryAttemptCount(0);
    }
  }
}
