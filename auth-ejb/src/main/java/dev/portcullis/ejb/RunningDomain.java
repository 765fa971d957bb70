package dev.portcullis.ejb;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.AccountService;
import dev.portcullis.ApiTokenService;
import dev.portcullis.AuthenticationService;
import dev.portcullis.EncryptionState;
import dev.portcullis.KeyService;
import dev.portcullis.Metrics;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.ProviderLinks;
import dev.portcullis.ProviderLogins;
import dev.portcullis.ProviderLogouts;
import dev.portcullis.ProviderTokens;
import dev.portcullis.RequestCredentials;
import dev.portcullis.SavedFormService;
import dev.portcullis.SecondFactorService;
import dev.portcullis.SecurityEvents;
import dev.portcullis.SentCodeService;
import dev.portcullis.SessionService;
import dev.portcullis.SetupService;
import dev.portcullis.TokenService;
import dev.portcullis.TrustedDeviceService;
import dev.portcullis.issuer.ForeignIssuers;
import dev.portcullis.store.ClockGuard;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The started domain. */
record RunningDomain(
    AuthenticationService authentication,
    RequestCredentials requestCredentials,
    AccessTokenVerifier accessTokenVerifier,
    TokenService tokens,
    ApiTokenService apiTokens,
    KeyService keys,
    SessionService sessions,
    AccountService accounts,
    SecondFactorService secondFactors,
    SentCodeService sentCodes,
    TrustedDeviceService trustedDevices,
    SetupService setup,
    SavedFormService savedForms,
    ProviderLogins providerLogins,
    ProviderLinks providerLinks,
    ProviderLogouts providerLogouts,
    ProviderTokens providerTokens,
    Supplier<Map<String, String>> states,
    SecurityEvents events,
    Metrics metrics,
    DataSource dataSource,
    ClockGuard clockGuard,
    Supplier<EncryptionState> encryptionState,
    ForeignIssuers issuers,
    OpenedResources opened)
    implements PortcullisDomain {

  private static final int PATIENCE_SECONDS = 2;

  @Override
  public boolean isStoreReachable() {
    try (var connection = dataSource.getConnection()) {
      return connection.isValid(PATIENCE_SECONDS);
    } catch (SQLException | RuntimeException e) {
      return false;
    }
  }

  @Override
  public Optional<Duration> clockSkew() {
    return clockGuard.skew();
  }

  @Override
  public EncryptionState encryption() {
    return encryptionState.get();
  }

  @Override
  public Map<String, String> issuerStates() {
    return issuers.states();
  }

  @Override
  public Map<String, String> providerStates() {
    return states.get();
  }

  @Override
  public void close() {
    opened.close();
  }
}
