package dev.portcullis.ejb;

import dev.portcullis.CodeFlow;
import dev.portcullis.ProviderTokens;
import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.account.SessionSource;
import dev.portcullis.fetch.LimitedFetcher;
import dev.portcullis.login.ProviderTokensImpl;
import dev.portcullis.provider.KeptTokens;
import dev.portcullis.provider.ProviderSessions;
import dev.portcullis.provider.Providers;
import dev.portcullis.session.Sessions;
import java.time.Duration;

/** Providers of OAuth 2 and OpenID Connect, and what is kept of their sessions. */
final class ProviderGround {

  final Providers providers;
  final ProviderSessions sessions;
  final KeptTokens kept;
  final ProviderTokens tokens;

  /** Who is asked again about single sessions. */
  final SessionSource source;

  /**
   * @param flow writes the requests of the protocol
   */
  ProviderGround(Ground ground, ExternalAccounts accounts, Sessions own, CodeFlow flow) {
    var fetcher = ground.opened.add(new LimitedFetcher(LimitedFetcher.Limits.usual()));
    var transactions = ground.transactions;
    var clock = ground.clock;
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
            transactions,
            ground.key,
            ground.random,
            clock);
    var longest = longestSession(ground);
    sessions = new ProviderSessions(transactions, ground.key, longest, clock);
    kept = new KeptTokens(transactions, ground.key, longest, clock);
    var both =
        new ProviderTokensImpl(
            providers,
            kept,
            sessions,
            accounts,
            own,
            transactions,
            ground.settings.sessions(),
            ground.random,
            clock);
    boolean used = providers.keepTokens();
    tokens = used ? both : ProviderTokens.NONE;
    source = used ? both : SessionSource.NONE;
  }

  /** A browser's session, or tokens that are refreshed. */
  private static Duration longestSession(Ground ground) {
    var browser = ground.settings.sessions().absolute();
    var tokens = ground.settings.jwt().refreshExpiration();
    return browser.compareTo(tokens) > 0 ? browser : tokens;
  }
}
