package dev.portcullis.login;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.LinkOutcome;
import dev.portcullis.LinkOutcome.Done;
import dev.portcullis.LinkOutcome.NotPossible;
import dev.portcullis.LinkOutcome.NotRecent;
import dev.portcullis.ProviderLink;
import dev.portcullis.ProviderLinks;
import dev.portcullis.ProviderLogins.Beginning.Begun;
import dev.portcullis.ProviderLogins.Confirming;
import dev.portcullis.SecurityEvent.ProviderLinked;
import dev.portcullis.SecurityEvent.ProviderUnlinked;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.LinkedIdentities;
import dev.portcullis.account.LinkedIdentities.Item;
import dev.portcullis.account.LinkedIdentities.Result;
import dev.portcullis.factor.FactorPolicy;
import dev.portcullis.factor.SecondFactors;
import dev.portcullis.metrics.PrometheusMetrics;
import dev.portcullis.provider.Aim;
import dev.portcullis.provider.AttemptOwner;
import dev.portcullis.provider.ProvenUser;
import dev.portcullis.provider.Provider;
import dev.portcullis.provider.ProviderException;
import dev.portcullis.provider.Providers;
import dev.portcullis.provider.Providers.Wanted;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.ConstraintConflictException;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Links accounts with identities at providers. Both ends of an attempt want a recent proof: what is
 * linked is a way in for good.
 */
public final class ProviderLinksImpl implements ProviderLinks {

  /** S26. */
  private static final Duration RECENT = Duration.ofMinutes(5);

  private final Providers providers;
  private final LinkedIdentities identities;
  private final AccountDirectory directory;
  private final Sessions sessions;
  private final SecondFactors factors;
  private final Transactions transactions;
  private final PrometheusMetrics metrics;
  private final Clock clock;

