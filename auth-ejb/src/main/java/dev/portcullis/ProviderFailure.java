package dev.portcullis;

import java.util.Locale;

/** Why a sign-in through a provider did not succeed. */
public enum ProviderFailure {
  /** The provider sent the browser back without what belongs to an answer. */
  MISSING_CODE_OR_STATE,
  /** The answer belongs to no attempt of this browser, to an old one, or to one that was used. */
  INVALID_STATE,
  /** The provider did not give tokens for the code, or none that can be used. */
  TOKEN_EXCHANGE_FAILED,
  /** The provider's ID token does not prove who signed in here and now. */
  INVALID_ID_TOKEN,
  /** The provider does not say who signed in. */
  USER_INFO_FAILED,
  /** The provider refused, does not answer, or answers for another. */
  PROVIDER_ERROR,
  /** The user did not agree to it. */
  ACCESS_DENIED,
  /** No account could be made. */
  USER_CREATION_FAILED;

  /** The label in {@code oauth2_errors_total}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
