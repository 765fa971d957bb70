package dev.portcullis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an account has of second factors.
 *
 * @param enrolled methods that it can use, recovery codes aside
 * @param allowed methods that it may enrol
 * @param preferred the one to begin with, or null where there is none
 * @param required whether the policy demands one
 * @param recoveryCodesLeft how many were not used yet
 * @param totpSince when the authenticator app was enrolled, or null
 * @param sentTo where codes go, as far as it may be shown, by the methods that send them
 */
public record FactorStatus(
    List<FactorMethod> enrolled,
    List<FactorMethod> allowed,
    @Nullable FactorMethod preferred,
    boolean required,
    int recoveryCodesLeft,
    @Nullable Instant totpSince,
    Map<FactorMethod, String> sentTo) {

  /** Of an account that there is not. */
  public static final FactorStatus NONE =
      new FactorStatus(List.of(), List.of(), null, false, 0, null, Map.of());

  /** With fewer the user is told to make new ones. */
  public static final int FEW_RECOVERY_CODES = 4;

  public FactorStatus {
    enrolled = List.copyOf(enrolled);
    allowed = List.copyOf(allowed);
    sentTo = Map.copyOf(sentTo);
  }

  /** Whether so few recovery codes are left that new ones should be made. */
  public boolean isShortOfRecoveryCodes() {
    return !enrolled.isEmpty() && recoveryCodesLeft < FEW_RECOVERY_CODES;
  }
}
