package dev.portcullis.ejb;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.AccountService;
import dev.portcullis.ApiTokenService;
import dev.portcullis.AuthenticationService;
import dev.portcullis.EncryptionState;
import dev.portcullis.KeyService;
import dev.portcullis.Metrics;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.RequestCredentials;
import dev.portcullis.SavedFormService;
import dev.portcullis.SecondFactorService;
import dev.portcullis.SecurityEvents;
import dev.portcullis.SessionService;
import dev.portcullis.SetupService;
import dev.portcullis.TokenService;
import dev.portcullis.issuer.ForeignIssuers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The started domain without a database: it verifies tokens of other issuers, and keeps nothing.
 */
record StatelessDomain(
    AccessTokenVerifier accessTokenVerifier,
    SecurityEvents events,
    Metrics metrics,
    ForeignIssuers issuers,
    OpenedResources opened)
    implements PortcullisDomain {

  @Override
  public AuthenticationService authentication() {
    throw none("sign-in");
  }

  @Override
  public RequestCredentials requestCredentials() {
    throw none("accounts");
  }

  @Override
  public TokenService tokens() {
    throw none("tokens of its own");
  }

  @Override
  public ApiTokenService apiTokens() {
    throw none("API tokens");
  }

  @Override
  public KeyService keys() {
    throw none("signing keys");
  }

  @Override
  public SavedFormService savedForms() {
    throw none("forms that wait for a login");
  }

  @Override
  public SessionService sessions() {
    throw none("sessions");
  }

  @Override
  public AccountService accounts() {
    throw none("accounts");
  }

  @Override
  public SecondFactorService secondFactors() {
    throw none("second factors");
  }

  @Override
  public SetupService setup() {
    throw none("administrators");
  }

  private static IllegalStateException none(String what) {
    return new IllegalStateException(
        "There is no auth.datasource: this application verifies tokens of other issuers and has no "
            + what);
  }

  /** There is none to be away. */
  @Override
  public boolean isStoreReachable() {
    return true;
  }

  /** There is no database whose clock could differ. */
  @Override
  public Optional<Duration> clockSkew() {
    return Optional.empty();
  }

  /** Nothing is sealed. */
  @Override
  public EncryptionState encryption() {
    return EncryptionState.CURRENT;
  }

  @Override
  public Map<String, String> issuerStates() {
    return issuers.states();
  }

  @Override
  public void close() {
    opened.close();
  }
}
