package dev.portcullis.login;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.ProviderLogouts;
import dev.portcullis.SecurityEvent.ProviderLogout;
import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.provider.KeptTokens;
import dev.portcullis.provider.Provider;
import dev.portcullis.provider.ProviderException;
import dev.portcullis.provider.ProviderSessions;
import dev.portcullis.provider.Providers;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.ConstraintConflictException;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import dev.portcullis.throttle.AddressLimiter;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Sessions end here with those at a provider, on every node, and the other way round. */
public final class ProviderLogoutsImpl implements ProviderLogouts {

  private final Providers providers;
  private final ProviderSessions kept;
  private final KeptTokens tokens;
  private final Sessions sessions;
  private final ExternalAccounts accounts;
  private final AddressLimiter addresses;
  private final Transactions transactions;
  private final Clock clock;

  public ProviderLogoutsImpl(
      Providers providers,
      ProviderSessions kept,
      KeptTokens tokens,
      Sessions sessions,
      ExternalAccounts accounts,
      AddressLimiter addresses,
      Transactions transactions,
      Clock clock) {
    this.providers = providers;
    this.kept = kept;
    this.tokens = tokens;
    this.sessions = sessions;
    this.accounts = accounts;
    this.addresses = addresses;
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
                .ofIdToken(h.issuer(), h.idToken())
                .flatMap(provider -> provider.endSession(h.idToken(), afterwards)));
  }

  @Override
  public Answer backChannel(String name, Confidential token, ClientInfo client) {
    var provider = providers.find(name).orElse(null);
    if (provider == null) {
      return Answer.NOT_PROVEN;
    }
    var wait = addresses.reserve(client.address());
    if (wait.isPresent()) {
      return new Answer(false, wait.get());
    }
    boolean isFailure = false;
    try {
      var failure = loggedOut(provider, token, client).orElse(null);
      isFailure = failure != null;
      if (failure != null) {
        tell(provider, client, failure);
      }
      return isFailure ? Answer.NOT_PROVEN : Answer.PROVEN;
    } finally {
      if (!isFailure) {
        addresses.giveBack(client.address());
      }
    }
  }

  /**
   * Gives the check that refused it. The token is used up by the change it makes, or not at all.
   */
  private Optional<String> loggedOut(Provider provider, Confidential token, ClientInfo client) {
    boolean first;
    try {
      var out = providers.loggedOut(provider, token);
      first =
          transactions.inNew(
              tx -> {
                if (!providers.use(tx, out)) {
                  return false;
                }
                int ended = end(tx, provider, out, client);
                tx.raise(new ProviderLogout(details(provider, client), null, ended + " sessions"));
                return true;
              });
    } catch (ProviderException e) {
      return Optional.of(e.check());
    } catch (ConstraintConflictException somebodyWasFirst) {
      first = false;
    }
    return first ? Optional.empty() : Optional.of("logout token: used before (2.6 7)");
  }

  private int endAll(Tx tx, List<String> keys, EventDetails details) {
    int ended = 0;
    for (var key : keys) {
      kept.remove(tx, key);
      tokens.remove(tx, key);
      ended += sessions.endOfProvider(tx, key, details);
    }
    return ended;
  }

  private int end(Tx tx, Provider provider, Providers.LoggedOut out, ClientInfo client) {
    if (!out.sessionKeys().isEmpty()) {
      return endAll(tx, out.sessionKeys(), details(provider, client));
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
    var keys = providers.sessionKeys(provider, sid);
    return transactions.inNew(
        tx -> {
          int ended = endAll(tx, keys, details(provider, client));
          if (ended > 0) {
            tx.raise(new ProviderLogout(details(provider, client), null, ended + " sessions"));
          }
          return ended > 0;
        });
  }

  private void tell(Provider provider, ClientInfo client, String failure) {
    transactions.inNew(
        tx -> {
          tx.raise(new ProviderLogout(details(provider, client), failure, null));
          return true;
        });
  }

  private EventDetails details(Provider provider, ClientInfo client) {
    return new EventDetails(
        clock.instant(), null, null, null, null, provider.info().name(), client);
  }
}
