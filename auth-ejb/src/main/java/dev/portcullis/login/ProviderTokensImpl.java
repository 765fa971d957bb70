package dev.portcullis.login;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.ExternalIdentity;
import dev.portcullis.ProviderToken;
import dev.portcullis.ProviderTokens;
import dev.portcullis.SecurityEvent.ProviderLogout;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.account.SessionSource;
import dev.portcullis.config.SessionSettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.provider.KeptTokens;
import dev.portcullis.provider.KeptTokens.Kept;
import dev.portcullis.provider.Provider;
import dev.portcullis.provider.ProviderException;
import dev.portcullis.provider.ProviderSessions;
import dev.portcullis.provider.Providers;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the kept tokens of providers are good for: the application calls the provider with them, and
 * the provider is asked again whether the session may go on (S24, S38). A provider that no longer
 * grants anything has ended the session, or disabled its user: the sessions here that began with it
 * end. It is asked by one node at a time.
 */
public final class ProviderTokensImpl implements ProviderTokens, SessionSource {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.login");
  private static final Duration ABOUT_TO_EXPIRE = Duration.ofMinutes(1);
  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final ClientInfo OURSELVES = new ClientInfo("127.0.0.1", null, "recheck");

  private final Providers providers;
  private final KeptTokens kept;
  private final ProviderSessions idTokens;
  private final ExternalAccounts accounts;
  private final Sessions sessions;
  private final Transactions transactions;
  private final Duration interval;
  private final Duration grace;
  private final RandomSource random;
  private final Clock clock;

  public ProviderTokensImpl(
      Providers providers,
      KeptTokens kept,
      ProviderSessions idTokens,
      ExternalAccounts accounts,
      Sessions sessions,
      Transactions transactions,
      SessionSettings settings,
      RandomSource random,
      Clock clock) {
    this.providers = providers;
    this.kept = kept;
    this.idTokens = idTokens;
    this.accounts = accounts;
    this.sessions = sessions;
    this.transactions = transactions;
    this.interval = settings.recheckSource();
    this.grace = settings.recheckGrace();
    this.random = random;
    this.clock = clock;
  }

  @Override
  public Optional<ProviderToken> of(Caller caller) {
    if (!caller.isAuthenticated() || caller.isApiToken()) {
      return Optional.empty();
    }
    Optional<String> session =
        transactions.inNew(tx -> sessions.providerSessionOf(tx, caller.getSessionId()));
    var found = session.flatMap(kept::find).orElse(null);
    var provider = found == null ? null : providerOf(found);
    if (found == null || provider == null) {
      return Optional.empty();
    }
    if (isFresh(found) || found.tokens().refresh() == null) {
      return token(provider, found);
    }
    // Whoever comes second takes what the other is replacing, as long as that serves.
    if (kept.claim(found)) {
      boolean unused = ask(provider, found, false);
    }
    return kept.find(found.sessionKey()).flatMap(now -> token(provider, now));
  }

  private boolean isFresh(Kept found) {
    var expires = found.tokens().expiresAt();
    return expires == null || expires.isAfter(clock.instant().plus(ABOUT_TO_EXPIRE));
  }

  private Optional<ProviderToken> token(Provider provider, Kept found) {
    var expires = found.tokens().expiresAt();
    if (expires == null || expires.isAfter(clock.instant())) {
      return Optional.of(
          new ProviderToken(provider.info().name(), found.tokens().access(), expires));
    }
    if (found.tokens().refresh() == null) {
      return Optional.empty();
    }
    throw unavailable("There is no new access token of the provider yet", null);
  }

  @Override
  public boolean ensure(String providerSession, Duration age) {
    var found = kept.find(providerSession).orElse(null);
    var provider = found == null ? null : providerOf(found);
    if (found == null || provider == null || !provider.canRenew(found.tokens())) {
      return false;
    }
    long now = clock.millis();
    boolean overdue = now - found.verifiedAt() > interval.plus(grace).toMillis();
    if (now - found.checkedAt() >= age.toMillis() && kept.claim(found)) {
      return ask(provider, found, overdue);
    }
    if (overdue) {
      throw unavailable("The provider did not confirm the session for too long", null);
    }
    return false;
  }

  private @Nullable Provider providerOf(Kept found) {
    return providers.ofClient(found.issuer(), found.clientId()).orElse(null);
  }

  /**
   * Asks, outside of any transaction of ours, whoever has the turn.
   *
   * @param strict whether a provider that does not answer is told of at once
   * @return whether it answered
   */
  private boolean ask(Provider provider, Kept found, boolean strict) {
    try {
      var renewed = provider.renew(found.tokens(), found.subject()).orElse(null);
      transactions.inNew(
          tx -> {
            if (renewed == null) {
              end(tx, provider, found);
            } else {
              kept.confirm(tx, found, renewed.tokens());
              takeOver(tx, provider, found, renewed.identity());
            }
            return true;
          });
      return true;
    } catch (ProviderException e) {
      LOG.log(Level.WARNING, "Provider {0}, asked again: {1}", provider.info().name(), e.check());
      var retry = RETRY.compareTo(interval) < 0 ? RETRY : interval;
      kept.postpone(found, clock.millis() - interval.minus(retry).toMillis());
      if (strict) {
        throw unavailable("The provider does not answer", e);
      }
      return false;
    }
  }

  private void end(Tx tx, Provider provider, Kept found) {
    kept.remove(tx, found.sessionKey());
    idTokens.remove(tx, found.sessionKey());
    var details = details(provider);
    int ended = sessions.endOfProvider(tx, found.sessionKey(), details);
    tx.raise(new ProviderLogout(details, null, ended + " sessions, asked again"));
  }

  /** What it says now; roles that it does not give are the account's own. */
  private void takeOver(Tx tx, Provider provider, Kept found, ExternalIdentity identity) {
    var known = accounts.find(tx, found.issuer(), found.subject()).orElse(null);
    if (known == null || known.account().disabled()) {
      return;
    }
    boolean givesRoles = provider.client().claims().roles() != null;
    var now = givesRoles ? identity : identity.withRoles(known.account().roles());
    var unused = accounts.confirm(tx, known.identity(), now, null, null, OURSELVES);
  }

  private EventDetails details(Provider provider) {
    var client = new ClientInfo(OURSELVES.address(), null, random.id());
    return new EventDetails(
        clock.instant(), null, null, null, null, provider.info().name(), client);
  }

  private static TemporarilyUnavailableException unavailable(
      String message, @Nullable Throwable cause) {
    return new TemporarilyUnavailableException(message, RETRY_AFTER, cause);
  }
}
