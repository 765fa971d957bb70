package dev.portcullis.login;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.ExternalLogin;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The first factor that a provider outside has proven: its account is found by issuer and subject,
 * or made (S11, S48). No password is involved, so a lockout of one changes nothing here (S39).
 */
public final class ExternalLogins {

  /** What the column of a session takes. */
  private static final Pattern AMR = Pattern.compile("[A-Za-z0-9_.:-]{1,20}");

  private static final int MOST_AMR = 8;

  private final Transactions transactions;
  private final ExternalAccounts accounts;
  private final Clock clock;

  public ExternalLogins(Transactions transactions, ExternalAccounts accounts, Clock clock) {
    this.transactions = transactions;
    this.accounts = accounts;
    this.clock = clock;
  }

  /**
   * The account with what the provider says of it now; whether it may sign in is asked later.
   *
   * @throws AccountNotFoundException where there is none, and none could be made
   */
  FirstProof proof(ExternalLogin login, ClientInfo client) {
    return proof(login, account(login, client));
  }

  /**
   * The same for somebody who is signed in: only an identity of their own account proves that it is
   * them, and none is made.
   */
  Optional<FirstProof> proofAgain(Caller caller, ExternalLogin login, ClientInfo client) {
    var identity = login.identity();
    return transactions.inNew(
        tx ->
            accounts
                .find(tx, identity.issuer(), identity.subject())
                .filter(found -> found.account().id().equals(caller.getId()))
                .map(found -> proof(login, confirmed(tx, found, login, client))));
  }

  private FirstProof proof(ExternalLogin login, AccountSnapshot account) {
    return new FirstProof(
        account,
        login.method(),
        login.identity().provider(),
        amr(login),
        at(login, clock.instant()),
        login.providerSession());
  }

  private AccountSnapshot account(ExternalLogin login, ClientInfo client) {
    try {
      var found = accounts.findOrCreate(login.identity(), client);
      return transactions.inNew(tx -> confirmed(tx, found, login, client));
    } catch (TemporarilyUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new AccountNotFoundException(e);
    }
  }

  private AccountSnapshot confirmed(
      Tx tx, ExternalAccounts.Found found, ExternalLogin login, ClientInfo client) {
    if (found.account().disabled() && !found.identity().gone()) {
      // An administrator's decision, which no provider takes back.
      return found.account();
    }
    var now =
        login.givesRoles()
            ? accounts.confirm(tx, found.identity(), login.identity(), null, null, client)
            : accounts.confirmWithoutRoles(tx, found.identity(), login.identity(), client);
    return now.account();
  }

  /** The protocol's own value, and what the provider is trusted with, as far as it can be kept. */
  private static Set<String> amr(ExternalLogin login) {
    var values =
        login.amr().stream()
            .filter(value -> AMR.matcher(value).matches())
            .sorted()
            .limit(MOST_AMR)
            .collect(Collectors.toCollection(TreeSet::new));
    values.add(login.method().amr());
    return values;
  }

  /** A time to come proves nothing that is not known now. */
  private static Instant at(ExternalLogin login, Instant now) {
    var said = login.authenticatedAt();
    return said == null || said.isAfter(now) ? now : said;
  }
}
