package dev.portcullis.web.api;

import dev.portcullis.Caller;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import java.time.Duration;

/** Who may use the operations below {@code /admin}. */
final class Administrator {

  /** S26. */
  private static final Duration RECENT = Duration.ofMinutes(5);

  private Administrator() {}

  /**
   * The caller, who has {@code auth.admin_role} and proved the identity within five minutes, with
   * the second factor if there is one.
   *
   * @throws RequestRefusedException 403 without the role, 401 where the proof is older
   */
  static Caller require(Exchange exchange) throws RequestRefusedException {
    var caller = exchange.requireCaller();
    if (!caller.hasRole(exchange.web().settings().adminRole())) {
      throw new RequestRefusedException(ErrorCode.INSUFFICIENT_PERMISSIONS);
    }
    var now = exchange.web().clock().instant();
    if (caller.getAuthenticatedAt().plus(RECENT).isBefore(now)) {
      throw new RequestRefusedException(Refusal.tooOld(RECENT, !exchange.bySession()));
    }
    if (hasSecondFactor(exchange, caller) && !caller.getAuthenticationMethods().contains("mfa")) {
      throw new RequestRefusedException(Refusal.withoutSecondFactor(RECENT, !exchange.bySession()));
    }
    return caller;
  }

  private static boolean hasSecondFactor(Exchange exchange, Caller caller) {
    return exchange.web().settings().twoFactor().enabled()
        && !exchange.domain().secondFactors().status(caller.getId()).enrolled().isEmpty();
  }
}
