package dev.portcullis.web.page.view;

import org.jspecify.annotations.Nullable;

/**
 * What the account page shows of second factors.
 *
 * @param totpSince when the authenticator app was enrolled, or null
 * @param recoveryCodesLeft how many were not used yet
 * @param few whether new ones should be made
 * @param removable whether the policy lets the app go
 */
public record FactorsView(
    @Nullable ShownTime totpSince, int recoveryCodesLeft, boolean few, boolean removable) {}
