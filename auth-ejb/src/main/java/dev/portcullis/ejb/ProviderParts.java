package dev.portcullis.ejb;

import dev.portcullis.AuthenticationService;
import dev.portcullis.ProviderLinks;
import dev.portcullis.ProviderLogins;
import dev.portcullis.ProviderLogouts;
import dev.portcullis.account.LinkedIdentities;
import dev.portcullis.account.LinkedIdentities.WaysIn;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.factor.SecondFactors;
import dev.portcullis.login.ProviderLinksImpl;
import dev.portcullis.login.ProviderLoginsImpl;
import dev.portcullis.login.ProviderLogoutsImpl;
import dev.portcullis.provider.KeptTokens;
import dev.portcullis.provider.ProviderSessions;
import dev.portcullis.provider.Providers;
import dev.portcullis.throttle.AddressLimiter;
import java.util.HashSet;

/** Providers of OAuth 2 and OpenID Connect. */
final class ProviderParts {

  final Providers providers;
  final ProviderLogins logins;
  final ProviderLinks links;
  final ProviderLogouts logouts;
  final ProviderSessions sessions;
  final KeptTokens kept;

  ProviderParts(
      Ground ground,
      AccountParts accounts,
      SecondFactors factors,
      AuthenticationService authentication) {
    providers = accounts.providers.providers;
    sessions = accounts.providers.sessions;
    kept = accounts.providers.kept;
    // Their own allowance: a provider that is away stops nobody from signing in otherwise.
    var addresses = new AddressLimiter(ground.settings.rateLimit(), ground.clock);
    var linked =
        new ProviderLinksImpl(
            providers,
            new LinkedIdentities(
                accounts.directory,
                accounts.sessions,
                waysIn(ground.settings, accounts),
                providers::giveRoles,
                ground.clock),
            accounts.directory,
            accounts.sessions,
            factors,
            ground.transactions,
            ground.metrics,
            ground.clock);
    links = linked;
    logins =
        new ProviderLoginsImpl(
            providers,
            authentication,
            linked,
            sessions,
            kept,
            addresses,
            ground.transactions,
            ground.metrics,
            ground.clock);
    logouts =
        new ProviderLogoutsImpl(
            providers,
            sessions,
            kept,
            accounts.sessions,
            accounts.external,
            addresses,
            ground.transactions,
            ground.clock);
  }

  /** What is switched off, or no longer configured, lets nobody in. */
  private static WaysIn waysIn(AuthSettings settings, AccountParts accounts) {
    var order = settings.login().order();
    boolean local = order.contains("local");
    var issuers = new HashSet<>(accounts.providers.providers.identityIssuers());
    settings.directories().stream()
        .filter(directory -> order.contains(directory.name()))
        .forEach(directory -> issuers.add(directory.issuer()));
    if (local && accounts.userSource != null) {
      issuers.add(accounts.userSource.issuer());
    }
    return new WaysIn(local, issuers);
  }

  void cleanUp() {
    providers.cleanUp();
    sessions.cleanUp();
    kept.cleanUp();
  }
}
