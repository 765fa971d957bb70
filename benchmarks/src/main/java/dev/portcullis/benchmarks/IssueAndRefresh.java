package dev.portcullis.benchmarks;

import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.TokenGrant;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.audit.AuditTrail;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.config.KeySettings;
import dev.portcullis.config.SessionSettings;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.metrics.PrometheusMetrics;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.session.Sessions;
import dev.portcullis.testing.TestDatabase;
import dev.portcullis.testing.TestSources;
import dev.portcullis.token.PrincipalNames;
import dev.portcullis.token.SigningKeys;
import dev.portcullis.token.StrictAccessTokenVerifier;
import dev.portcullis.token.TokenIssuer;
import dev.portcullis.token.TokenServiceImpl;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.eclipse.persistence.jpa.PersistenceProvider;

/** What a node does when it issues and refreshes tokens, with the rows of the audit. */
final class IssueAndRefresh implements AutoCloseable {

  private static final int ACCOUNTS = 500;
  private static final Set<String> METHODS = Set.of("pwd");
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", "Browser/1.0", "c0ffee");

  private final Clock clock = Clock.systemUTC();
  private final RandomSource random = RandomSource.secure();
  private final PrometheusMetrics metrics = new PrometheusMetrics();
  private final TestDatabase database;
  private final AccountDirectory directory = new AccountDirectory();
  private final Sessions sessions;
  private final TokenIssuer issuer;
  private final TokenServiceImpl tokens;
  private final List<AccountSnapshot> accounts = new ArrayList<>();

  IssueAndRefresh(DataSource dataSource) {
    var trail = new AuditTrail(random, metrics, event -> {});
    database = new TestDatabase(dataSource, new PersistenceProvider(), trail, () -> {});
    var settings = settings();
    var encryption =
        EncryptionKey.parse(Confidential.of("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), random)
            .orElseThrow();
    var keys = SigningKeys.start(settings, database, encryption, clock);
    var revocations = new Revocations(database, clock, random);
    sessions =
        new Sessions(
            database,
            directory,
            revocations,
            new SessionSettings(
                Duration.ofHours(1), Duration.ofHours(12), 1000, Duration.ofHours(1), null),
            settings.expiration(),
            clock,
            random);
    issuer = new TokenIssuer(settings, keys, sessions, random, clock);
    var names = new PrincipalNames(database, directory);
    tokens =
        new TokenServiceImpl(
            settings,
            database,
            directory,
            sessions,
            revocations,
            issuer,
            new StrictAccessTokenVerifier(settings, keys, revocations::check, names, clock),
            keys,
            TestSources.none(database, sessions, clock),
            clock);
    makeAccounts();
  }

  private static JwtSettings settings() {
    return new JwtSettings(
        true,
        JwsAlgorithm.HS256,
        Confidential.of(TokenNode.SECRET),
        KeySettings.DEFAULTS,
        TokenNode.ISSUER,
        TokenNode.ISSUER,
        Duration.ofMinutes(15),
        Duration.ofDays(7),
        Duration.ZERO,
        Duration.ofSeconds(30),
        false,
        false);
  }

  private void makeAccounts() {
    var ids = new ArrayList<String>();
    database.inNew(
        tx -> {
          for (int i = 0; i < ACCOUNTS; i++) {
            // As the scripts for pgbench make them.
            var id = "%032d".formatted(i);
            ids.add(id);
            tx.em()
                .createNativeQuery(
                    "INSERT INTO auth_account (id, username, username_key, email,"
                        + " security_version, disabled, created_at, changed_at) VALUES"
                        + " ('%s', 'user%d', '%s', 'user%d@example.com', 0, FALSE, 0, 0)"
                            .formatted(id, i, id, i))
                .executeUpdate();
            tx.em()
                .createNativeQuery(
                    "INSERT INTO auth_account_role (account_id, role_name) VALUES ('%s', 'user')"
                        .formatted(id))
                .executeUpdate();
          }
          return tx;
        });
    database.inNew(
        tx -> {
          ids.forEach(id -> accounts.add(directory.byId(tx, id).orElseThrow()));
          return tx;
        });
  }

  /** A session and its first tokens, as a login gives them. */
  TokenGrant issue() {
    var account = accounts.get(ThreadLocalRandom.current().nextInt(ACCOUNTS));
    return database.inNew(
        tx -> {
          var now = clock.instant();
          var session =
              sessions.openTokenSession(tx, account, METHODS, now, CLIENT, issuer.familyEnd());
          return issuer.issue(tx, account, session, null, METHODS, now, CLIENT);
        });
  }

  TokenGrant refresh(TokenGrant grant) {
    return tokens
        .refresh(grant.refreshToken(), null, CLIENT)
        .foldWithoutSecondFactor(
            done -> done.grant(),
            rejected -> {
              throw new IllegalStateException("Refused: " + rejected);
            });
  }

  @Override
  public void close() {
    database.close();
    metrics.close();
  }
}
