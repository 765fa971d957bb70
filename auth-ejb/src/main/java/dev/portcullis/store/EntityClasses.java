package dev.portcullis.store;

import java.util.List;

/**
 * The names of all entity classes. By name, because entities stay in the package of their feature
 * and this package depends on none; a test holds the list against the classes.
 */
public final class EntityClasses {

  private EntityClasses() {}

  /** Fully qualified names. */
  public static List<String> names() {
    return List.of(
        // One to a line, in the order of the packages.
        "dev.portcullis.account.Account",
        "dev.portcullis.account.AccountGuard",
        "dev.portcullis.apitoken.ApiToken",
        "dev.portcullis.account.FederatedIdentity",
        "dev.portcullis.audit.AuditRecord",
        "dev.portcullis.device.TrustedDevice",
        "dev.portcullis.factor.CodeTarget",
        "dev.portcullis.factor.RecoveryCode",
        "dev.portcullis.factor.SentCode",
        "dev.portcullis.factor.Totp",
        "dev.portcullis.login.OneTimeToken",
        "dev.portcullis.login.PendingLoginRow",
        "dev.portcullis.provider.AttemptUse",
        "dev.portcullis.provider.ProviderSession",
        "dev.portcullis.provider.ProviderTokensRow",
        "dev.portcullis.revocation.Revocation",
        "dev.portcullis.saved.SavedFormRow",
        "dev.portcullis.session.Session",
        "dev.portcullis.throttle.AttemptCounter",
        "dev.portcullis.throttle.SendingCounter",
        "dev.portcullis.token.IssuedAccessToken",
        "dev.portcullis.token.RefreshToken",
        "dev.portcullis.token.SigningKey");
  }
}
