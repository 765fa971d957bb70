package dev.portcullis.provider;

import dev.portcullis.sealing.SealedColumn;
import dev.portcullis.store.Tx;
import java.util.List;

/** The tokens of {@code auth_provider_token}, for sealing anew. */
public final class SealedProviderTokens implements SealedColumn {

  @Override
  public String name() {
    return "auth_provider_token.sealed_tokens";
  }

  @Override
  public String purpose() {
    return KeptTokens.PURPOSE;
  }

  @Override
  public List<Sealed> after(Tx tx, String id, int most) {
    return tx.em()
        .createQuery(
            "SELECT t FROM ProviderTokens t WHERE t.key > :id ORDER BY t.key",
            ProviderTokensRow.class)
        .setParameter("id", id)
        .setMaxResults(most)
        .getResultStream()
        .map(row -> new Sealed(row.key, row.key, row.sealed))
        .toList();
  }

  @Override
  public boolean replace(Tx tx, Sealed sealed, String text) {
    return tx.em()
            .createQuery(
                "UPDATE ProviderTokens t SET t.sealed = :text"
                    + " WHERE t.key = :id AND t.sealed = :old")
            .setParameter("text", text)
            .setParameter("id", sealed.id())
            .setParameter("old", sealed.text())
            .executeUpdate()
        == 1;
  }
}