  public ProviderLinksImpl(
      Providers providers,
      LinkedIdentities identities,
      AccountDirectory directory,
      Sessions sessions,
      SecondFactors factors,
      Transactions transactions,
      PrometheusMetrics metrics,
      Clock clock) {
    this.providers = providers;
    this.identities = identities;
    this.directory = directory;
    this.sessions = sessions;
    this.factors = factors;
    this.transactions = transactions;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public List<ProviderLink> of(String accountId) {
    if (providers.isEmpty()) {
      return List.of();
    }
    return transactions.inNew(
        tx -> {
          var known =
              identities.of(tx, accountId).stream()
                  .collect(Collectors.toMap(Item::issuer, Function.identity(), (a, b) -> a));
          return providers.infos().stream()
              .map(
                  info -> {
                    var issuer = issuerOf(info.name());
                    var item = known.get(issuer);
                    return item == null
                        ? new ProviderLink(info, null, null, false)
                        : new ProviderLink(
                            info,
                            item.since(),
                            item.loginName(),
                            identities.mayUnlink(tx, accountId, issuer) == Result.DONE);
                  })
              .toList();
        });
  }

  /** By what the owner of an account can prove again who they are. */
  Confirming confirming(String accountId) {
    if (providers.isEmpty()) {
      return new Confirming(true, List.of());
    }
    return transactions.inNew(
        tx -> {
          var issuers =
              identities.of(tx, accountId).stream().map(Item::issuer).collect(Collectors.toSet());
          var known =
              providers.infos().stream()
                  .filter(info -> issuers.contains(issuerOf(info.name())))
                  .toList();
          boolean password =
              identities.canProvePassword(tx, accountId, providers.identityIssuers());
          return new Confirming(password || known.isEmpty(), known);
        });
  }

  private String issuerOf(String name) {
    return providers.find(name).orElseThrow().client().identityIssuer();
  }

  @Override
  public LinkOutcome<Begun> begin(Caller caller, String name, URI callback, ClientInfo client) {
    var provider = providers.find(name).orElse(null);
    if (provider == null) {
      return new NotPossible<>("link.unknown");
    }
    LinkOutcome<Boolean> allowed = inSession(caller, tx -> new Done<>(true));
    return allowed.fold(
        yes -> begin(caller, provider, callback, client),
        notRecent -> new NotRecent<>(notRecent.maxAge(), notRecent.secondFactor()),
        notPossible -> new NotPossible<>(notPossible.reason()),
        notProven -> new LinkOutcome.NotProven<>(notProven.failure()));
  }

  private LinkOutcome<Begun> begin(
      Caller caller, Provider provider, URI callback, ClientInfo client) {
    try {
      var begun =
          providers.begin(provider, new Wanted(callback, false, null, Aim.LINK, owner(caller)));
      return new Done<>(new Begun(begun.address(), begun.state(), begun.ticket()));
    } catch (ProviderException e) {
      refused(provider, e, caller, client);
      return new LinkOutcome.NotProven<>(e.failure());
    }
  }

  /** Whose attempts a caller may finish. */
  static AttemptOwner owner(Caller caller) {
    return new AttemptOwner(caller.getId(), caller.getSessionId());
  }

  /**
   * Ends an attempt that came back.
   *
   * @param caller whose attempt it is, which was checked
   */
  LinkOutcome<Boolean> finish(
      Provider provider, ProvenUser user, Caller caller, ClientInfo client) {
    try {
      return link(provider, user, caller, client);
    } catch (ConstraintConflictException somebodyWasFirst) {
      // It is somebody's now, perhaps by a second tab of the same account.
      return link(provider, user, caller, client);
    }
  }

  private LinkOutcome<Boolean> link(
      Provider provider, ProvenUser user, Caller caller, ClientInfo client) {
    return inSession(
        caller,
        tx -> {
          var identity = user.identity();
          var result = identities.link(tx, caller.getId(), identity);
          tx.raise(
              new ProviderLinked(
                  details(provider, caller, client), failure(result), identity.subject()));
          return outcome(result);
        });
  }

  /** Nobody was proven, or not to the session that asked. */
  void refused(
      Provider provider, ProviderException reason, @Nullable Caller caller, ClientInfo client) {
    metrics.providerError(provider.info().name(), reason.failure().wireName());
    boolean unused =
        transactions.<Boolean>inNew(
            tx -> {
              tx.raise(
                  new ProviderLinked(
                      details(provider, caller, client), reason.failure().name(), reason.check()));
              return true;
            });
  }

  @Override
  public LinkOutcome<Boolean> unlink(Caller caller, String name, ClientInfo client) {
    var provider = providers.find(name).orElse(null);
    if (provider == null) {
      return new NotPossible<>("link.unknown");
    }
    return inSession(
        caller,
        tx -> {
          var details = details(provider, caller, client);
          var issuer = provider.client().identityIssuer();
          var result =
              identities.unlink(tx, caller.getId(), issuer, caller.getSessionId(), details);
          tx.raise(new ProviderUnlinked(details, failure(result), null));
          return outcome(result);
        });
  }

  private static LinkOutcome<Boolean> outcome(Result result) {
    return result == Result.DONE
        ? new Done<>(true)
        : new NotPossible<>("link." + result.name().toLowerCase(Locale.ROOT));
  }

  private static @Nullable String failure(Result result) {
    return result == Result.DONE ? null : result.name();
  }

  /**
   * Whoever comes further holds the account's row, is still signed in, and proved it recently, with
   * a factor where there is one (S26, S69).
   */
  private LinkOutcome<Boolean> inSession(Caller caller, Function<Tx, LinkOutcome<Boolean>> step) {
    if (caller.isApiToken()) {
      return new NotPossible<>("link.not_allowed");
    }
    return transactions.<LinkOutcome<Boolean>>inNew(
        tx -> {
          var id = caller.getId();
          if (!directory.hold(tx, id) || !sessions.isLive(tx, caller.getSessionId(), id)) {
            return new NotPossible<>("link.signed_out");
          }
          boolean second = factors.isEnrolled(tx, id);
          boolean recent =
              !caller.getAuthenticatedAt().plus(RECENT).isBefore(clock.instant())
                  && (!second || caller.getAuthenticationMethods().contains(FactorPolicy.MULTIPLE));
          return recent ? step.apply(tx) : new NotRecent<>(RECENT, second);
        });
  }

  private EventDetails details(Provider provider, @Nullable Caller caller, ClientInfo client) {
    var of = EventDetails.of(clock.instant(), caller, client);
    return new EventDetails(
        of.at(),
        of.accountId(),
        of.username(),
        of.sessionId(),
        null,
        provider.info().name(),
        client);
  }
}
