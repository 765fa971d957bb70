package dev.portcullis.web.http;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.RejectionReason;
import java.time.Duration;

/**
 * What a client hears of a rejected proof of identity: wrong, unknown, locked and disabled sound
 * alike (S32).
 */
public final class Rejections {

  private static final Duration USUAL_DELAY = Duration.ofSeconds(30);

  private Rejections() {}

  /** The refusal of a rejected result. */
  public static Refusal of(AuthenticationResult.Rejected<?> rejected) {
    if (rejected.reason() == RejectionReason.TOO_MANY_REQUESTS) {
      var delay = rejected.retryAfter();
      return Refusal.retryLater(ErrorCode.TOO_MANY_REQUESTS, delay == null ? USUAL_DELAY : delay);
    }
    return of(rejected.reason());
  }

  /** The refusal for a reason. */
  public static Refusal of(RejectionReason reason) {
    return switch (reason) {
      case UNKNOWN_ACCOUNT,
          WRONG_PASSWORD,
          LOCKED,
          PASSWORD_DISABLED,
          DISABLED,
          ACCOUNT_EXPIRED,
          LOCKED_ELSEWHERE,
          PASSWORD_EXPIRED,
          UNKNOWN_PROVIDER,
          UNTRUSTED_CERTIFICATE,
          ANOTHERS_IDENTITY ->
          Refusal.of(ErrorCode.INVALID_CREDENTIALS);
      case TOO_MANY_REQUESTS -> Refusal.retryLater(ErrorCode.TOO_MANY_REQUESTS, USUAL_DELAY);
      case SECOND_FACTOR_REQUIRED -> Refusal.of(ErrorCode.SECOND_FACTOR_REQUIRED);
      case WRONG_CODE -> Refusal.of(ErrorCode.INVALID_CODE);
      case SECOND_FACTOR_LOCKED -> Refusal.retryLater(ErrorCode.TOO_MANY_REQUESTS, USUAL_DELAY);
      case INVALID_PENDING_LOGIN -> Refusal.of(ErrorCode.INVALID_MFA_TOKEN);
      case INVALID_TOKEN -> Refusal.of(ErrorCode.INVALID_TOKEN);
      case REFRESH_TOKEN_REUSED -> Refusal.of(ErrorCode.REFRESH_TOKEN_REUSED);
    };
  }
}
