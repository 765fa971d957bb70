package dev.portcullis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that the audit keeps. Each event is written in the transaction of the change it tells
 * of, and fired as a CDI event once that is committed: an application observes {@code @Observes
 * SecurityEvent} or one of the records here.
 */
public sealed interface SecurityEvent {

  /** Who, when, from where. */
  EventDetails details();

  /** The entry in the closed list of actions. */
  AuditAction action();

  /** Why it was refused, for the audit; null where it succeeded. */
  default @Nullable String failure() {
    return null;
  }

  /** One more fact, for the audit: an id, a path, never a secret; null where there is none. */
  default @Nullable String subject() {
    return null;
  }

  /** A first factor was proven and the login completed. */
  record LoginSucceeded(EventDetails details) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.LOGIN;
    }
  }

  /** A first factor was proven and is not enough: a second one was asked for. */
  record SecondFactorRequested(EventDetails details) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.SECOND_FACTOR_REQUESTED;
    }
  }

  /**
   * A second factor was checked.
   *
   * @param reason null where it was right
   */
  record SecondFactorVerified(
      EventDetails details, FactorMethod factor, @Nullable RejectionReason reason)
      implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.SECOND_FACTOR_VERIFIED;
    }

    @Override
    public @Nullable String failure() {
      return reason == null ? null : reason.name();
    }

    @Override
    public String subject() {
      return factor.wireName();
    }
  }

  /** A second factor was set up; it is not in force before its first code. */
  record SecondFactorSetUp(EventDetails details, FactorMethod factor) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.SECOND_FACTOR_SET_UP;
    }

    @Override
    public String subject() {
      return factor.wireName();
    }
  }

  /**
   * A code was to be sent by e-mail or SMS.
   *
   * @param failure null where it was; {@code not_sent}, {@code recipient_refused} or {@code
   *     too_many_requests}
   */
  record SecondFactorCodeSent(EventDetails details, FactorMethod factor, @Nullable String failure)
      implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.SECOND_FACTOR_CODE_SENT;
    }

    @Override
    public String subject() {
      return factor.wireName();
    }
  }

  /** A second factor is in force. */
  record SecondFactorEnrolled(EventDetails details, FactorMethod factor) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.SECOND_FACTOR_ENROLLED;
    }

    @Override
    public String subject() {
      return factor.wireName();
    }
  }

  /** A second factor was removed, by its owner or, without a session, by an administrator. */
  record SecondFactorRemoved(EventDetails details, FactorMethod factor) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.SECOND_FACTOR_REMOVED;
    }

    @Override
    public String subject() {
      return factor.wireName();
    }
  }

  /**
   * An administrator, whose details they are, took all second factors of an account away.
   *
   * @param ofAccountId whose they were
   */
  record SecondFactorsReset(EventDetails details, String ofAccountId) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.SECOND_FACTORS_RESET;
    }

    @Override
    public String subject() {
      return ofAccountId;
    }
  }

  /** New recovery codes took the place of all before. */
  record RecoveryCodesGenerated(EventDetails details) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.RECOVERY_CODES_GENERATED;
    }
  }

  /**
   * A device is trusted from now on: it is spared the second factor.
   *
   * @param deviceId its id
   */
  record TrustedDeviceAdded(EventDetails details, String deviceId) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.TRUSTED_DEVICE_ADDED;
    }

    @Override
    public String subject() {
      return deviceId;
    }
  }

  /**
   * A login was spared the second factor by a trusted device.
   *
   * @param deviceId its id
   */
  record TrustedDeviceUsed(EventDetails details, String deviceId) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.TRUSTED_DEVICE_USED;
    }

    @Override
    public String subject() {
      return deviceId;
    }
  }

  /**
   * Its owner trusts a device no longer.
   *
   * @param deviceId its id
   */
  record TrustedDeviceEnded(EventDetails details, String deviceId) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.TRUSTED_DEVICE_ENDED;
    }

    @Override
    public String subject() {
      return deviceId;
    }
  }

  /** A login was refused. */
  record LoginFailed(EventDetails details, RejectionReason reason) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.LOGIN;
    }

    @Override
    public String failure() {
      return reason.name();
    }
  }

  /**
   * A sign-in through a provider ended before anybody was proven.
   *
   * @param check the step that refused, and its clause
   */
  record ProviderLoginFailed(EventDetails details, ProviderFailure reason, String check)
      implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.LOGIN;
    }

    @Override
    public String failure() {
      return reason.name();
    }

    @Override
    public String subject() {
      return check;
    }
  }

  /** A caller proved the identity again within a session. */
  record Reauthenticated(EventDetails details, @Nullable RejectionReason reason)
      implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.REAUTHENTICATION;
    }

    @Override
    public @Nullable String failure() {
      return reason == null ? null : reason.name();
    }
  }

  /**
   * Failures reached a threshold: no password is tried before the given time, or, where that is
   * null, before a reset or an administrator's unlock.
   */
  record AccountLocked(EventDetails details, @Nullable Instant until) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.ACCOUNT_LOCKED;
    }

    @Override
    public String subject() {
      return until == null ? "until unlocked" : until.toString();
    }
  }

  /** The user logged out. */
  record LoggedOut(EventDetails details) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.LOGOUT;
    }
  }

  /**
   * A provider said that somebody logged out there.
   *
   * @param failure the check that refused it, or null
   * @param subject how many sessions ended, or null
   */
  record ProviderLogout(EventDetails details, @Nullable String failure, @Nullable String subject)
      implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.PROVIDER_LOGOUT;
    }
  }

  /**
   * An account was linked with an identity at a provider, or that was refused.
   *
   * @param failure why, or null
   * @param subject what the provider knows the identity by, the check that refused it, or null
   */
  record ProviderLinked(EventDetails details, @Nullable String failure, @Nullable String subject)
      implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.PROVIDER_LINKED;
    }
  }

  /**
   * An identity at a provider is no longer the account's, or that was refused.
   *
   * @param failure why, or null
   * @param subject what the provider knows the identity by, or null
   */
  record ProviderUnlinked(EventDetails details, @Nullable String failure, @Nullable String subject)
      implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.PROVIDER_UNLINKED;
    }
  }

  /** A session was ended other than by logging out of it. */
  record SessionEnded(EventDetails details, String endedSessionId) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.SESSION_ENDED;
    }

    @Override
    public String subject() {
      return endedSessionId;
    }
  }

  /** All sessions of an account were ended. */
  record AllSessionsEnded(EventDetails details) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.ALL_SESSIONS_ENDED;
    }
  }

  /** An access and a refresh token were issued. */
  record TokenGenerated(EventDetails details, String tokenId) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.TOKEN_GENERATED;
    }

    @Override
    public String subject() {
      return tokenId;
    }
  }

  /** A refresh token was exchanged, or refused. */
  record TokenRefreshed(EventDetails details, @Nullable RejectionReason reason)
      implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.TOKEN_REFRESHED;
    }

    @Override
    public @Nullable String failure() {
      return reason == null ? null : reason.name();
    }
  }

  /** A rotated refresh token came again; the whole family is revoked (S15). */
  record RefreshTokenReused(EventDetails details) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.REFRESH_TOKEN_REUSED;
    }

    @Override
    public String failure() {
      return RejectionReason.REFRESH_TOKEN_REUSED.name();
    }
  }

  /** One token was revoked. */
  record TokenRevoked(EventDetails details, String tokenId) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.TOKEN_REVOKED;
    }

    @Override
    public String subject() {
      return tokenId;
    }
  }

  /** Everything that was ever issued to an account was revoked. */
  record AllTokensRevoked(EventDetails details) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.ALL_TOKENS_REVOKED;
    }
  }

  /** A client asked about a token (RFC 7662). */
  record TokenIntrospected(EventDetails details, String clientId, boolean active)
      implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.TOKEN_INTROSPECTED;
    }

    @Override
    public String subject() {
      return clientId + (active ? " active" : " inactive");
    }
  }

  /** A personal API token was made. */
  record ApiTokenCreated(EventDetails details, String tokenId) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.API_TOKEN_CREATED;
    }

    @Override
    public String subject() {
      return tokenId;
    }
  }

  /** A personal API token was ended by its owner, or by whoever held it (RFC 7009). */
  record ApiTokenDeleted(EventDetails details, String tokenId) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.API_TOKEN_DELETED;
    }

    @Override
    public String subject() {
      return tokenId;
    }
  }

  /** The password was changed, or the change refused. */
  record PasswordChanged(EventDetails details, @Nullable String failure) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.PASSWORD_CHANGED;
    }
  }

  /** An account was made. */
  record AccountCreated(EventDetails details) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.ACCOUNT_CREATED;
    }
  }

  /** Something of an account was changed; {@code subject} names the properties. */
  record AccountChanged(EventDetails details, String subject) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.ACCOUNT_CHANGED;
    }
  }

  /** A link to set up the first administrator was written to the log (S85). */
  record SetupLinkIssued(EventDetails details) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.SETUP_LINK_ISSUED;
    }
  }

  /** A signing key was made or imported; it does not sign yet. */
  record SigningKeyAdded(EventDetails details, String kid) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.SIGNING_KEY_ADDED;
    }

    @Override
    public String subject() {
      return kid;
    }
  }

  /** An administrator asked for a signing key to take over as soon as everybody knows it. */
  record SigningKeyScheduled(EventDetails details, String kid) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.SIGNING_KEY_SCHEDULED;
    }

    @Override
    public String subject() {
      return kid;
    }
  }

  /** A signing key began to sign. */
  record SigningKeyActivated(EventDetails details, String kid) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.SIGNING_KEY_ACTIVATED;
    }

    @Override
    public String subject() {
      return kid;
    }
  }

  /** A signing key is refused from now on (S18). */
  record SigningKeyRetired(EventDetails details, String kid) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.SIGNING_KEY_RETIRED;
    }

    @Override
    public String subject() {
      return kid;
    }
  }

  /**
   * A request was refused although its caller is known, or its proof of origin was missing.
   *
   * @param code the error code of the answer
   * @param rule the matched rule or operation, never the raw path
   */
  record AccessDenied(EventDetails details, String code, String rule) implements SecurityEvent {
    @Override
    public AuditAction action() {
      return AuditAction.ACCESS_DENIED;
    }

    @Override
    public String failure() {
      return code;
    }

    @Override
    public String subject() {
      return rule;
    }
  }
}
