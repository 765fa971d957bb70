package dev.portcullis.config;

import dev.portcullis.FactorMethod;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Second factors: {@code auth.providers.two_factor}.
 *
 * @param enabled whether there are any
 * @param preferred the method to begin with
 * @param totp how authenticator apps compute their codes
 * @param requiredForAll whether everybody needs one
 * @param requiredForRoles who has one of these needs one
 * @param everyRequest whether passwords and certificates of every request do without one
 * @param trustedDevice how long a device is spared the second factor, or null for not at all
 * @param email codes by e-mail, or null
 * @param sms codes by SMS, or null
 * @param sending how many codes are sent
 */
public record TwoFactorSettings(
    boolean enabled,
    FactorMethod preferred,
    Totp totp,
    boolean requiredForAll,
    Set<String> requiredForRoles,
    boolean everyRequest,
    @Nullable Duration trustedDevice,
    @Nullable EmailSettings email,
    @Nullable SmsSettings sms,
    SendingLimits sending) {

  /** Parts of {@code otpauth:} URIs. */
  public enum Algorithm {
    SHA1,
    SHA256,
    SHA512
  }

  /**
   * How authenticator apps compute their codes (RFC 6238).
   *
   * @param issuer the name that apps show
   * @param digits of a code
   * @param periodSeconds of a step
   */
  public record Totp(String issuer, Algorithm algorithm, int digits, int periodSeconds) {}

  public TwoFactorSettings {
    requiredForRoles = Set.copyOf(requiredForRoles);
  }

  /** Without codes that are sent. */
  public TwoFactorSettings(
      boolean enabled,
      FactorMethod preferred,
      Totp totp,
      boolean requiredForAll,
      Set<String> requiredForRoles,
      boolean everyRequest) {
    this(
        enabled,
        preferred,
        totp,
        requiredForAll,
        requiredForRoles,
        everyRequest,
        null,
        null,
        null,
        SendingLimits.DEFAULTS);
  }
}
