package dev.portcullis;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accounts. Every method commits on its own, the changing ones audit, and all throw {@link
 * TemporarilyUnavailableException} where they cannot answer.
 */
public interface AccountService {

  /** Makes an account. */
  AccountOutcome create(NewAccount account, ClientInfo client);

  /** The account of that id. */
  Optional<AccountInfo> find(String accountId);

  /** The account of that name, without regard to case. */
  Optional<AccountInfo> findByUsername(String username);

  /** Changes the name to show; null removes it. The principal's name never changes (S83). */
  AccountOutcome rename(String accountId, @Nullable String name, ClientInfo client);

  /**
   * Changes the caller's own password. The current one must be right (S34), and counts as an
   * attempt; every other session of the account ends.
   */
  AccountOutcome changePassword(
      Caller caller, Confidential currentPassword, Confidential newPassword, ClientInfo client);

  /** Whether the account's password is changed here, rather than where it comes from. */
  boolean canChangePassword(String accountId);

  /** The provider that keeps the account's password; empty where it is kept here. */
  Optional<String> passwordKeptBy(String accountId);

  /** Replaces the roles. The last administrator keeps that role (S85). */
  AccountOutcome setRoles(String accountId, Set<String> roles, ClientInfo client);

  /** Disables or enables an account; disabling ends all its sessions (S24). */
  AccountOutcome setDisabled(String accountId, boolean disabled, ClientInfo client);

  /** Forgets failed attempts, so that the password serves again (S35). */
  AccountOutcome unlock(String accountId, ClientInfo client);
}
