package dev.portcullis.login;

import dev.portcullis.AuthenticationMethod;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.AuthenticationService;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.ExternalLogin;
import dev.portcullis.LinkOutcome;
import dev.portcullis.ProviderFailure;
import dev.portcullis.ProviderInfo;
import dev.portcullis.ProviderLogins;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent.ProviderLoginFailed;
import dev.portcullis.SessionGrant;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.TokenGrant;
import dev.portcullis.metrics.PrometheusMetrics;
import dev.portcullis.provider.Aim;
import dev.portcullis.provider.AttemptOwner;
import dev.portcullis.provider.KeptTokens;
import dev.portcullis.provider.Provider;
import dev.portcullis.provider.ProviderException;
import dev.portcullis.provider.ProviderSessions;
import dev.portcullis.provider.Providers;
import dev.portcullis.store.Transactions;
import dev.portcullis.throttle.AddressLimiter;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signing in through a provider: the attempt, what came back, the account, and then the same login
 * as for everybody ({@link AuthenticationServiceImpl}): lock, disabled account, second factor.
 */
public final class ProviderLoginsImpl implements ProviderLogins {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.login");
  private static final Duration OUTAGE_TOLD_EVERY = Duration.ofMinutes(1);

  private final Providers providers;
  private final AuthenticationService authentication;
  private final ProviderLinksImpl links;
  private final ProviderSessions sessions;
  private final KeptTokens tokens;
  private final AddressLimiter addresses;
  private final Transactions transactions;
  private final PrometheusMetrics metrics;
  private final Clock clock;

  /** When the audit last heard that a provider is away; as many as are configured. */
  private final Map<String, Long> toldAt = new ConcurrentHashMap<>();

