package dev.portcullis.account;

import org.jspecify.annotations.Nullable;

/**
 * An identity of an account, as it was within one transaction. Times are epoch milliseconds.
 *
 * @param key of the row
 * @param issuer the source's stable id
 * @param subject at the source
 * @param accountId whose it is
 * @param loginName by which the source finds it
 * @param mark keyed hash of what the source stored for the password when it was last proven
 * @param passwordHash of that password, to be used while the mark is the same
 * @param gone whether the source no longer has it, and the account is disabled for that
 * @param checkedAt when the source was last asked
 * @param verifiedAt when it last confirmed
 */
public record KnownIdentity(
    String key,
    String issuer,
    String subject,
    String accountId,
    String loginName,
    @Nullable String mark,
    @Nullable String passwordHash,
    boolean gone,
    long checkedAt,
    long verifiedAt) {

  /** The hash is not for logs. */
  @Override
  public String toString() {
    return "KnownIdentity[" + key + "]";
  }
}
