package dev.portcullis.provider;

import dev.portcullis.sealing.SealedAttribute;

/** The tokens of {@code auth_provider_token}, for sealing anew. */
public final class SealedProviderTokens extends SealedAttribute<ProviderTokensRow> {

  public SealedProviderTokens() {
    super(
        "auth_provider_token.sealed_tokens",
        KeptTokens.PURPOSE,
        ProviderTokensRow.class,
        "key",
        "sealed");
  }

  @Override
  protected Sealed of(ProviderTokensRow row) {
    return new Sealed(row.key, row.key, row.sealed);
  }
}