  public ProviderLoginsImpl(
      Providers providers,
      AuthenticationService authentication,
      ProviderLinksImpl links,
      ProviderSessions sessions,
      KeptTokens tokens,
      AddressLimiter addresses,
      Transactions transactions,
      PrometheusMetrics metrics,
      Clock clock) {
    this.providers = providers;
    this.authentication = authentication;
    this.links = links;
    this.sessions = sessions;
    this.tokens = tokens;
    this.addresses = addresses;
    this.transactions = transactions;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public List<ProviderInfo> providers() {
    return providers.infos();
  }

  @Override
  public Beginning begin(String name, Wish wish, ClientInfo client) {
    var provider = providers.find(name).orElse(null);
    if (provider == null) {
      return new Beginning.Unknown();
    }
    return begin(provider, wish, Aim.SIGN_IN, null, client);
  }

  @Override
  public Confirming confirming(String accountId) {
    return links.confirming(accountId);
  }

  @Override
  public Beginning confirm(String name, Wish wish, Caller caller, ClientInfo client) {
    var provider = providers.find(name).orElse(null);
    if (provider == null || caller.isApiToken()) {
      return new Beginning.Unknown();
    }
    return begin(provider, wish, Aim.CONFIRM, ProviderLinksImpl.owner(caller), client);
  }

  @Override
  public boolean endsWhereItBegan(String state, Confidential ticket) {
    return providers.hasOwner(state, ticket);
  }

  private Beginning begin(
      Provider provider, Wish wish, Aim aim, @Nullable AttemptOwner owner, ClientInfo client) {
    var name = provider.info().name();
    metrics.providerLogin(name);
    try {
      var begun =
          providers.begin(
              provider,
              new Providers.Wanted(wish.callback(), wish.forTokens(), wish.returnTo(), aim, owner));
      return new Beginning.Begun(begun.address(), begun.state(), begun.ticket());
    } catch (ProviderException e) {
      if (isToldOf(name)) {
        tell(provider, e, client);
      } else {
        metrics.providerError(name, e.failure().wireName());
      }
      return new Beginning.NotBegun(e.failure());
    }
  }

  /**
   * While a provider is away everybody may come here without an attempt, and the audit need not
   * hear of each: it hears once a minute, the counter of all.
   */
  private boolean isToldOf(String name) {
    long now = clock.millis();
    var before = toldAt.get(name);
    if (before == null) {
      return toldAt.putIfAbsent(name, now) == null;
    }
    return (now < before || now - before >= OUTAGE_TOLD_EVERY.toMillis())
        && toldAt.replace(name, before, now);
  }

  @Override
  public Ending finish(String name, Answer answer, ClientInfo client) {
    var provider = providers.find(name).orElse(null);
    if (provider == null) {
      return new Ending.Unknown();
    }
    // Whoever calls it without an attempt costs an audit row: not more of them than of passwords.
    var wait = addresses.reserve(client.address());
    if (wait.isPresent()) {
      return new Ending.InSession(
          new Rejected<>(RejectionReason.TOO_MANY_REQUESTS, wait.get()), null, false);
    }
    boolean isFailure = false;
    try {
      var ending = finish(provider, answer, client);
      isFailure = isFailure(ending);
      return ending;
    } finally {
      if (!isFailure) {
        addresses.giveBack(client.address());
      }
    }
  }

  private static boolean isFailure(Ending ending) {
    return ending instanceof Ending.Failed
        || (ending instanceof Ending.Linked linked
            && linked.outcome() instanceof LinkOutcome.NotProven);
  }

  private Ending finish(Provider provider, Answer answer, ClientInfo client) {
    var caller = answer.caller();
    var broughtBack =
        new Providers.Answer(
            answer.state(),
            answer.code(),
            answer.error(),
            answer.iss(),
            answer.ticket(),
            caller == null ? null : ProviderLinksImpl.owner(caller));
    return metrics
        .provider(provider.info().name(), () -> providers.finish(provider, broughtBack))
        .fold(
            returned -> proven(returned, caller, client),
            failed -> refused(provider, failed, caller, client));
  }

  private Ending proven(Providers.Returned returned, @Nullable Caller caller, ClientInfo client) {
    return switch (returned.aim()) {
      case SIGN_IN -> complete(returned, client);
      case CONFIRM -> confirm(returned, Objects.requireNonNull(caller), client);
      case LINK ->
          new Ending.Linked(
              links.finish(
                  returned.provider(), returned.user(), Objects.requireNonNull(caller), client));
    };
  }

  private Ending refused(
      Provider provider, Providers.Failed failed, @Nullable Caller caller, ClientInfo client) {
    if (failed.aim() == Aim.LINK) {
      links.refused(provider, failed.reason(), caller, client);
      return new Ending.Linked(new LinkOutcome.NotProven<>(failed.reason().failure()));
    }
    tell(provider, failed.reason(), client);
    return failed(failed.reason(), failed.forTokens(), failed.returnTo(), failed.aim());
  }

  private Ending complete(Providers.Returned returned, ClientInfo client) {
    var login = login(returned);
    return ending(
        returned,
        client,
        () -> authentication.openSession(login, client),
        () -> authentication.issueTokens(login, null, client));
  }

  private Ending confirm(Providers.Returned returned, Caller caller, ClientInfo client) {
    var login = login(returned);
    return ending(
        returned,
        client,
        () -> authentication.reauthenticateSession(caller, login, client),
        () -> authentication.reauthenticateTokens(caller, login, client));
  }

  private Ending ending(
      Providers.Returned returned,
      ClientInfo client,
      Supplier<AuthenticationResult<SessionGrant>> session,
      Supplier<AuthenticationResult<TokenGrant>> tokensOf) {
    try {
      return returned.forTokens()
          ? new Ending.InTokens(counted(returned, tokensOf))
          : new Ending.InSession(
              counted(returned, session), returned.returnTo(), returned.aim() == Aim.CONFIRM);
    } catch (AccountNotFoundException e) {
      LOG.log(Level.ERROR, "No account could be made: " + client.correlationId(), e);
      var reason = new ProviderException(ProviderFailure.USER_CREATION_FAILED, "account");
      tell(returned.provider(), reason, client);
      return failed(reason, returned.forTokens(), returned.returnTo(), returned.aim());
    }
  }

  private static Ending.Failed failed(
      ProviderException reason, boolean forTokens, @Nullable String returnTo, Aim aim) {
    return new Ending.Failed(reason.failure(), forTokens, returnTo, aim == Aim.CONFIRM);
  }

  /** Roles that the provider does not give are the account's own; a login leaves them (S11). */
  private static ExternalLogin login(Providers.Returned returned) {
    var user = returned.user();
    return new ExternalLogin(
        user.identity(),
        user.givesRoles(),
        AuthenticationMethod.OAUTH,
        user.amr(),
        user.authenticatedAt(),
        user.sessionKey());
  }

  private <G> AuthenticationResult<G> counted(
      Providers.Returned returned, Supplier<AuthenticationResult<G>> login) {
    var name = returned.provider().info().name();
    AuthenticationResult<G> result;
    try {
      result = login.get();
      if (returned.aim() == Aim.SIGN_IN && !(result instanceof Rejected)) {
        sessions.keep(returned.user());
        tokens.keep(returned.provider().client().clientId(), returned.user());
      }
    } catch (TemporarilyUnavailableException | AccountNotFoundException e) {
      throw e;
    } catch (RuntimeException e) {
      metrics.providerError(name, "jwt_generation_failed");
      throw e;
    }
    if (result instanceof AuthenticationResult.Authenticated) {
      metrics.providerSuccess(name);
    }
    return result;
  }

  /** Every way out without a proven identity is in the audit, with the true reason. */
  private void tell(Provider provider, ProviderException reason, ClientInfo client) {
    var details = details(provider, client);
    transactions.inNew(
        tx -> {
          tx.raise(new ProviderLoginFailed(details, reason.failure(), reason.check()));
          return true;
        });
  }

  private EventDetails details(@Nullable Provider provider, ClientInfo client) {
    return new EventDetails(
        clock.instant(),
        null,
        null,
        null,
        AuthenticationMethod.OAUTH,
        provider == null ? null : provider.info().name(),
        client);
  }
}
