package dev.portcullis.factor;

import dev.portcullis.sealing.SealedColumn;
import dev.portcullis.store.Tx;
import java.util.List;

/** The addresses and numbers to which codes go. */
public final class SealedCodeTargets implements SealedColumn {

  @Override
  public String name() {
    return "auth_code_target.sealed_target";
  }

  @Override
  public String purpose() {
    return CodeTargets.PURPOSE;
  }

  @Override
  public List<Sealed> after(Tx tx, String id, int most) {
    return tx
        .em()
        .createQuery("SELECT t FROM CodeTarget t WHERE t.id > :id ORDER BY t.id", CodeTarget.class)
        .setParameter("id", id)
        .setMaxResults(most)
        .getResultList()
        .stream()
        .map(row -> new Sealed(row.id, row.context(), row.sealedTarget))
        .toList();
  }

  @Override
  public boolean replace(Tx tx, Sealed sealed, String text) {
    return tx.em()
            .createQuery(
                "UPDATE CodeTarget t SET t.sealedTarget = :text"
                    + " WHERE t.id = :id AND t.sealedTarget = :before")
            .setParameter("text", text)
            .setParameter("id", sealed.id())
            .setParameter("before", sealed.text())
            .executeUpdate()
        == 1;
  }
}
