package dev.portcullis.account;

import dev.portcullis.store.Tx;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks accounts up within a transaction. */
public final class AccountDirectory {

  private static final Pattern OURS = Pattern.compile("[0-9a-f]{32}");
  private static final String NOBODY = "";

  /** The account of that id, as this transaction sees it. */
  public Optional<AccountSnapshot> byId(Tx tx, String accountId) {
    return rowOf(tx, accountId).map(Account::snapshot);
  }

  /** The account of that name, without regard to case; any text may be asked for. */
  public Optional<AccountSnapshot> byUsername(Tx tx, String username) {
    return rowNamed(tx, username).map(Account::snapshot);
  }

  /**
   * Holds the account's row until the transaction ends, so that one transaction at a time opens
   * something for it.
   *
   * @return whether there is such an account, and enabled
   */
  public boolean hold(Tx tx, String accountId) {
    // Changes nothing: an update is the one statement that every database locks the row for.
    return tx.em()
            .createQuery(
                "UPDATE Account a SET a.securityVersion = a.securityVersion"
                    + " WHERE a.id = :id AND a.disabled = FALSE")
            .setParameter("id", key(accountId))
            .executeUpdate()
        == 1;
  }

  /**
   * Notes a login, provided that the account is as it was when the identity was proven: enabled,
   * and with nothing changed that makes the proof void. Holds the account's row until the
   * transaction ends, so that whoever disables it meanwhile comes after and ends what is opened
   * here (S38).
   *
   * @return whether the login may go on
   */
  public boolean confirmLogin(Tx tx, AccountSnapshot proven, Instant now) {
    return tx.em()
            .createQuery(
                "UPDATE Account a SET a.lastLoginAt = :now WHERE a.id = :id"
                    + " AND a.disabled = FALSE AND a.securityVersion = :version")
            .setParameter("now", now.toEpochMilli())
            .setParameter("id", proven.id())
            .setParameter("version", proven.securityVersion())
            .executeUpdate()
        == 1;
  }

  /** What an account must prove has changed: proofs from before are void, sessions go on. */
  public void voidProofs(Tx tx, String accountId) {
    var unused =
        tx.em()
            .createQuery(
                "UPDATE Account a SET a.securityVersion = a.securityVersion + 1 WHERE a.id = :id")
            .setParameter("id", key(accountId))
            .executeUpdate();
  }

  Optional<Account> rowOf(Tx tx, String accountId) {
    return Optional.ofNullable(tx.em().find(Account.class, key(accountId)));
  }

  /**
   * What to ask the database for: the id, or where it is none of ours that of nobody, by the same
   * statement (S32). MariaDB would find an account by another spelling of its id.
   */
  static String key(String accountId) {
    return OURS.matcher(accountId).matches() ? accountId : NOBODY;
  }

  Optional<Account> rowNamed(Tx tx, String username) {
    return tx.em()
        .createQuery("SELECT a FROM Account a WHERE a.usernameKey = :key", Account.class)
        .setParameter("key", Username.keyOf(username))
        .getResultStream()
        .findFirst();
  }

  /**
   * Whether any account has a name that begins so.
   *
   * @param prefix in lower case
   */
  public boolean hasNameBeginningWith(Tx tx, String prefix) {
    return !tx.em()
        .createQuery(
            "SELECT a.id FROM Account a WHERE LOCATE(:prefix, LOWER(a.username)) = 1", String.class)
        .setParameter("prefix", prefix)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }
}
