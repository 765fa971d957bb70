package dev.portcullis.account;

import dev.portcullis.EventDetails;
import dev.portcullis.ExternalIdentity;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The identities that the owner of an account linked with it. Whoever calls what changes something
 * holds the account's row, so that of two that remove the last two ways in one comes second.
 */
public final class LinkedIdentities {

  /**
   * An identity of an account.
   *
   * @param loginName by which its source knows it
   */
  public record Item(String issuer, String loginName, Instant since) {}

  /** How linking or unlinking ended. */
  public enum Result {
    DONE,
    /** It is another account's. */
    TAKEN,
    /** The account has another identity of that issuer. */
    ANOTHER,
    /** The account has none of that issuer. */
    NONE,
    /** The account's roles come from there. */
    SOURCE,
    /** Without it nobody could sign in any more. */
    LAST
  }

  private final AccountDirectory directory;
  private final AccountAccess access;
  private final WaysIn waysIn;
  private final Predicate<String> givesRoles;
  private final Clock clock;

  /**
   * By what somebody can sign in, as it is configured.
   *
   * @param password whether with a password that is kept here
   * @param issuers of whose identities
   */
  public record WaysIn(boolean password, Set<String> issuers) {
    public WaysIn {
      issuers = Set.copyOf(issuers);
    }
  }

  /**
   * @param givesRoles whether an issuer says what roles its people have
   */
  public LinkedIdentities(
      AccountDirectory directory,
      AccountAccess access,
      WaysIn waysIn,
      Predicate<String> givesRoles,
      Clock clock) {
    this.directory = directory;
    this.access = access;
    this.waysIn = waysIn;
    this.givesRoles = givesRoles;
    this.clock = clock;
  }

  /** Every identity of an account. */
  public List<Item> of(Tx tx, String accountId) {
    return ExternalAccounts.rowsOf(tx, accountId).stream()
        .map(i -> new Item(i.issuer, i.loginName, Instant.ofEpochMilli(i.createdAt)))
        .toList();
  }

  /**
   * Links. One that is linked already stays as it is.
   *
   * @throws dev.portcullis.store.ConstraintConflictException if somebody else got it meanwhile
   */
  public Result link(Tx tx, String accountId, ExternalIdentity identity) {
    var key = ExternalAccounts.key(identity.issuer(), identity.subject());
    var present = tx.em().find(FederatedIdentity.class, key);
    if (present != null) {
      return present.accountId.equals(accountId) ? Result.DONE : Result.TAKEN;
    }
    boolean another =
        ExternalAccounts.rowsOf(tx, accountId).stream()
            .anyMatch(i -> i.issuer.equals(identity.issuer()));
    if (another) {
      return Result.ANOTHER;
    }
    var row = FederatedIdentity.of(identity, accountId, clock.instant());
    row.linked = true;
    tx.em().persist(row);
    tx.em().flush();
    return Result.DONE;
  }

  /** What {@link #unlink} would say. */
  public Result mayUnlink(Tx tx, String accountId, String issuer) {
    var rows = ExternalAccounts.rowsOf(tx, accountId);
    return of(rows, issuer).map(row -> mayGo(tx, accountId, rows, row)).orElse(Result.NONE);
  }

  private static Optional<FederatedIdentity> of(List<FederatedIdentity> rows, String issuer) {
    return rows.stream().filter(i -> i.issuer.equals(issuer)).findFirst();
  }

  private Result mayGo(
      Tx tx, String accountId, List<FederatedIdentity> rows, FederatedIdentity row) {
    if (!row.linked && givesRoles.test(row.issuer)) {
      return Result.SOURCE;
    }
    boolean other =
        rows.stream().anyMatch(i -> !i.key.equals(row.key) && waysIn.issuers().contains(i.issuer));
    return other || hasPassword(tx, accountId) ? Result.DONE : Result.LAST;
  }

  /**
   * Whether its owner has a password to prove who they are: one that is kept here, or one of a
   * directory or table, which are all that are asked for passwords.
   *
   * @param providers the issuers that are not
   */
  public boolean canProvePassword(Tx tx, String accountId, Set<String> providers) {
    return hasPassword(tx, accountId)
        || ExternalAccounts.rowsOf(tx, accountId).stream()
            .map(i -> i.issuer)
            .anyMatch(issuer -> waysIn.issuers().contains(issuer) && !providers.contains(issuer));
  }

  private boolean hasPassword(Tx tx, String accountId) {
    return waysIn.password()
        && directory.rowOf(tx, accountId).filter(a -> a.passwordHash != null).isPresent();
  }

  /**
   * Unlinks. A login that is under way by that identity is void, and what was begun before ends.
   *
   * @param keptSessionId the session that goes on
   */
  public Result unlink(
      Tx tx, String accountId, String issuer, String keptSessionId, EventDetails details) {
    var rows = ExternalAccounts.rowsOf(tx, accountId);
    var row = of(rows, issuer).orElse(null);
    var result = row == null ? Result.NONE : mayGo(tx, accountId, rows, row);
    if (row == null || result != Result.DONE) {
      return result;
    }
    // By its key: a database may take two issuers for the same that differ in case alone.
    int gone =
        tx.em()
            .createQuery("DELETE FROM FederatedIdentity i WHERE i.key = :key")
            .setParameter("key", row.key)
            .executeUpdate();
    if (gone == 0) {
      return Result.NONE;
    }
    directory.voidProofs(tx, accountId);
    access.endAllExcept(tx, accountId, keptSessionId, details);
    return Result.DONE;
  }
}
