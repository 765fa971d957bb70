package dev.portcullis.factor;

import dev.portcullis.sealing.SealedAttribute;

/** The secrets of authenticator apps. */
public final class SealedTotpSecrets extends SealedAttribute<Totp> {

  public SealedTotpSecrets() {
    super("auth_totp.sealed_secret", TotpFactor.PURPOSE, Totp.class, "id", "sealedSecret");
  }

  @Override
  protected Sealed of(Totp row) {
    return new Sealed(row.id, row.accountId, row.sealedSecret);
  }
}
