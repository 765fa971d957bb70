package dev.portcullis;

import java.util.Locale;
import java.util.Optional;

/** A second factor, with the values that stand for it in {@code amr} (RFC 8176). */
public enum FactorMethod {
  /** A code of an authenticator app (RFC 6238). */
  TOTP("otp"),
  /** A code sent by SMS. */
  SMS("sms"),
  /** A code sent by e-mail; a value of our own, since RFC 8176 has none for it. */
  EMAIL("email"),
  /** One of the recovery codes; a value of our own. */
  RECOVERY("recovery"),
  /** A passkey (WebAuthn): a key that the user's device holds. */
  PASSKEY("hwk");

  private final String amr;

  FactorMethod(String amr) {
    this.amr = amr;
  }

  /** The value in the claim {@code amr}; beside it stands {@code mfa}. */
  public String amr() {
    return amr;
  }

  /** The name in requests, answers and metrics: {@code totp}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a name as clients write it. */
  public static Optional<FactorMethod> of(String wireName) {
    for (var method : values()) {
      if (method.wireName().equals(wireName)) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }
}
