package dev.portcullis.account;

import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.NewAccount;
import dev.portcullis.SecurityEvent.AccountCreated;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.password.PasswordHasher;
import dev.portcullis.password.PasswordPolicy;
import dev.portcullis.store.Tx;
import dev.portcullis.throttle.AttemptKind;
import dev.portcullis.throttle.AttemptLimiter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes accounts, whoever asks for one. */
public final class AccountCreation {

  private final PasswordHasher hasher;
  private final PasswordPolicy policy;
  private final AttemptLimiter attempts;
  private final RandomSource random;
  private final Clock clock;
  private final List<String> reservedPrefixes;

  public AccountCreation(
      PasswordHasher hasher,
      PasswordPolicy policy,
      AttemptLimiter attempts,
      RandomSource random,
      Clock clock) {
    this(hasher, policy, attempts, random, clock, List.of());
  }

  /**
   * @param reservedPrefixes what the names of callers from other issuers begin with, in lower case:
   *     no account gets such a name (S83)
   */
  public AccountCreation(
      PasswordHasher hasher,
      PasswordPolicy policy,
      AttemptLimiter attempts,
      RandomSource random,
      Clock clock,
      List<String> reservedPrefixes) {
    this.reservedPrefixes = List.copyOf(reservedPrefixes);
    this.hasher = hasher;
    this.policy = policy;
    this.attempts = attempts;
    this.random = random;
    this.clock = clock;
  }

  /** Ids of what speaks against the account; empty if nothing does. */
  public List<String> problems(NewAccount account) {
    var problems = new ArrayList<String>();
    if (Username.parse(account.username())
        .filter(name -> reservedPrefixes.stream().noneMatch(name::beginsWith))
        .isEmpty()) {
      problems.add("username.invalid");
    }
    problems.addAll(AccountRules.email(account.email()));
    problems.addAll(AccountRules.name(account.name()));
    problems.addAll(AccountRules.roles(account.roles()));
    if (account.password() != null) {
      var words =
          Stream.of(account.username(), account.email(), account.name())
              .filter(Objects::nonNull)
              .toList();
      problems.addAll(policy.check(account.password(), words));
    }
    return problems;
  }

  /** The hash of the first password, or null without one. Slow: outside of any transaction. */
  public @Nullable String hash(NewAccount account) {
    return account.password() == null ? null : hasher.hash(account.password());
  }

  /**
   * Inserts an account without {@link #problems}. A name that is taken shows when the transaction
   * commits, as {@link dev.portcullis.store.ConstraintConflictException}.
   */
  public AccountSnapshot insert(
      Tx tx, NewAccount account, @Nullable String passwordHash, ClientInfo client) {
    var now = clock.instant();
    var row = new Account(random.id(), Username.parse(account.username()).orElseThrow(), now);
    row.email = account.email();
    row.name = account.name();
    row.passwordHash = passwordHash;
    row.roles.addAll(account.roles());
    tx.em().persist(row);
    attempts.open(tx, row.id, AttemptKind.PASSWORD);
    attempts.open(tx, row.id, AttemptKind.SECOND_FACTOR);
    tx.raise(
        new AccountCreated(
            new EventDetails(now, row.id, row.username, null, null, "local", client)));
    return row.snapshot();
  }
}
