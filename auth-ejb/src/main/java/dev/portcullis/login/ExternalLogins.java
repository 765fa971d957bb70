package dev.portcullis.login;

import dev.portcullis.ClientInfo;
import dev.portcullis.ExternalLogin;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.store.Transactions;
import java.time.Clock;
import java.time.Instant;
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

  /** The account with what the provider says of it now; whether it may sign in is asked later. */
  FirstProof proof(ExternalLogin login, ClientInfo client) {
    var now = clock.instant();
    return new FirstProof(
        account(login, client),
        login.method(),
        login.identity().provider(),
        amr(login),
        at(login, now),
        login.providerSession());
  }

  private AccountSnapshot account(ExternalLogin login, ClientInfo client) {
    var found = accounts.findOrCreate(login.identity(), client);
    if (found.account().disabled() && !found.identity().gone()) {
      // An administrator's decision, which no provider takes back.
      return found.account();
    }
    return transactions.inNew(
        tx ->
            accounts.confirm(tx, found.identity(), login.identity(), null, null, client).account());
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
