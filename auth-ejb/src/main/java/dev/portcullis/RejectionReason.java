package dev.portcullis;

/**
 * Why a login, refresh or other proof of identity was refused. The audit keeps it; the client hears
 * only what API.md's codes say, so wrong, unknown, locked and disabled look alike from outside
 * (S32).
 */
public enum RejectionReason {
  /** No account of that name. */
  UNKNOWN_ACCOUNT,
  /** The password is wrong. */
  WRONG_PASSWORD,
  /** Too many failures: no further attempt is taken before the delay is over (S35). */
  LOCKED,
  /** Too many consecutive failures: the password no longer serves until a reset (S35). */
  PASSWORD_DISABLED,
  /** The account is disabled. */
  DISABLED,
  /** The account is past its end where it is kept. */
  ACCOUNT_EXPIRED,
  /** The directory that keeps the password takes none for now: too many failures there. */
  LOCKED_ELSEWHERE,
  /** The password is right, and has to be changed where it is kept before it serves. */
  PASSWORD_EXPIRED,
  /** The named provider does not exist or is not enabled. */
  UNKNOWN_PROVIDER,
  /** Too many attempts from that address or prefix: answered 429. */
  TOO_MANY_REQUESTS,
  /** The certificate was not issued by whom we trust, is out of date, or is for something else. */
  UNTRUSTED_CERTIFICATE,
  /** The account needs a second factor, and none can be asked for here. */
  SECOND_FACTOR_REQUIRED,
  /** The code of a second factor is wrong, expired or used. */
  WRONG_CODE,
  /** Too many wrong codes: no further one is taken before the delay is over (S37). */
  SECOND_FACTOR_LOCKED,
  /** A provider proved somebody, but not the owner of the account that is signed in. */
  ANOTHERS_IDENTITY,
  /** No login waits under that token, or no longer. */
  INVALID_PENDING_LOGIN,
  /** The token is malformed, unknown, expired or revoked. */
  INVALID_TOKEN,
  /** A refresh token came a second time; its family is revoked (S15). */
  REFRESH_TOKEN_REUSED
}
