package dev.portcullis.account;

import dev.portcullis.AccountInfo;
import dev.portcullis.AccountOutcome;
import dev.portcullis.AccountService;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.NewAccount;
import dev.portcullis.SecurityEvent.AccountChanged;
import dev.portcullis.store.ConstraintConflictException;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import dev.portcullis.throttle.AttemptKind;
import dev.portcullis.throttle.AttemptLimiter;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Accounts, each change in one transaction with its event. */
public final class AccountServiceImpl implements AccountService {

  private final Transactions transactions;
  private final AccountDirectory directory;
  private final AccountCreation creation;
  private final Administrators administrators;
  private final PasswordChange passwordChange;
  private final AttemptLimiter attempts;
  private final AccountAccess access;
  private final Clock clock;

  public AccountServiceImpl(
      Transactions transactions,
      AccountDirectory directory,
      AccountCreation creation,
      Administrators administrators,
      PasswordChange passwordChange,
      AttemptLimiter attempts,
      AccountAccess access,
      Clock clock) {
    this.transactions = transactions;
    this.directory = directory;
    this.creation = creation;
    this.administrators = administrators;
    this.passwordChange = passwordChange;
    this.attempts = attempts;
    this.access = access;
    this.clock = clock;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Conflicts: {@code username.taken}; {@code account.first_administrator} where the account
   * would be an administrator and there is none yet (S85).
   */
  @Override
  public AccountOutcome create(NewAccount account, ClientInfo client) {
    var problems = creation.problems(account);
    if (!problems.isEmpty()) {
      return new AccountOutcome.Refused(problems);
    }
    var hash = creation.hash(account);
    try {
      return transactions.<AccountOutcome>inNew(
          tx -> {
            if (administrators.includes(account.roles(), false)) {
              administrators.lock(tx);
              if (!administrators.exist(tx)) {
                return new AccountOutcome.Conflict("account.first_administrator");
              }
            }
            var made = creation.insert(tx, account, hash, client);
            return new AccountOutcome.Done(made.toInfo());
          });
    } catch (ConstraintConflictException taken) {
      return new AccountOutcome.Conflict("username.taken");
    }
  }

  @Override
  public Optional<AccountInfo> find(String accountId) {
    return transactions.<Optional<AccountInfo>>inNew(
        tx -> directory.byId(tx, accountId).map(AccountSnapshot::toInfo));
  }

  @Override
  public Optional<AccountInfo> findByUsername(String username) {
    return transactions.<Optional<AccountInfo>>inNew(
        tx -> directory.byUsername(tx, username).map(AccountSnapshot::toInfo));
  }

  @Override
  public AccountOutcome rename(String accountId, @Nullable String name, ClientInfo client) {
    var problems = AccountRules.name(name);
    if (!problems.isEmpty()) {
      return new AccountOutcome.Refused(problems);
    }
    return change(
        accountId,
        (tx, account) -> {
          account.name = name;
          tx.raise(new AccountChanged(details(account, client), "name"));
          return done(account);
        });
  }

  @Override
  public AccountOutcome changePassword(
      Caller caller, Confidential currentPassword, Confidential newPassword, ClientInfo client) {
    return passwordChange.change(caller, currentPassword, newPassword, client);
  }

  @Override
  public boolean canChangePassword(String accountId) {
    return passwordChange.isPossible(accountId);
  }

  @Override
  public Optional<String> passwordKeptBy(String accountId) {
    return passwordChange.keptBy(accountId);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Whatever was granted under other roles ends: everybody signs in again and gets a new session
   * (S19). Conflicts: {@code account.last_administrator}, {@code account.first_administrator}.
   */
  @Override
  public AccountOutcome setRoles(String accountId, Set<String> roles, ClientInfo client) {
    var problems = AccountRules.roles(roles);
    if (!problems.isEmpty()) {
      return new AccountOutcome.Refused(problems);
    }
    return changeRights(
        accountId, "roles", client, (tx, rights) -> new Rights(roles, rights.disabled));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Conflicts: {@code account.last_administrator}, {@code account.first_administrator}.
   */
  @Override
  public AccountOutcome setDisabled(String accountId, boolean disabled, ClientInfo client) {
    return changeRights(
        accountId,
        disabled ? "disabled" : "enabled",
        client,
        (tx, rights) -> {
          ExternalAccounts.settle(tx, accountId);
          return new Rights(rights.roles, disabled);
        });
  }

  @Override
  public AccountOutcome unlock(String accountId, ClientInfo client) {
    return change(
        accountId,
        (tx, account) -> {
          attempts.forget(tx, accountId, AttemptKind.PASSWORD);
          attempts.forget(tx, accountId, AttemptKind.SECOND_FACTOR);
          tx.raise(new AccountChanged(details(account, client), "unlocked"));
          return done(account);
        });
  }

  /** What an account may do. */
  private record Rights(Set<String> roles, boolean disabled) {}

  /** Changes what an account may do, and ends what was granted before. */
  private AccountOutcome changeRights(
      String accountId, String what, ClientInfo client, BiFunction<Tx, Rights, Rights> edit) {
    return transactions.<AccountOutcome>inNew(
        tx -> {
          administrators.lock(tx);
          return locked(tx, accountId, account -> changeRights(tx, account, what, client, edit));
        });
  }

  private AccountOutcome changeRights(
      Tx tx, Account account, String what, ClientInfo client, BiFunction<Tx, Rights, Rights> edit) {
    var before = new Rights(Set.copyOf(account.roles), account.disabled);
    var after = edit.apply(tx, before);
    if (after.equals(before)) {
      return done(account);
    }
    boolean was = administrators.includes(before.roles, before.disabled);
    boolean willBe = administrators.includes(after.roles, after.disabled);
    if (was != willBe && !administrators.existBeside(tx, account.id)) {
      return new AccountOutcome.Conflict(
          was ? "account.last_administrator" : "account.first_administrator");
    }
    account.roles.retainAll(after.roles);
    account.roles.addAll(after.roles);
    account.disabled = after.disabled;
    account.securityVersion++;
    var details = details(account, client);
    tx.raise(new AccountChanged(details, what));
    if (!before.disabled && after.disabled) {
      access.endAll(tx, account.id, details);
    } else if (!before.disabled) {
      access.endSessions(tx, account.id, details);
    }
    return done(account);
  }

  private interface Edit {
    AccountOutcome apply(Tx tx, Account account);
  }

  private AccountOutcome change(String accountId, Edit edit) {
    return transactions.<AccountOutcome>inNew(
        tx -> locked(tx, accountId, account -> edit.apply(tx, account)));
  }

  /** Holds the account's row, then reads it: changes of one account come one after the other. */
  private AccountOutcome locked(Tx tx, String accountId, Function<Account, AccountOutcome> change) {
    int rows =
        tx.em()
            .createQuery("UPDATE Account a SET a.changedAt = :now WHERE a.id = :id")
            .setParameter("now", clock.millis())
            .setParameter("id", AccountDirectory.key(accountId))
            .executeUpdate();
    return rows == 0
        ? new AccountOutcome.NotFound()
        : change.apply(directory.rowOf(tx, accountId).orElseThrow());
  }

  private EventDetails details(Account account, ClientInfo client) {
    return new EventDetails(
        clock.instant(), account.id, account.username, null, null, "local", client);
  }

  private static AccountOutcome done(Account account) {
    return new AccountOutcome.Done(account.snapshot().toInfo());
  }
}
