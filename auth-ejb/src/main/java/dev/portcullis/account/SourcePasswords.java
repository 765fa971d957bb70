package dev.portcullis.account;

import dev.portcullis.Confidential;
import dev.portcullis.store.Tx;
import java.util.Optional;

/** Passwords that are kept at a source outside, as far as a change needs to know of them. */
public interface SourcePasswords {

  /** The new password stands at the source; what is to be kept of it here. */
  interface Written {
    void keep(Tx tx);
  }

  /** The name of the provider. */
  String provider();

  /** Whether that account's password is kept there. */
  boolean keeps(String accountId);

  /** Whether passwords can only be changed at the source itself. */
  boolean isReadOnly();

  /** Checks the current password, as at a login. */
  PasswordProof.Result prove(String accountId, Confidential password);

  /**
   * Writes a new password, provided that the source still has the one that was proven. Commits at
   * the source: should anything fail after it, the source is right, and what is kept here no longer
   * fits it and is not used.
   *
   * @return empty if the source has another by now
   * @throws dev.portcullis.TemporarilyUnavailableException if the source does not answer
   */
  Optional<Written> write(String accountId, Confidential replacement);
}
