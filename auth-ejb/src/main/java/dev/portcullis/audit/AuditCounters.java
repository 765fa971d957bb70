package dev.portcullis.audit;

import dev.portcullis.FactorMethod;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import dev.portcullis.metrics.PrometheusMetrics;
import org.jspecify.annotations.Nullable;

/** Counts events under the names and codes of the HTTP contract. */
final class AuditCounters {

  private final PrometheusMetrics metrics;

  AuditCounters(PrometheusMetrics metrics) {
    this.metrics = metrics;
  }

  void count(SecurityEvent event) {
    if (event instanceof SecurityEvent.LoginSucceeded) {
      var method = event.details().method();
      if (method != null) {
        metrics.success(method);
      }
    } else if (event instanceof SecurityEvent.LoginFailed failed) {
      refused(failed.reason());
    } else if (event instanceof SecurityEvent.ProviderLoginFailed failed) {
      var provider = failed.details().provider();
      metrics.providerError(provider == null ? "-" : provider, failed.reason().wireName());
    } else if (event instanceof SecurityEvent.Reauthenticated again) {
      refused(again.reason());
    } else if (event instanceof SecurityEvent.TokenRefreshed refreshed) {
      refused(refreshed.reason());
    } else if (event instanceof SecurityEvent.RefreshTokenReused) {
      refused(RejectionReason.REFRESH_TOKEN_REUSED);
    } else if (event instanceof SecurityEvent.PasswordChanged changed) {
      notChanged(changed.failure());
    } else if (event instanceof SecurityEvent.SecondFactorVerified verified) {
      secondFactor(verified);
    } else if (event instanceof SecurityEvent.SecondFactorSetUp setUp) {
      metrics.secondFactorSetUp(setUp.factor());
    } else if (event instanceof SecurityEvent.SecondFactorCodeSent sent) {
      if (sent.failure() != null) {
        metrics.secondFactorError(sent.failure());
      }
    } else if (event instanceof SecurityEvent.AccessDenied denied) {
      metrics.error(denied.code());
    }
  }

  private void secondFactor(SecurityEvent.SecondFactorVerified verified) {
    boolean recovery = verified.factor() == FactorMethod.RECOVERY;
    if (verified.reason() == null) {
      if (recovery) {
        metrics.recoveryCodeUsed();
      }
      metrics.secondFactorVerified(verified.factor());
    } else if (verified.reason() == RejectionReason.WRONG_CODE) {
      metrics.secondFactorError(recovery ? "invalid_recovery_code" : "invalid_code");
    } else {
      metrics.secondFactorError("too_many_requests");
    }
  }

  /** Either the new password was refused, for reasons, or the current one was not proven. */
  private void notChanged(@Nullable String failure) {
    if (failure != null && failure.startsWith("password.")) {
      metrics.error("password_rejected");
    }
    for (var reason : RejectionReason.values()) {
      if (reason.name().equals(failure)) {
        refused(reason);
      }
    }
  }

  private void refused(@Nullable RejectionReason reason) {
    if (reason == null) {
      return;
    }
    metrics.error(
        switch (reason) {
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
              "invalid_credentials";
          case SECOND_FACTOR_REQUIRED -> "second_factor_required";
          case WRONG_CODE -> "invalid_code";
          case INVALID_PENDING_LOGIN -> "invalid_mfa_token";
          case SECOND_FACTOR_LOCKED -> "too_many_requests";
          case TOO_MANY_REQUESTS -> "too_many_requests";
          case INVALID_TOKEN -> "invalid_token";
          case REFRESH_TOKEN_REUSED -> "refresh_token_reused";
        });
    switch (reason) {
      case LOCKED, PASSWORD_DISABLED, SECOND_FACTOR_LOCKED -> metrics.rateLimited("account");
      case TOO_MANY_REQUESTS -> metrics.rateLimited("address");
      default -> {}
    }
  }
}
