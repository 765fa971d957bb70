package dev.portcullis.account;

import dev.portcullis.AccountOutcome;
import dev.portcullis.AuthenticationMethod;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent.PasswordChanged;
import dev.portcullis.password.PasswordHasher;
import dev.portcullis.password.PasswordPolicy;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A caller changes the own password: the current one is proven (S34) as at a login, the new one is
 * held against the policy, then one transaction changes it and ends the other sessions.
 */
public final class PasswordChange {

  private final Transactions transactions;
  private final PasswordProof proof;
  private final PasswordHasher hasher;
  private final PasswordPolicy policy;
  private final AccountAccess access;
  private final List<SourcePasswords> sources;
  private final Clock clock;

  public PasswordChange(
      Transactions transactions,
      PasswordProof proof,
      PasswordHasher hasher,
      PasswordPolicy policy,
      AccountAccess access,
      List<SourcePasswords> sources,
      Clock clock) {
    this.transactions = transactions;
    this.proof = proof;
    this.hasher = hasher;
    this.policy = policy;
    this.access = access;
    this.sources = List.copyOf(sources);
    this.clock = clock;
  }

  /** Whether the account's password can be changed here at all. */
  boolean isPossible(String accountId) {
    return isPossible(keeper(accountId), accountId);
  }

  /** Whoever comes in by a provider or a certificate alone has none. */
  private boolean isPossible(Optional<SourcePasswords> keeper, String accountId) {
    return keeper.isPresent() ? !keeper.get().isReadOnly() : proof.keepsPassword(accountId);
  }

  /** The provider that keeps the account's password; empty where it is kept here. */
  Optional<String> keptBy(String accountId) {
    return keeper(accountId).map(SourcePasswords::provider);
  }

  private Optional<SourcePasswords> keeper(String accountId) {
    return sources.stream().filter(source -> source.keeps(accountId)).findFirst();
  }

  AccountOutcome change(
      Caller caller, Confidential current, Confidential replacement, ClientInfo client) {
    var found = keeper(caller.getId());
    if (!isPossible(found, caller.getId())) {
      return conflict(caller, "password.kept_elsewhere", client);
    }
    var keeper = found.orElse(null);
    var result =
        keeper == null
            ? proof.byId(caller.getId(), current)
            : keeper.prove(caller.getId(), current);
    return result.fold(
        proven -> replace(caller, proven.account(), keeper, current, replacement, client),
        refused -> refuse(caller, refused, client));
  }

  private AccountOutcome conflict(Caller caller, String reason, ClientInfo client) {
    transactions.inNew(
        tx -> {
          tx.raise(new PasswordChanged(details(caller, client), reason));
          return true;
        });
    return new AccountOutcome.Conflict(reason);
  }

  private AccountOutcome refuse(
      Caller caller, PasswordProof.Result.Refused refused, ClientInfo client) {
    transactions.inNew(
        tx -> {
          var details = details(caller, client);
          tx.raise(new PasswordChanged(details, refused.reason().name()));
          refused.lockedBy(details).ifPresent(tx::raise);
          return true;
        });
    return refused.reason() == RejectionReason.UNKNOWN_ACCOUNT
        ? new AccountOutcome.NotFound()
        : new AccountOutcome.NotProven(refused.reason());
  }

  private AccountOutcome replace(
      Caller caller,
      AccountSnapshot account,
      @Nullable SourcePasswords keeper,
      Confidential current,
      Confidential replacement,
      ClientInfo client) {
    var problems = problems(account, current, replacement);
    if (!problems.isEmpty()) {
      transactions.inNew(
          tx -> {
            // The current password was right all the same.
            proof.accept(tx, account.id());
            tx.raise(new PasswordChanged(details(caller, client), String.join(",", problems)));
            return true;
          });
      return new AccountOutcome.Refused(problems);
    }
    if (keeper != null) {
      // The source first: should the rest fail, the new password serves, and what is kept here of
      // the old one no longer fits the source and is not used (S74).
      return keeper
          .write(account.id(), replacement)
          .map(written -> finish(caller, account, null, written::keep, client))
          .orElseGet(() -> conflict(caller, "account.changed", client));
    }
    var hash = hasher.hash(replacement);
    return finish(caller, account, hash, tx -> {}, client);
  }

  private AccountOutcome finish(
      Caller caller,
      AccountSnapshot account,
      @Nullable String hash,
      Consumer<Tx> keeping,
      ClientInfo client) {
    return transactions.<AccountOutcome>inNew(
        tx -> {
          if (!store(tx, account, hash)) {
            tx.raise(new PasswordChanged(details(caller, client), "account.changed"));
            return new AccountOutcome.Conflict("account.changed");
          }
          keeping.accept(tx);
          proof.accept(tx, account.id());
          var details = details(caller, client);
          tx.raise(new PasswordChanged(details, null));
          access.endAllExcept(tx, account.id(), caller.getSessionId(), details);
          return new AccountOutcome.Done(account.toInfo());
        });
  }

  private List<String> problems(
      AccountSnapshot account, Confidential current, Confidential replacement) {
    var words =
        Stream.of(account.username(), account.email(), account.name())
            .filter(Objects::nonNull)
            .toList();
    var problems = new ArrayList<>(policy.check(replacement, words));
    if (replacement.equals(current)) {
      problems.add("password.unchanged");
    }
    return problems;
  }

  /** Only if the account is still as it was when the current password was proven. */
  private boolean store(Tx tx, AccountSnapshot account, @Nullable String hash) {
    return tx.em()
            .createQuery(
                "UPDATE Account a SET a.passwordHash = :hash, a.changedAt = :now,"
                    + " a.securityVersion = :next"
                    + " WHERE a.id = :id AND a.securityVersion = :version AND a.disabled = :no")
            .setParameter("next", account.securityVersion() + 1)
            .setParameter("no", false)
            .setParameter("hash", hash)
            .setParameter("now", clock.millis())
            .setParameter("id", account.id())
            .setParameter("version", account.securityVersion())
            .executeUpdate()
        == 1;
  }

  private EventDetails details(Caller caller, ClientInfo client) {
    return new EventDetails(
        clock.instant(),
        caller.getId(),
        caller.getUsername(),
        caller.getSessionId(),
        AuthenticationMethod.PASSWORD,
        "local",
        client);
  }
}
