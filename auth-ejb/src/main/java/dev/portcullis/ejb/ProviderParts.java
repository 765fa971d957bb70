package dev.portcullis.ejb;

import dev.portcullis.AuthenticationService;
import dev.portcullis.CodeFlow;
import dev.portcullis.ProviderLogins;
import dev.portcullis.ProviderLogouts;
import dev.portcullis.fetch.LimitedFetcher;
import dev.portcullis.login.ProviderLoginsImpl;
import dev.portcullis.login.ProviderLogoutsImpl;
import dev.portcullis.provider.ProviderSessions;
import dev.portcullis.provider.Providers;
import dev.portcullis.throttle.AddressLimiter;
import java.time.Duration;

/** Providers of OAuth 2 and OpenID Connect. */
final class ProviderParts {

  final Providers providers;
  final ProviderLogins logins;
  final ProviderLogouts logouts;
  final ProviderSessions sessions;

  /**
   * @param flow writes the requests of the protocol
   */
  ProviderParts(
      Ground ground, AccountParts accounts, AuthenticationService authentication, CodeFlow flow) {
    var fetcher = ground.opened.add(new LimitedFetcher(LimitedFetcher.Limits.usual()));
    providers =
        new Providers(
            ground.settings,
            new Providers.Means(
                flow,
                fetcher,
                fetcher,
                ground.signatures,
                ground.lanes.of(Lane.FETCHING),
                ground.metrics::issuerFetched),
            ground.transactions,
            ground.key,
            ground.random,
            ground.clock);
    sessions =
        new ProviderSessions(ground.transactions, ground.key, longestSession(ground), ground.clock);
    // Their own allowance: a provider that is away stops nobody from signing in otherwise.
    var addresses = new AddressLimiter(ground.settings.rateLimit(), ground.clock);
    logins =
        new ProviderLoginsImpl(
            providers,
            authentication,
            accounts.external,
            sessions,
            addresses,
            ground.transactions,
            ground.metrics,
            ground.clock);
    logouts =
        new ProviderLogoutsImpl(
            providers,
            sessions,
            accounts.sessions,
            accounts.external,
            addresses,
            ground.transactions,
            ground.clock);
  }

  /** A browser's session, or tokens that are refreshed. */
  private static Duration longestSession(Ground ground) {
    var browser = ground.settings.sessions().absolute();
    var tokens = ground.settings.jwt().refreshExpiration();
    return browser.compareTo(tokens) > 0 ? browser : tokens;
  }

  void cleanUp() {
    providers.cleanUp();
    sessions.cleanUp();
  }
}
