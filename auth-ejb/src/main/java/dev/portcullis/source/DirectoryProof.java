package dev.portcullis.source;

import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.Directory;
import dev.portcullis.Directory.Person;
import dev.portcullis.DirectoryAnswer;
import dev.portcullis.RejectionReason;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.account.ExternalAccounts.Found;
import dev.portcullis.account.GuessAllowance;
import dev.portcullis.account.PasswordProof.Result;
import dev.portcullis.account.SourcePasswords;
import dev.portcullis.config.DirectorySettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.password.PasswordHasher;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import dev.portcullis.throttle.Attempt;
import dev.portcullis.throttle.AttemptKind;
import dev.portcullis.throttle.AttemptLimiter;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks a password that a directory keeps, in the steps of a local one: find the person there and
 * the account here, reserve an attempt (S36), compute one argon2id (S32), have the directory check
 * the password, judge. Nothing is kept of the password.
 *
 * <p>The account is made at the first attempt for a person whom the directory has, so that guesses
 * are counted; it has no roles until the password was right.
 */
public final class DirectoryProof implements SourcePasswords {

  /** Who is to be proven; every part is null where the directory has nobody. */
  private record Candidate(@Nullable Person person, @Nullable Found found, Attempt attempt) {

    /** Nobody, while no guess is taken: the directory is then asked as if there were none. */
    @Nullable Person toBeAsked() {
      return attempt instanceof Attempt.Reserved ? person : null;
    }
  }

  private final Directory directory;
  private final String name;
  private final String issuer;
  private final Transactions transactions;
  private final ExternalAccounts accounts;
  private final AttemptLimiter attempts;
  private final PasswordHasher hasher;
  private final RandomSource random;

  /**
   * @param settings of the directory
   */
  public DirectoryProof(
      Directory directory,
      DirectorySettings settings,
      Transactions transactions,
      ExternalAccounts accounts,
      AttemptLimiter attempts,
      PasswordHasher hasher,
      RandomSource random) {
    this.directory = directory;
    this.name = settings.name();
    this.issuer = settings.issuer();
    this.transactions = transactions;
    this.accounts = accounts;
    this.attempts = attempts;
    this.hasher = hasher;
    this.random = random;
  }

  /** Whether the directory has somebody of that name. */
  public boolean knows(String username) {
    return directory.find(username).isPresent();
  }

  /**
   * Checks the password of whoever has that name in the directory.
   *
   * @param username as typed
   */
  public Result byUsername(String username, Confidential password, GuessAllowance allowance) {
    return prove(directory.find(username).orElse(null), password, allowance);
  }

  @Override
  public String provider() {
    return name;
  }

  @Override
  public boolean keeps(String accountId) {
    return known(accountId).isPresent();
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public Result prove(String accountId, Confidential password) {
    var person =
        known(accountId)
            .flatMap(
                found ->
                    directory
                        .find(found.identity().loginName())
                        .filter(p -> p.identity().subject().equals(found.identity().subject())));
    return prove(person.orElse(null), password, GuessAllowance.NONE);
  }

  @Override
  public Optional<Written> write(String accountId, Confidential replacement) {
    throw new IllegalStateException("A directory is only read");
  }

  /** The proof is made use of: the failures are forgotten. */
  public void accept(Tx tx, String accountId) {
    attempts.forget(tx, accountId, AttemptKind.PASSWORD);
  }

  private Optional<Found> known(String accountId) {
    return transactions.<Optional<Found>>inNew(tx -> accounts.ofAccount(tx, issuer, accountId));
  }

  private Result prove(@Nullable Person person, Confidential password, GuessAllowance allowance) {
    var candidate = reserve(person, allowance);
    var answer =
        givingBack(
            candidate,
            () -> {
              hasher.verifyNothing(password);
              return directory.prove(candidate.toBeAsked(), password);
            });
    return judge(candidate, answer);
  }

  /** The same statements whether the directory has the person or not. */
  private Candidate reserve(@Nullable Person person, GuessAllowance allowance) {
    var found =
        person == null
            ? transactions.<Found>inNew(tx -> accounts.findNobody(tx, issuer))
            : accounts.findOrCreate(person.identity(), client());
    var account = found == null ? null : found.account();
    var attempt = transactions.<Attempt>inNew(tx -> allowance.reserve(tx, attempts, account));
    return new Candidate(person, found, attempt);
  }

  private <T> T givingBack(Candidate candidate, Supplier<T> work) {
    try {
      return work.get();
    } catch (TemporarilyUnavailableException e) {
      if (candidate.found != null && candidate.attempt instanceof Attempt.Reserved reserved) {
        var id = candidate.found.account().id();
        transactions.inNew(
            tx -> {
              attempts.giveBack(tx, id, AttemptKind.PASSWORD, reserved);
              return true;
            });
      }
      throw e;
    }
  }

  private Result judge(Candidate candidate, DirectoryAnswer answer) {
    var found = candidate.found;
    if (candidate.person == null || found == null) {
      return new Result.Refused(null, RejectionReason.UNKNOWN_ACCOUNT, candidate.attempt);
    }
    AccountSnapshot account = found.account();
    if (candidate.attempt instanceof Attempt.Blocked blocked) {
      return new Result.Refused(account, blocked.reason(), blocked);
    }
    return answer.fold(
        holds -> admit(candidate, found, holds),
        reason -> new Result.Refused(account, reason, candidate.attempt));
  }

  private Result admit(Candidate candidate, Found found, DirectoryAnswer.Holds holds) {
    var account = found.account();
    if (account.disabled() && !found.identity().gone()) {
      return new Result.Refused(account, RejectionReason.DISABLED, candidate.attempt);
    }
    var now =
        transactions.<Found>inNew(
            tx ->
                accounts.confirm(
                    tx, found.identity(), holds.identity(), holds.passwordMark(), null, client()));
    return new Result.Proven(now.account());
  }

  /** What happens here follows from the directory; who asked is in the event of the login. */
  private ClientInfo client() {
    return new ClientInfo("127.0.0.1", null, random.id());
  }
}
