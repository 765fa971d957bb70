package dev.portcullis;

import java.util.Locale;

/**
 * Codes by e-mail and SMS as second factors, beside {@link SecondFactorService}: that completes
 * logins with them, this one sends them and enrols where to. {@code method} is {@link
 * FactorMethod#EMAIL} or {@link FactorMethod#SMS} throughout. Every method commits on its own, and
 * throws {@link TemporarilyUnavailableException} where the database does not answer; that a message
 * could not be sent is no exception.
 */
public interface SentCodeService {

  /** Where no codes are sent. */
  SentCodeService NONE = new NoSentCodes();

  /**
   * Sends the code that a login waits for, to where the account has its codes sent.
   *
   * @param language of the message, as far as there is one in it
   */
  CodeOutcome send(
      Confidential pendingToken, FactorMethod method, Locale language, ClientInfo client);

  /** The same for somebody signed in who is to prove the identity again. */
  CodeOutcome send(Caller caller, FactorMethod method, Locale language, ClientInfo client);

  /**
   * Sends a first code to a new address or number, which counts from the moment that {@link
   * #verify} is told it; until then the one in use does.
   *
   * @param target as typed: an address, or a number with or without the country's code
   */
  CodeOutcome setUp(
      Caller caller, FactorMethod method, String target, Locale language, ClientInfo client);

  /** The same during a login that waits for an enrolment; the login's second half activates it. */
  CodeOutcome setUp(
      Confidential pendingToken,
      FactorMethod method,
      String target,
      Locale language,
      ClientInfo client);

  /**
   * Activates the address or number that was set up; where none was, just checks the code.
   *
   * @param endOtherSessions whether the caller's other sessions end with it
   */
  FactorOutcome<FactorStatus> verify(
      Caller caller,
      FactorMethod method,
      Confidential code,
      boolean endOtherSessions,
      ClientInfo client);

  /** No more codes by that way; with the last factor the recovery codes go, too. */
  FactorOutcome<FactorStatus> remove(
      Caller caller, FactorMethod method, boolean endOtherSessions, ClientInfo client);
}
