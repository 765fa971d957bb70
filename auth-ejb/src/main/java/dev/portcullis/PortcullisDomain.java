package dev.portcullis;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The started domain: what the web side works with. The same objects stand behind the beans that
 * applications inject; the request path uses them without a proxy in between.
 */
public interface PortcullisDomain extends AutoCloseable {

  AuthenticationService authentication();

  /** Passwords and certificates that come with every request. */
  RequestCredentials requestCredentials();

  AccessTokenVerifier accessTokenVerifier();

  TokenService tokens();

  ApiTokenService apiTokens();

  KeyService keys();

  SessionService sessions();

  AccountService accounts();

  /** Second factors of accounts. */
  SecondFactorService secondFactors();

  /** Codes by e-mail and SMS; there may be none. */
  default SentCodeService sentCodes() {
    return SentCodeService.NONE;
  }

  /** Browsers that are spared the second factor; there may be none. */
  default TrustedDeviceService trustedDevices() {
    return TrustedDeviceService.NONE;
  }

  SetupService setup();

  /** Signing in through providers of OAuth 2 and OpenID Connect; there may be none. */
  default ProviderLogins providerLogins() {
    return ProviderLogins.NONE;
  }

  /** Linking accounts with them. */
  default ProviderLinks providerLinks() {
    return ProviderLinks.NONE;
  }

  /** The tokens that providers gave, where they are kept. */
  default ProviderTokens providerTokens() {
    return ProviderTokens.NONE;
  }

  /** Forms that wait for a login. */
  SavedFormService savedForms();

  SecurityEvents events();

  /** The counters and timers of API.md, exposed at {@code /auth/metrics}. */
  Metrics metrics();

  /** Whether the database answers now; asked by {@code /auth/health} only. */
  boolean isStoreReachable();

  /**
   * How far this node's clock is ahead of the database's, measured once a minute; negative if it is
   * behind, empty if not known. Shown by {@code /auth/health}.
   */
  Optional<Duration> clockSkew();

  /** How far the replacement of the encryption key is; told at {@code /auth/health}. */
  EncryptionState encryption();

  /**
   * The state of the other issuers by name: {@code up}, {@code stale} (their last keys serve) or
   * {@code down}; for {@code /auth/health}.
   */
  default Map<String, String> issuerStates() {
    return Map.of();
  }

  /** The same of the providers through which people sign in. */
  default Map<String, String> providerStates() {
    return Map.of();
  }

  /** Logging out together with them. */
  default ProviderLogouts providerLogouts() {
    return ProviderLogouts.NONE;
  }

  /** Stops the background work. Live sessions and tokens stay as they are in the database. */
  @Override
  void close();
}
