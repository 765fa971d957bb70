package dev.portcullis.provider;

import dev.portcullis.sealing.SealedAttribute;

/** The ID tokens of {@code auth_provider_session}, for sealing anew. */
public final class SealedIdTokens extends SealedAttribute<ProviderSession> {

  public SealedIdTokens() {
    super(
        "auth_provider_session.sealed_id_token",
        ProviderSessions.PURPOSE,
        ProviderSession.class,
        "key",
        "sealed");
  }

  @Override
  protected Sealed of(ProviderSession row) {
    return new Sealed(row.key, row.key, row.sealed);
  }
}
