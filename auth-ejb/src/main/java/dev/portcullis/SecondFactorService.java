package dev.portcullis;

import java.util.List;
import java.util.Optional;

/**
 * The second factors of accounts. What changes them needs a recent proof of identity (S26), with an
 * existing factor where there is one (S69). Every method commits on its own, and throws {@link
 * TemporarilyUnavailableException} where it cannot answer.
 */
public interface SecondFactorService {

  /** What the account has, may have and must have. */
  FactorStatus status(String accountId);

  /** A login that waits under that token; empty where none does any more. */
  Optional<PendingLogin> pending(Confidential token);

  /**
   * Sets an authenticator app up; one that is in use holds until {@link #verifyTotp} is told a code
   * of the new one.
   */
  FactorOutcome<TotpSetup> setUpTotp(Caller caller, ClientInfo client);

  /** The same during a login that waits for an enrolment; the login's second half activates it. */
  FactorOutcome<TotpSetup> setUpTotp(Confidential pendingToken, ClientInfo client);

  /**
   * Activates the app that was set up, with its recovery codes; where none was, just checks the
   * code.
   *
   * @param endOtherSessions whether the caller's other sessions end with it
   */
  FactorOutcome<FactorStatus> verifyTotp(
      Caller caller, Confidential code, boolean endOtherSessions, ClientInfo client);

  /** Removes the authenticator app; with the last factor the recovery codes go, too. */
  FactorOutcome<FactorStatus> removeTotp(
      Caller caller, boolean endOtherSessions, ClientInfo client);

  /** Checks a recovery code and uses it up. */
  FactorOutcome<FactorStatus> verifyRecoveryCode(
      Caller caller, Confidential code, ClientInfo client);

  /** Ten new recovery codes in place of all before. */
  FactorOutcome<List<Confidential>> regenerateRecoveryCodes(Caller caller, ClientInfo client);

  /** An administrator's help for somebody who lost every factor: all of them go. */
  void reset(String accountId, ClientInfo client);

  /**
   * The same through an administrator's own hands, which the audit names. Whether the caller is one
   * the caller of this method has seen to.
   *
   * @param endSessions whether the account's sessions end with it
   * @return not possible for one's own account ({@code factor.own}), since an administrator removes
   *     those as everybody does; nor for one that is not there, or disabled ({@code
   *     factor.no_account})
   */
  FactorOutcome<FactorStatus> reset(
      String accountId, Caller administrator, boolean endSessions, ClientInfo client);
}
