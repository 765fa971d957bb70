package dev.portcullis.login;

import dev.portcullis.Confidential;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.GuessAllowance;
import dev.portcullis.account.PasswordProof;
import dev.portcullis.store.Tx;

/**
 * A source of accounts that checks passwords: the accounts kept here are one. The login asks them
 * in the configured order until one knows the account.
 *
 * <p>Whoever implements this reserves an attempt of the account before it checks anything (S36),
 * and does for an account it does not know the work it does for any other (S32). An empty password
 * is never a proof (S57).
 */
public interface CredentialVerifier {

  /** The name that a login may ask for: {@code local}, or a directory's. */
  String provider();

  /**
   * Whether it has an account of that name, or somebody who may have one: then no other is asked.
   * Called while there is another one to ask; the last is asked to verify at once.
   *
   * @throws dev.portcullis.TemporarilyUnavailableException if it cannot answer
   */
  boolean knows(String username);

  /** Whether that account's password is checked by it. */
  boolean keeps(String accountId);

  /**
   * Checks what somebody typed to sign in.
   *
   * @param allowance asked where the account's counter of guesses refuses
   * @return refused with {@link dev.portcullis.RejectionReason#UNKNOWN_ACCOUNT} where another
   *     verifier may be asked
   * @throws dev.portcullis.TemporarilyUnavailableException if it cannot answer
   */
  PasswordProof.Result verify(String username, Confidential password, GuessAllowance allowance);

  /** Checks the password of an account that is signed in already; otherwise as {@link #verify}. */
  PasswordProof.Result verifyAgain(String accountId, Confidential password);

  /** The proof is made use of, in this transaction: failures before it are forgotten. */
  void accept(Tx tx, AccountSnapshot account);
}
