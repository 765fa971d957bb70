package dev.portcullis;

import java.util.Locale;

/** Where no codes are sent. */
final class NoSentCodes implements SentCodeService {

  private static final String REASON = "factor.not_allowed";

  @Override
  public CodeOutcome send(
      Confidential pendingToken, FactorMethod method, Locale language, ClientInfo client) {
    return new CodeOutcome.NotPossible(REASON);
  }

  @Override
  public CodeOutcome send(Caller caller, FactorMethod method, Locale language, ClientInfo client) {
    return new CodeOutcome.NotPossible(REASON);
  }

  @Override
  public CodeOutcome setUp(
      Caller caller, FactorMethod method, String target, Locale language, ClientInfo client) {
    return new CodeOutcome.NotPossible(REASON);
  }

  @Override
  public CodeOutcome setUp(
      Confidential pendingToken,
      FactorMethod method,
      String target,
      Locale language,
      ClientInfo client) {
    return new CodeOutcome.NotPossible(REASON);
  }

  @Override
  public FactorOutcome<FactorStatus> verify(
      Caller caller,
      FactorMethod method,
      Confidential code,
      boolean endOtherSessions,
      ClientInfo client) {
    return new FactorOutcome.NotPossible<>(REASON);
  }

  @Override
  public FactorOutcome<FactorStatus> remove(
      Caller caller, FactorMethod method, boolean endOtherSessions, ClientInfo client) {
    return new FactorOutcome.NotPossible<>(REASON);
  }
}
