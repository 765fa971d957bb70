package dev.portcullis.login;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.ProviderLogouts;
import dev.portcullis.SecurityEvent.ProviderLogout;
import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.provider.Provider;
import dev.portcullis.provider.ProviderException;
import dev.portcullis.provider.ProviderSessions;
import dev.portcullis.provider.Providers;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sessions end here with those at a provider, on every node, and the other way round. */
public final class ProviderLogoutsImpl implements ProviderLogouts {

  private final Providers providers;
  private final ProviderSessions kept;
  private final Sessions sessions;
  private final ExternalAccounts accounts;
  private final Transactions transactions;
  private final Clock clock;

  public ProviderLogoutsImpl(
      Providers providers,
      ProviderSessions kept,
      Sessions sessions,
      ExternalAccounts accounts,
      Transactions transactions,
      Clock clock) {
    this.providers = providers;
    this.kept = kept;
    this.sessions = sessions;
    this.accounts = accounts;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Optional<URI> address(Caller caller, URI afterwards) {
    Optional<ProviderSessions.Hint> hint =
        transactions.inNew(
            tx ->
                sessions
                    .providerSessionOf(tx, caller.getSessionId())
                    .flatMap(session -> kept.find(tx, session)));
    return hint.flatMap(
        h ->
            providers
                .ofIssuer(h.issuer())
                .flatMap(provider -> provider.endSession(h.idToken(), afterwards)));
  }

  @Override
  public boolean backChannel(String name, Confidential token, ClientInfo client) {
    var provider = providers.find(name).orElse(null);
    if (provider == null) {
      return false;
    }
    Providers.LoggedOut out;
    try {
      out = providers.loggedOut(provider, token);
    } catch (ProviderException e) {
      tell(provider, client, null, e.check());
      return false;
    }
    transactions.inNew(
        tx -> {
          int ended = end(tx, provider, out, client);
          tx.raise(new ProviderLogout(details(provider, client), null, ended + " sessions"));
          return true;
        });
    return true;
  }

  private int end(Tx tx, Provider provider, Providers.LoggedOut out, ClientInfo client) {
    var session = out.sessionKey();
    if (session != null) {
      kept.remove(tx, session);
      return sessions.endOfProvider(tx, session, details(provider, client));
    }
    var subject = java.util.Objects.requireNonNull(out.subject());
    return accounts
        .find(tx, provider.client().identityIssuer(), subject)
        .map(
            found -> {
              var account = found.account();
              sessions.endSessions(
                  tx,
                  account.id(),
                  new EventDetails(
                      clock.instant(),
                      account.id(),
                      account.username(),
                      null,
                      null,
                      provider.info().name(),
                      client));
              return 1;
            })
        .orElse(0);
  }

  @Override
  public boolean frontChannel(String name, String iss, String sid, ClientInfo client) {
    var provider = providers.find(name).filter(p -> p.isIssuer(iss)).orElse(null);
    if (provider == null) {
      return false;
    }
    var session = provider.sessionKey(sid);
    return transactions.inNew(
        tx -> {
          int ended = sessions.endOfProvider(tx, session, details(provider, client));
          if (ended > 0) {
            kept.remove(tx, session);
            tx.raise(new ProviderLogout(details(provider, client), null, ended + " sessions"));
          }
          return ended > 0;
        });
  }

  private void tell(Provider provider, ClientInfo client, @Nullable String ended, String failure) {
    transactions.inNew(
        tx -> {
          tx.raise(new ProviderLogout(details(provider, client), failure, ended));
          return true;
        });
  }

  private EventDetails details(Provider provider, ClientInfo client) {
    return new EventDetails(
        clock.instant(), null, null, null, null, provider.info().name(), client);
  }
}
