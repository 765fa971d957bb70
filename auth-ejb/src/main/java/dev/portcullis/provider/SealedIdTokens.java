package dev.portcullis.provider;

import dev.portcullis.sealing.SealedColumn;
import dev.portcullis.store.Tx;
import java.util.List;

/** The ID tokens of {@code auth_provider_session}, for sealing anew. */
public final class SealedIdTokens implements SealedColumn {

  @Override
  public String name() {
    return "auth_provider_session.sealed_id_token";
  }

  @Override
  public String purpose() {
    return ProviderSessions.PURPOSE;
  }

  @Override
  public List<Sealed> after(Tx tx, String id, int most) {
    return tx.em()
        .createQuery(
            "SELECT s FROM ProviderSession s WHERE s.key > :id ORDER BY s.key",
            ProviderSession.class)
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
                "UPDATE ProviderSession s SET s.sealed = :text"
                    + " WHERE s.key = :id AND s.sealed = :old")
            .setParameter("text", text)
            .setParameter("id", sealed.id())
            .setParameter("old", sealed.text())
            .executeUpdate()
        == 1;
  }
}
