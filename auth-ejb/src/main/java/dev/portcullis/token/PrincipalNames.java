package dev.portcullis.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.store.Transactions;
import java.util.Optional;

/**
 * The principal's name for tokens that leave it out ({@code jwt.claims: minimal}). A name never
 * changes (S83), so once read it is kept, within bounds (S79).
 */
public final class PrincipalNames {

  private static final int MAX_NAMES = 100_000;

  private final Transactions transactions;
  private final AccountDirectory accounts;
  private final Cache<String, String> names = Caffeine.newBuilder().maximumSize(MAX_NAMES).build();

  public PrincipalNames(Transactions transactions, AccountDirectory accounts) {
    this.transactions = transactions;
    this.accounts = accounts;
  }

  /** The name of that account; empty if there is none such. */
  Optional<String> of(String accountId) {
    var known = names.getIfPresent(accountId);
    if (known != null) {
      return Optional.of(known);
    }
    var read =
        transactions.inNew(tx -> accounts.byId(tx, accountId).map(AccountSnapshot::username));
    read.ifPresent(name -> names.put(accountId, name));
    return read;
  }
}
