package dev.portcullis.token;

import dev.portcullis.sealing.SealedColumn;
import dev.portcullis.store.Tx;
import java.util.List;

/** The private halves of signing keys. */
public final class SealedSigningKeys implements SealedColumn {

  @Override
  public String name() {
    return "auth_signing_key.sealed_private_key";
  }

  @Override
  public String purpose() {
    return KeyPairs.PURPOSE;
  }

  @Override
  public List<Sealed> after(Tx tx, String id, int most) {
    return tx
        .em()
        .createQuery(
            "SELECT k FROM SigningKey k WHERE k.kid > :id AND k.phase <> :retired ORDER BY k.kid",
            SigningKey.class)
        .setParameter("id", id)
        .setParameter("retired", SigningKey.Phase.RETIRED)
        .setMaxResults(most)
        .getResultList()
        .stream()
        .map(key -> new Sealed(key.kid, context(key), key.sealedPrivateKey))
        .toList();
  }

  /** Of a broken row what opens nothing, unless it belongs to its id alone: it stops no others. */
  private static String context(SigningKey key) {
    return KeyPairs.contextOf(key).orElse(key.kid);
  }

  @Override
  public boolean replace(Tx tx, Sealed sealed, String text) {
    return tx.em()
            .createQuery(
                "UPDATE SigningKey k SET k.sealedPrivateKey = :text"
                    + " WHERE k.kid = :kid AND k.sealedPrivateKey = :before")
            .setParameter("text", text)
            .setParameter("kid", sealed.id())
            .setParameter("before", sealed.text())
            .executeUpdate()
        == 1;
  }
}
