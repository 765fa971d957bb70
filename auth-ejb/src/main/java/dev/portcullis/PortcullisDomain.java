package dev.portcullis;

/**
 * The started domain: what the web side works with. The same objects stand behind the EJBs that
 * applications inject; the request path uses them without a proxy in between.
 */
public interface PortcullisDomain extends AutoCloseable {

  AuthenticationService authentication();

  AccessTokenVerifier accessTokenVerifier();

  TokenService tokens();

  SessionService sessions();

  AccountService accounts();

  SetupService setup();

  /** Forms that wait for a login. */
  SavedFormService savedForms();

  SecurityEvents events();

  /** The counters and timers of API.md, exposed at {@code /auth/metrics}. */
  Metrics metrics();

  /** Whether the database answers now; asked by {@code /auth/health} only. */
  boolean isStoreReachable();

  /** Stops the background work. Live sessions and tokens stay as they are in the database. */
  @Override
  void close();
}
