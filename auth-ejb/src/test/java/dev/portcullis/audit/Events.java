package dev.portcullis.audit;

import dev.portcullis.AuthenticationMethod;
import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.FactorMethod;
import dev.portcullis.ProviderFailure;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One event of every kind. */
final class Events {

  static final Instant AT = Instant.parse("2026-06-01T12:00:00Z");

  private Events() {}

  static EventDetails details(@Nullable String username) {
    return new EventDetails(
        AT,
        "0123456789abcdef0123456789abcdef",
        username,
        "fedcba9876543210fedcba9876543210",
        AuthenticationMethod.PASSWORD,
        "local",
        new ClientInfo("203.0.113.7", "Mozilla/5.0", "req-1"));
  }

  static SecurityEvent loginFailed(@Nullable String username) {
    return new SecurityEvent.LoginFailed(details(username), RejectionReason.WRONG_PASSWORD);
  }

  static List<SecurityEvent> all() {
    var details = details("alice");
    return List.of(
        new SecurityEvent.LoginSucceeded(details),
        loginFailed("alice"),
        new SecurityEvent.SecondFactorRequested(details),
        new SecurityEvent.SecondFactorVerified(details, FactorMethod.TOTP, null),
        new SecurityEvent.SecondFactorVerified(
            details, FactorMethod.TOTP, RejectionReason.WRONG_CODE),
        new SecurityEvent.SecondFactorVerified(
            details, FactorMethod.RECOVERY, RejectionReason.SECOND_FACTOR_LOCKED),
        new SecurityEvent.SecondFactorSetUp(details, FactorMethod.TOTP),
        new SecurityEvent.SecondFactorCodeSent(details, FactorMethod.EMAIL, null),
        new SecurityEvent.SecondFactorCodeSent(details, FactorMethod.SMS, "not_sent"),
        new SecurityEvent.SecondFactorEnrolled(details, FactorMethod.TOTP),
        new SecurityEvent.SecondFactorRemoved(details, FactorMethod.TOTP),
        new SecurityEvent.SecondFactorsReset(details, "00112233445566778899aabbccddeeff"),
        new SecurityEvent.RecoveryCodesGenerated(details),
        new SecurityEvent.TrustedDeviceAdded(details, "00112233445566778899aabbccddeeff"),
        new SecurityEvent.TrustedDeviceUsed(details, "00112233445566778899aabbccddeeff"),
        new SecurityEvent.TrustedDeviceEnded(details, "00112233445566778899aabbccddeeff"),
        new SecurityEvent.ProviderLoginFailed(
            details, ProviderFailure.INVALID_ID_TOKEN, "ID token: nonce (Core 3.1.3.7 11)"),
        new SecurityEvent.ProviderLogout(details, null, "1 sessions"),
        new SecurityEvent.ProviderLogout(details, "logout token: iss (2.6 3)", null),
        new SecurityEvent.ProviderLinked(details, null, "248289761001"),
        new SecurityEvent.ProviderLinked(details, "TAKEN", "248289761001"),
        new SecurityEvent.ProviderUnlinked(details, null, null),
        new SecurityEvent.ProviderUnlinked(details, "LAST", null),
        new SecurityEvent.Reauthenticated(details, null),
        new SecurityEvent.Reauthenticated(details, RejectionReason.LOCKED),
        new SecurityEvent.AccountLocked(details, AT.plusSeconds(1)),
        new SecurityEvent.LoggedOut(details),
        new SecurityEvent.SessionEnded(details, "00112233445566778899aabbccddeeff"),
        new SecurityEvent.AllSessionsEnded(details),
        new SecurityEvent.TokenGenerated(details, "00112233445566778899aabbccddeeff"),
        new SecurityEvent.TokenRefreshed(details, null),
        new SecurityEvent.TokenRefreshed(details, RejectionReason.INVALID_TOKEN),
        new SecurityEvent.RefreshTokenReused(details),
        new SecurityEvent.TokenRevoked(details, "00112233445566778899aabbccddeeff"),
        new SecurityEvent.AllTokensRevoked(details),
        new SecurityEvent.TokenIntrospected(details, "gateway", true),
        new SecurityEvent.ApiTokenCreated(details, "00112233445566778899aabbccddeeff"),
        new SecurityEvent.ApiTokenDeleted(details, "00112233445566778899aabbccddeeff"),
        new SecurityEvent.PasswordChanged(details, null),
        new SecurityEvent.PasswordChanged(details, "password.common"),
        new SecurityEvent.PasswordChanged(details, "WRONG_PASSWORD"),
        new SecurityEvent.AccountCreated(details),
        new SecurityEvent.AccountChanged(details, "roles"),
        new SecurityEvent.SetupLinkIssued(details),
        new SecurityEvent.SigningKeyAdded(details, "00112233445566778899aabbccddeeff"),
        new SecurityEvent.SigningKeyScheduled(details, "00112233445566778899aabbccddeeff"),
        new SecurityEvent.SigningKeyActivated(details, "00112233445566778899aabbccddeeff"),
        new SecurityEvent.SigningKeyRetired(details, "00112233445566778899aabbccddeeff"),
        new SecurityEvent.AccessDenied(details, "insufficient_permissions", "/api/admin/*"));
  }
}
