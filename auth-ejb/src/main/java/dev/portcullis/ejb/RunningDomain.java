package dev.portcullis.ejb;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.AccountService;
import dev.portcullis.AuthenticationService;
import dev.portcullis.Metrics;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.SecurityEvents;
import dev.portcullis.SessionService;
import dev.portcullis.SetupService;
import dev.portcullis.TokenService;
import dev.portcullis.issuer.ForeignIssuers;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** The started domain. */
record RunningDomain(
    AuthenticationService authentication,
    AccessTokenVerifier accessTokenVerifier,
    TokenService tokens,
    SessionService sessions,
    AccountService accounts,
    SetupService setup,
    SecurityEvents events,
    Metrics metrics,
    DataSource dataSource,
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
  public Map<String, String> issuerStates() {
    return issuers.states();
  }

  @Override
  public void close() {
    opened.close();
  }
}
