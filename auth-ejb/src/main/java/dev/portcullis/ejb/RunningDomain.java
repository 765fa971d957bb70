package dev.portcullis.ejb;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.AccountService;
import dev.portcullis.AuthenticationService;
import dev.portcullis.Metrics;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.SavedFormService;
import dev.portcullis.SecurityEvents;
import dev.portcullis.SessionService;
import dev.portcullis.SetupService;
import dev.portcullis.TokenService;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The started domain. */
record RunningDomain(
    AuthenticationService authentication,
    AccessTokenVerifier accessTokenVerifier,
    TokenService tokens,
    SessionService sessions,
    AccountService accounts,
    SetupService setup,
    SavedFormService savedForms,
    SecurityEvents events,
    Metrics metrics,
    DataSource dataSource,
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
  public void close() {
    opened.close();
  }
}
