package dev.portcullis;

import java.util.List;

/**
 * An authenticator app to be set up. Shown once; not in force before a first code.
 *
 * @param secret in Base32, for those who type it
 * @param uri {@code otpauth://totp/…}, with the secret
 * @param qrCode the same as a PNG
 * @param recoveryCodes ten, in force together with it
 */
@SuppressWarnings("ArrayRecordComponent") // Shown once and dropped; never compared.
public record TotpSetup(
    Confidential secret, Confidential uri, byte[] qrCode, List<Confidential> recoveryCodes) {

  public TotpSetup {
    recoveryCodes = List.copyOf(recoveryCodes);
  }
}
