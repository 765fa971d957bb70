package dev.portcullis.factor;

import dev.portcullis.sealing.SealedColumn;
import dev.portcullis.store.Tx;
import java.util.List;

/** The secrets of authenticator apps. */
public final class SealedTotpSecrets implements SealedColumn {

  @Override
  public String name() {
    return "auth_totp.sealed_secret";
  }

  @Override
  public String purpose() {
    return TotpFactor.PURPOSE;
  }

  @Override
  public List<Sealed> after(Tx tx, String id, int most) {
    return tx
        .em()
        .createQuery("SELECT t FROM Totp t WHERE t.id > :id ORDER BY t.id", Totp.class)
        .setParameter("id", id)
        .setMaxResults(most)
        .getResultList()
        .stream()
        .map(row -> new Sealed(row.id, row.accountId, row.sealedSecret))
        .toList();
  }

  @Override
  public boolean replace(Tx tx, Sealed sealed, String text) {
    return tx.em()
            .createQuery(
                "UPDATE Totp t SET t.sealedSecret = :text"
                    + " WHERE t.id = :id AND t.sealedSecret = :before")
            .setParameter("text", text)
            .setParameter("id", sealed.id())
            .setParameter("before", sealed.text())
            .executeUpdate()
        == 1;
  }
}
