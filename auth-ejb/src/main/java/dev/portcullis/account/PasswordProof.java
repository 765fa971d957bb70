package dev.portcullis.account;

import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent.AccountLocked;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.password.PasswordHasher;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import dev.portcullis.throttle.Attempt;
import dev.portcullis.throttle.AttemptKind;
import dev.portcullis.throttle.AttemptLimiter;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks the password of an account that is kept here, in three steps: look the account up and
 * reserve an attempt (S36), compute one argon2id, judge. An unknown, locked or disabled account
 * takes the same steps with the same statements as any other (S32).
 */
public final class PasswordProof {

  /** What the check found. Nothing is issued yet, and no event raised. */
  public sealed interface Result {

    /**
     * The password is right and the account is enabled. The failures still count: {@link #accept}
     * takes them back in the transaction that makes use of the proof.
     */
    record Proven(AccountSnapshot account) implements Result {}

    /**
     * The proof failed.
     *
     * @param account null where there is none
     * @param attempt what became of the counter
     */
    record Refused(@Nullable AccountSnapshot account, RejectionReason reason, Attempt attempt)
        implements Result {

      /** The event to raise if this failure crossed a threshold. */
      public Optional<AccountLocked> lockedBy(EventDetails details) {
        return attempt.lockedBy(details);
      }
    }

    /** Handles every case. */
    default <R> R fold(Function<Proven, R> proven, Function<Refused, R> refused) {
      return this instanceof Proven p ? proven.apply(p) : refused.apply((Refused) this);
    }
  }

  private static final String NOBODY = "";

  private record Candidate(
      @Nullable AccountSnapshot account, @Nullable String hash, Attempt attempt) {}

  private final Transactions transactions;
  private final AccountDirectory directory;
  private final AttemptLimiter attempts;
  private final PasswordHasher hasher;

  public PasswordProof(
      Transactions transactions,
      AccountDirectory directory,
      AttemptLimiter attempts,
      PasswordHasher hasher) {
    this.transactions = transactions;
    this.directory = directory;
    this.attempts = attempts;
    this.hasher = hasher;
  }

  /**
   * Checks the password of whoever has that name. An account whose password is kept elsewhere is
   * unknown here: no guess of it is counted.
   *
   * @param username as typed
   */
  public Result byUsername(String username, Confidential password, GuessAllowance allowance) {
    return prove(
        tx -> directory.rowNamed(tx, username).filter(row -> row.passwordHash != null),
        password,
        allowance);
  }

  /** Checks the password of that account. */
  public Result byId(String accountId, Confidential password) {
    return prove(tx -> directory.rowOf(tx, accountId), password, GuessAllowance.NONE);
  }

  /** Whether that account has its password here. */
  public boolean keepsPassword(String accountId) {
    return transactions.<Boolean>inNew(
        tx -> directory.rowOf(tx, accountId).filter(row -> row.passwordHash != null).isPresent());
  }

  /** Whether an account of that name has its password here. */
  public boolean keepsPasswordNamed(String username) {
    return transactions.<Boolean>inNew(
        tx -> directory.rowNamed(tx, username).filter(row -> row.passwordHash != null).isPresent());
  }

  /** The proof is made use of: the failures are forgotten. */
  public void accept(Tx tx, String accountId) {
    attempts.forget(tx, accountId, AttemptKind.PASSWORD);
  }

  private Result prove(
      Function<Tx, Optional<Account>> whom, Confidential password, GuessAllowance allowance) {
    var candidate =
        transactions.<Candidate>inNew(tx -> reserve(tx, whom.apply(tx).orElse(null), allowance));
    var verification = verify(candidate, password);
    if (verification.replacement() != null) {
      storeReplacement(candidate, verification.replacement());
    }
    return judge(candidate, verification.matches());
  }

  private Candidate reserve(Tx tx, @Nullable Account row, GuessAllowance allowance) {
    if (row == null) {
      // The statement that loads an account's roles has no reason to run: one in its place.
      var nobody = directory.rowOf(tx, NOBODY);
      return new Candidate(
          null,
          null,
          attempts.reserve(tx, nobody.map(n -> n.id).orElse(null), AttemptKind.PASSWORD));
    }
    var account = row.snapshot();
    return new Candidate(account, row.passwordHash, allowance.reserve(tx, attempts, account));
  }

  private PasswordHasher.Verification verify(Candidate candidate, Confidential password) {
    if (!candidate.attempt.isGranted() || candidate.account == null) {
      return hasher.verify(null, password);
    }
    try {
      return hasher.verify(candidate.hash, password);
    } catch (TemporarilyUnavailableException e) {
      if (candidate.attempt instanceof Attempt.Reserved reserved) {
        var id = candidate.account.id();
        transactions.inNew(
            tx -> {
              attempts.giveBack(tx, id, AttemptKind.PASSWORD, reserved);
              return true;
            });
      }
      throw e;
    }
  }

  private static Result judge(Candidate candidate, boolean matches) {
    var account = candidate.account;
    if (account == null) {
      return new Result.Refused(null, RejectionReason.UNKNOWN_ACCOUNT, candidate.attempt);
    }
    if (candidate.attempt instanceof Attempt.Blocked blocked) {
      return new Result.Refused(account, blocked.reason(), blocked);
    }
    if (!matches) {
      return new Result.Refused(account, RejectionReason.WRONG_PASSWORD, candidate.attempt);
    }
    if (account.disabled()) {
      return new Result.Refused(account, RejectionReason.DISABLED, candidate.attempt);
    }
    return new Result.Proven(account);
  }

  /** Only if nobody changed the password meanwhile. */
  private void storeReplacement(Candidate candidate, String replacement) {
    transactions.inNew(
        tx ->
            tx.em()
                .createQuery(
                    "UPDATE Account a SET a.passwordHash = :new"
                        + " WHERE a.id = :id AND a.passwordHash = :old")
                .setParameter("new", replacement)
                .setParameter("id", candidate.account == null ? "" : candidate.account.id())
                .setParameter("old", candidate.hash)
                .executeUpdate());
  }
}
