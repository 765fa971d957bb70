package dev.portcullis.account;

import dev.portcullis.store.Tx;
import dev.portcullis.throttle.Attempt;
import dev.portcullis.throttle.AttemptKind;
import dev.portcullis.throttle.AttemptLimiter;
import org.jspecify.annotations.Nullable;

/**
 * Lets a guess at a password be made that the account's counter refuses: whoever guesses at an
 * account locks out everybody but those who come from a device that it trusts (S35, S39).
 */
@FunctionalInterface
public interface GuessAllowance {

  /** For whoever has none. */
  GuessAllowance NONE = (tx, account) -> false;

  /** Takes one, if there is one left. Asked only where the account's counter refuses. */
  boolean take(Tx tx, AccountSnapshot account);

  /**
   * Reserves one guess at a password.
   *
   * @param account null for one that does not exist
   */
  default Attempt reserve(Tx tx, AttemptLimiter attempts, @Nullable AccountSnapshot account) {
    var attempt = attempts.reserve(tx, account == null ? null : account.id(), AttemptKind.PASSWORD);
    return attempt instanceof Attempt.Blocked && account != null && take(tx, account)
        ? new Attempt.Allowed()
        : attempt;
  }
}
