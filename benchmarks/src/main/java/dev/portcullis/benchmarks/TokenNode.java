package dev.portcullis.benchmarks;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.config.CryptoProvider;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.config.KeySettings;
import dev.portcullis.config.SessionSettings;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.session.Sessions;
import dev.portcullis.testing.TestDatabase;
import dev.portcullis.token.PrincipalNames;
import dev.portcullis.token.SigningKeys;
import dev.portcullis.token.StrictAccessTokenVerifier;
import dev.portcullis.token.TokenIssuer;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A node as it is in production, with its tables in memory and 10,000 live revocations. */
final class TokenNode implements AutoCloseable {

  static final String SECRET =
      "a secret of the benchmark, which is longer than any algorithm asks it to be";
  static final String ISSUER = "https://app.example.com";
  private static final int REVOCATIONS = 10_000;
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", null, "benchmark");

  private final TestDatabase database = new TestDatabase();
  private final Clock clock = Clock.systemUTC();
  private final RandomSource random = RandomSource.secure();
  private final AccountDirectory accounts = new AccountDirectory();
  private final JwtSettings settings;
  private final SigningKeys keys;
  private final Revocations revocations;
  private final Sessions sessions;
  private final TokenIssuer issuer;
  private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor();
  private final Future<?> polling;

  TokenNode(JwsAlgorithm algorithm) {
    this(algorithm, CryptoProvider.JDK);
  }

  TokenNode(JwsAlgorithm algorithm, CryptoProvider provider) {
    settings =
        new JwtSettings(
            true,
            algorithm,
            algorithm.isSymmetric() ? Confidential.of(SECRET) : null,
            KeySettings.DEFAULTS,
            ISSUER,
            ISSUER,
            Duration.ofHours(24),
            Duration.ofDays(7),
            Duration.ZERO,
            Duration.ofSeconds(30),
            false,
            false);
    var key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    keys =
        SigningKeys.start(
            settings,
            database,
            EncryptionKey.parse(Confidential.of(key), random).orElseThrow(),
            SignatureProvider.of(provider),
            clock);
    revocations = new Revocations(database, clock, random);
    sessions =
        new Sessions(
            database,
            accounts,
            revocations,
            new SessionSettings(
                Duration.ofHours(1), Duration.ofHours(12), 1000, Duration.ofHours(1), null),
            settings.expiration(),
            clock,
            random);
    issuer = new TokenIssuer(settings, keys, sessions, random, clock);
    database.inNew(
        tx -> {
          for (int i = 0; i < REVOCATIONS; i++) {
            revocations.revokeToken(tx, random.id(), clock.instant().plus(Duration.ofHours(1)));
          }
          return tx;
        });
    revocations.feed().poll();
    polling =
        poller.scheduleWithFixedDelay(() -> revocations.feed().poll(), 1, 1, TimeUnit.SECONDS);
  }

  /** Different tokens of one session, of an account with three roles. */
  String[] tokens(int count) {
    var account = newAccount();
    return database.inNew(
        tx -> {
          var now = clock.instant();
          var methods = Set.of("pwd");
          var session =
              sessions.openTokenSession(tx, account, methods, now, CLIENT, issuer.familyEnd());
          var tokens = new String[count];
          for (int i = 0; i < count; i++) {
            tokens[i] =
                issuer
                    .issue(tx, account, session, null, methods, now, CLIENT)
                    .accessToken()
                    .reveal();
          }
          return tokens;
        });
  }

  private AccountSnapshot newAccount() {
    var id = random.id();
    return database.inNew(
        tx -> {
          tx.em()
              .createNativeQuery(
                  "INSERT INTO auth_account (id, username, username_key, email, security_version,"
                      + " disabled, created_at, changed_at) VALUES ('%s', 'maria.mueller', '%s',"
                          .formatted(id, id)
                      + " 'maria.mueller@example.com', 0, FALSE, 0, 0)")
              .executeUpdate();
          for (var role : Set.of("user", "editor", "auditor")) {
            tx.em()
                .createNativeQuery(
                    "INSERT INTO auth_account_role (account_id, role_name) VALUES ('%s', '%s')"
                        .formatted(id, role))
                .executeUpdate();
          }
          return accounts.byId(tx, id).orElseThrow();
        });
  }

  /** A verifier that has seen no token yet. */
  AccessTokenVerifier newVerifier() {
    return new StrictAccessTokenVerifier(
        settings, keys, revocations::check, new PrincipalNames(database, accounts), clock);
  }

  String jwks() {
    return keys.jwks();
  }

  @Override
  public void close() {
    polling.cancel(true);
    poller.shutdown();
    database.close();
  }
}
