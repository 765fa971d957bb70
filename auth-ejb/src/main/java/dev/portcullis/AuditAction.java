package dev.portcullis;

import java.util.Locale;

/**
 * What an audit record says happened. A closed list: searches and alerts are written against it.
 */
public enum AuditAction {
  LOGIN,
  SECOND_FACTOR_REQUESTED,
  SECOND_FACTOR_VERIFIED,
  SECOND_FACTOR_SET_UP,
  SECOND_FACTOR_ENROLLED,
  SECOND_FACTOR_REMOVED,
  RECOVERY_CODES_GENERATED,
  PROVIDER_LOGOUT,
  REAUTHENTICATION,
  ACCOUNT_LOCKED,
  LOGOUT,
  SESSION_ENDED,
  ALL_SESSIONS_ENDED,
  TOKEN_GENERATED,
  TOKEN_REFRESHED,
  REFRESH_TOKEN_REUSED,
  TOKEN_REVOKED,
  ALL_TOKENS_REVOKED,
  TOKEN_INTROSPECTED,
  API_TOKEN_CREATED,
  API_TOKEN_DELETED,
  PASSWORD_CHANGED,
  ACCOUNT_CREATED,
  ACCOUNT_CHANGED,
  SETUP_LINK_ISSUED,
  SIGNING_KEY_ADDED,
  SIGNING_KEY_SCHEDULED,
  SIGNING_KEY_ACTIVATED,
  SIGNING_KEY_RETIRED,
  ACCESS_DENIED;

  /** The name in the table, the log and the API: {@code token_generated}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
