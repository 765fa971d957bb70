package dev.portcullis.account;

import dev.portcullis.store.Tx;
import java.util.Set;

/**
 * The administrators: accounts that have the role of {@code auth.admin_role} and are not disabled.
 * The first one comes from the set-up link only, and the last one stays (S85).
 */
public final class Administrators {

  private static final String NOBODY = "";

  private final String role;

  /**
   * @param role the administrators' role
   */
  public Administrators(String role) {
    this.role = role;
  }

  /** The role that makes an administrator. */
  public String role() {
    return role;
  }

  /**
   * Waits for every other transaction that may change who is an administrator, and holds them up
   * until this one ends. To be called before anything is read, so that what is read is current
   * under every database's isolation.
   */
  public void lock(Tx tx) {
    int rows =
        tx.em()
            .createQuery(
                "UPDATE AccountGuard g SET g.turns = g.turns + 1 WHERE g.name = 'administrators'")
            .executeUpdate();
    if (rows != 1) {
      throw new IllegalStateException(
          "auth_account_guard has lost its row 'administrators', which migration V1_1 inserts");
    }
  }

  /** Whether there is any. */
  public boolean exist(Tx tx) {
    return existBeside(tx, NOBODY);
  }

  /** Whether there is any other than that account. */
  boolean existBeside(Tx tx, String accountId) {
    // Compared here as well: under many a collation other spellings are the same to the database.
    return tx.em()
        .createQuery(
            "SELECT DISTINCT r FROM Account a JOIN a.roles r"
                + " WHERE r = :role AND a.disabled = FALSE AND a.id <> :id",
            String.class)
        .setParameter("role", role)
        .setParameter("id", accountId)
        .getResultStream()
        .anyMatch(role::equals);
  }

  /** Whether that state of an account makes an administrator. */
  boolean includes(Set<String> roles, boolean disabled) {
    return roles.contains(role) && !disabled;
  }
}
