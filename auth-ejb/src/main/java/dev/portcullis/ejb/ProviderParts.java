package dev.portcullis.ejb;

import dev.portcullis.AuthenticationService;
import dev.portcullis.CodeFlow;
import dev.portcullis.ProviderLogins;
import dev.portcullis.fetch.LimitedFetcher;
import dev.portcullis.login.ProviderLoginsImpl;
import dev.portcullis.provider.Providers;

/** Providers of OAuth 2 and OpenID Connect. */
final class ProviderParts {

  final Providers providers;
  final ProviderLogins logins;

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
                ground.server.scheduler(),
                ground.metrics::issuerFetched),
            ground.transactions,
            ground.key,
            ground.random,
            ground.clock);
    logins =
        new ProviderLoginsImpl(
            providers,
            authentication,
            accounts.external,
            ground.transactions,
            ground.metrics,
            ground.clock);
  }
}
