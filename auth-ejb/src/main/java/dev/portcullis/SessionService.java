package dev.portcullis;

import java.util.List;

/**
 * Sessions after they began. Every method commits on its own, the state changing ones audit, and
 * all throw {@link TemporarilyUnavailableException} where they cannot answer.
 */
public interface SessionService {

  /**
   * Looks a cookie's secret up, within limits of idleness and age (S22). At most five seconds old,
   * and never older than a revocation this node knows of.
   */
  SessionCheck check(Confidential secret, ClientInfo client);

  /** The live sessions of an account, the newest first, without secrets (S25). */
  List<SessionInfo> list(String accountId);

  /**
   * Ends one session of an account, with its refresh family and access tokens.
   *
   * @return whether the account had such a session
   */
  boolean end(Caller caller, String sessionId, ClientInfo client);

  /** Logs the caller out of the current session (S23). */
  void logout(Caller caller, ClientInfo client);

  /** Logs the caller out everywhere: every session and token of the account. */
  void logoutAll(Caller caller, ClientInfo client);
}
