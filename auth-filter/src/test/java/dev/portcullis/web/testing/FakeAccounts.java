package dev.portcullis.web.testing;

import dev.portcullis.AccountInfo;
import dev.portcullis.AccountOutcome;
import dev.portcullis.AccountService;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.RejectionReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class FakeAccounts implements AccountService {

  private final FakeDomain domain;

  FakeAccounts(FakeDomain domain) {
    this.domain = domain;
  }

  private static AccountInfo account(String id, @Nullable String name) {
    var username = id.substring("id-".length());
    return new AccountInfo(
        id, username, username + "@example.com", name, null, Set.of("user"), false, Instant.EPOCH);
  }

  @Override
  public AccountOutcome create(NewAccount account, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<AccountInfo> find(String accountId) {
    domain.check();
    return Optional.of(account(accountId, domain.names.get(accountId)));
  }

  @Override
  public Optional<AccountInfo> findByUsername(String username) {
    return find("id-" + username);
  }

  @Override
  public AccountOutcome rename(String accountId, @Nullable String name, ClientInfo client) {
    domain.check();
    if (name == null) {
      domain.names.remove(accountId);
    } else {
      domain.names.put(accountId, name);
    }
    return new AccountOutcome.Done(account(accountId, name));
  }

  @Override
  public Optional<String> passwordKeptBy(String accountId) {
    return Optional.empty();
  }

  @Override
  public boolean canChangePassword(String accountId) {
    return true;
  }

  @Override
  public AccountOutcome changePassword(
      Caller caller, Confidential currentPassword, Confidential newPassword, ClientInfo client) {
    domain.check();
    if (!FakeDomain.knows(caller.getUsername(), currentPassword)) {
      return new AccountOutcome.NotProven(RejectionReason.WRONG_PASSWORD);
    }
    return newPassword.length() < 15
        ? new AccountOutcome.Refused(List.of("password.too_short"))
        : new AccountOutcome.Done(account(caller.getId(), null));
  }

  @Override
  public AccountOutcome setRoles(String accountId, Set<String> roles, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AccountOutcome setDisabled(String accountId, boolean disabled, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AccountOutcome unlock(String accountId, ClientInfo client) {
    throw new UnsupportedOperationException();
  }
}
