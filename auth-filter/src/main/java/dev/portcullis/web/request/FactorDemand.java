package dev.portcullis.web.request;

import dev.portcullis.RequireFactor;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.config.ProtectRule;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule, or an annotation, asks of the caller's proof beyond that there is one.
 *
 * @param second whether a second factor must be part of it
 * @param maxAge how old it may be, or null
 */
record FactorDemand(boolean second, @Nullable Duration maxAge) {

  /** The value of {@code amr} for more than one factor (RFC 8176). */
  private static final String MORE_THAN_ONE = "mfa";

  static FactorDemand of(ProtectRule rule) {
    return new FactorDemand(rule.secondFactor(), rule.maxAge());
  }

  static FactorDemand of(RequireFactor annotation) {
    int seconds = annotation.maxAgeSeconds();
    return new FactorDemand(
        annotation.value() == RequireFactor.Factor.SECOND,
        seconds > 0 ? Duration.ofSeconds(seconds) : null);
  }

  /** Holds a request against it. */
  Optional<Refusal> check(RequestOutcome outcome, Instant now) {
    return outcome.fold(
        granted -> check(granted, now),
        rejected -> Optional.of(rejected.refusal()),
        () -> Optional.of(Refusal.of(ErrorCode.AUTHENTICATION_REQUIRED)));
  }

  Optional<Refusal> check(RequestOutcome.Granted granted, Instant now) {
    var caller = granted.caller();
    boolean bearer = granted.by() != CredentialKind.SESSION;
    if (second && !caller.getAuthenticationMethods().contains(MORE_THAN_ONE)) {
      return Optional.of(Refusal.withoutSecondFactor(maxAge, bearer));
    }
    if (maxAge != null && caller.getAuthenticatedAt().plus(maxAge).isBefore(now)) {
      return Optional.of(Refusal.tooOld(maxAge, bearer));
    }
    return Optional.empty();
  }
}
