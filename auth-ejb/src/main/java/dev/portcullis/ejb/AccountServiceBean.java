package dev.portcullis.ejb;

import dev.portcullis.AccountInfo;
import dev.portcullis.AccountOutcome;
import dev.portcullis.AccountService;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The application's view of {@link AccountService}. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class AccountServiceBean implements AccountService {

  @Inject private DomainHolder holder;

  private AccountService service() {
    return holder.domain().accounts();
  }

  @Override
  public AccountOutcome create(NewAccount account, ClientInfo client) {
    return service().create(account, client);
  }

  @Override
  public Optional<AccountInfo> find(String accountId) {
    return service().find(accountId);
  }

  @Override
  public Optional<AccountInfo> findByUsername(String username) {
    return service().findByUsername(username);
  }

  @Override
  public AccountOutcome rename(String accountId, @Nullable String name, ClientInfo client) {
    return service().rename(accountId, name, client);
  }

  @Override
  public AccountOutcome changePassword(
      Caller caller, Confidential currentPassword, Confidential newPassword, ClientInfo client) {
    return service().changePassword(caller, currentPassword, newPassword, client);
  }

  @Override
  public boolean canChangePassword(String accountId) {
    return service().canChangePassword(accountId);
  }

  @Override
  public Optional<String> passwordKeptBy(String accountId) {
    return service().passwordKeptBy(accountId);
  }

  @Override
  public AccountOutcome setRoles(String accountId, Set<String> roles, ClientInfo client) {
    return service().setRoles(accountId, roles, client);
  }

  @Override
  public AccountOutcome setDisabled(String accountId, boolean disabled, ClientInfo client) {
    return service().setDisabled(accountId, disabled, client);
  }

  @Override
  public AccountOutcome unlock(String accountId, ClientInfo client) {
    return service().unlock(accountId, client);
  }
}
