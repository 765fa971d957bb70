package dev.portcullis.ejb;

import dev.portcullis.AuthenticationService;
import dev.portcullis.ProviderLogins;
import dev.portcullis.ProviderLogouts;
import dev.portcullis.login.ProviderLoginsImpl;
import dev.portcullis.login.ProviderLogoutsImpl;
import dev.portcullis.provider.KeptTokens;
import dev.portcullis.provider.ProviderSessions;
import dev.portcullis.provider.Providers;
import dev.portcullis.throttle.AddressLimiter;

/** Providers of OAuth 2 and OpenID Connect. */
final class ProviderParts {

  final Providers providers;
  final ProviderLogins logins;
  final ProviderLogouts logouts;
  final ProviderSessions sessions;
  final KeptTokens kept;

  ProviderParts(Ground ground, AccountParts accounts, AuthenticationService authentication) {
    providers = accounts.providers.providers;
    sessions = accounts.providers.sessions;
    kept = accounts.providers.kept;
    // Their own allowance: a provider that is away stops nobody from signing in otherwise.
    var addresses = new AddressLimiter(ground.settings.rateLimit(), ground.clock);
    logins =
        new ProviderLoginsImpl(
            providers,
            authentication,
            accounts.external,
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

  void cleanUp() {
    providers.cleanUp();
    sessions.cleanUp();
    kept.cleanUp();
  }
}
