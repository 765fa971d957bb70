package dev.portcullis.web.page.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the account page shows of second factors.
 *
 * @param enrolled whether there is any
 * @param totpSince when the authenticator app was enrolled, or null
 * @param sent codes that are sent, by each way that there is
 * @param recoveryCodesLeft how many were not used yet
 * @param few whether new ones should be made
 * @param removable whether the policy lets one go
 */
public record FactorsView(
    boolean enrolled,
    @Nullable ShownTime totpSince,
    List<SentFactorView> sent,
    int recoveryCodesLeft,
    boolean few,
    boolean removable) {

  public FactorsView {
    sent = List.copyOf(sent);
  }
}
