package dev.portcullis.config;

import dev.portcullis.FactorMethod;
import java.util.Set;

/**
 * Second factors: {@code auth.providers.two_factor}.
 *
 * @param enabled whether there are any
 * @param preferred the method to begin with
 * @param totp how authenticator apps compute their codes
 * @param requiredForAll whether everybody needs one
 * @param requiredForRoles who has one of these needs one
 * @param everyRequest whether passwords and certificates of every request do without one
 */
public record TwoFactorSettings(
    boolean enabled,
    FactorMethod preferred,
    Totp totp,
    boolean requiredForAll,
    Set<String> requiredForRoles,
    boolean everyRequest) {

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
}
