package dev.portcullis.account;

import dev.portcullis.EventDetails;
import dev.portcullis.store.Tx;

/**
 * What was granted to an account: its sessions, and with them refresh families and access tokens.
 * The sessions implement it; here it is asked to take back what an account may no longer have
 * (S24).
 */
public interface AccountAccess {

  /**
   * Ends every session and token of the account, API tokens included, in the given transaction.
   *
   * @param details who, when and from where, for the events this raises
   */
  void endAll(Tx tx, String accountId, EventDetails details);

  /**
   * Ends every session of the account with its tokens. API tokens go on, with what the account may
   * have now.
   */
  void endSessions(Tx tx, String accountId, EventDetails details);

  /**
   * Ends every session of the account but one, with their tokens, in the given transaction.
   *
   * @param keptSessionId the session that goes on
   */
  void endAllExcept(Tx tx, String accountId, String keptSessionId, EventDetails details);
}
