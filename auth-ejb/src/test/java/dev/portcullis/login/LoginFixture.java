package dev.portcullis.login;

import dev.portcullis.AccountInfo;
import dev.portcullis.AccountOutcome;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SessionGrant;
import dev.portcullis.account.AccountCreation;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountServiceImpl;
import dev.portcullis.account.Administrators;
import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.account.PasswordChange;
import dev.portcullis.account.PasswordProof;
import dev.portcullis.account.SourceRecheck;
import dev.portcullis.config.CertificateSettings;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.config.KeySettings;
import dev.portcullis.config.LocalSettings;
import dev.portcullis.config.RateLimitSettings;
import dev.portcullis.config.SessionSettings;
import dev.portcullis.config.TwoFactorSettings;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.device.TrustedDevices;
import dev.portcullis.factor.FactorPolicy;
import dev.portcullis.factor.SecondFactors;
import dev.portcullis.factor.SentFactors;
import dev.portcullis.password.PasswordHasher;
import dev.portcullis.password.PasswordPolicy;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.session.Sessions;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.TestDatabase;
import dev.portcullis.testing.TestSettings;
import dev.portcullis.throttle.AccountTurns;
import dev.portcullis.throttle.AddressLimiter;
import dev.portcullis.throttle.AttemptLimiter;
import dev.portcullis.throttle.SendingLimiter;
import dev.portcullis.token.SigningKeys;
import dev.portcullis.token.TokenIssuer;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** The whole domain behind the login, on a real database, with cheap hashes and a clock to turn. */
final class LoginFixture implements AutoCloseable {

  static final String PASSWORD = "seven lazy herons";
  static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", "test", "c0ffee");

  final MutableClock clock = new MutableClock();
  final TestDatabase database = new TestDatabase();
  final RandomSource random = RandomSource.secure();
  final Timer hashes = new SimpleMeterRegistry().timer("hashes");
  final PasswordHasher hasher;
  final AttemptLimiter attempts;
  final Revocations revocations;
  final Sessions sessions;
  final AccountDirectory directory = new AccountDirectory();
  final Administrators administrators = new Administrators("auth-admin");
  final AccountServiceImpl accounts;
  final AuthenticationServiceImpl authentication;
  final ExternalAccounts external;
  final SourceRecheck recheck;
  final PendingLogins pending;
  final LoginFlow flow;

  final SecondFactors factors;
  final SecondFactorServiceImpl secondFactors;

  /** What was sent by e-mail and by SMS. */
  final Outbox outbox = new Outbox();

  final SentFactors sent;
  final SentCodeServiceImpl sentCodes;
  final TrustedDevices devices;
  final TrustedDeviceServiceImpl trustedDevices;

  /** Whether a first factor is enough; for a test to set. */
  FactorPolicy policy;

  private final LoginThrottle throttle;
  final SetupLinks setupLinks;
  final SetupServiceImpl setup;

  LoginFixture() {
    this(TestSettings.defaults().twoFactor());
  }

  LoginFixture(TwoFactorSettings twoFactor) {
    var local = new LocalSettings(true, 15, 64, 1, 4, 256);
    var limits =
        new RateLimitSettings(
            5,
            new RateLimitSettings.Limit(100, Duration.ofMinutes(10)),
            new RateLimitSettings.Limit(300, Duration.ofMinutes(10)));
    attempts = new AttemptLimiter(limits, clock);
    var passwordPolicy = new PasswordPolicy(local, List.of("portcullis"));
    hasher = new PasswordHasher(local, random, hashes);
    revocations = new Revocations(database, clock, random);
    var lives =
        new SessionSettings(
            Duration.ofMinutes(30), Duration.ofHours(12), 10, Duration.ofMinutes(15), null);
    sessions =
        new Sessions(
            database, directory, revocations, lives, Duration.ofMinutes(15), clock, random);
    var proof = new PasswordProof(database, directory, attempts, hasher);
    var creation = new AccountCreation(hasher, passwordPolicy, attempts, random, clock);
    accounts =
        new AccountServiceImpl(
            database,
            directory,
            creation,
            administrators,
            new PasswordChange(database, proof, hasher, passwordPolicy, sessions, List.of(), clock),
            attempts,
            sessions,
            clock);
    throttle = new LoginThrottle(new AddressLimiter(limits, clock), new AccountTurns(limits));
    external =
        new ExternalAccounts(database, directory, sessions, attempts, random, clock, List.of());
    recheck = new SourceRecheck(database, external, List.of(), lives, random, clock);
    pending = new PendingLogins(database, random, clock);
    var encryption =
        EncryptionKey.parse(
                Confidential.of(Base64.getEncoder().encodeToString(random.bytes(32))), random)
            .orElseThrow();
    factors = new SecondFactors(twoFactor, directory, attempts, encryption, random, clock);
    policy = factors;
    secondFactors =
        new SecondFactorServiceImpl(database, directory, sessions, factors, pending, clock);
    sent =
        new SentFactors(
            twoFactor,
            new SendingLimiter(twoFactor.sending(), encryption, database, clock),
            outbox.carriers(twoFactor),
            encryption,
            random,
            clock);
    sentCodes =
        new SentCodeServiceImpl(database, directory, sessions, factors, sent, pending, clock);
    devices = new TrustedDevices(twoFactor.trustedDevice(), random, clock);
    trustedDevices = new TrustedDeviceServiceImpl(database, directory, sessions, devices, clock);
    flow =
        new LoginFlow(
            database,
            directory,
            (tx, account, amr) -> policy.demand(tx, account, amr),
            factors.spareEveryRequest(),
            devices,
            pending,
            clock);
    authentication =
        new AuthenticationServiceImpl(
            flow,
            throttle,
            new FirstFactor(List.of(new LocalVerifier(proof)), hasher),
            new ExternalLogins(database, external, clock),
            new SecondFactorStep(database, throttle, flow, pending, directory, factors, clock),
            new Grants(sessions, tokens()),
            devices,
            clock);
    setupLinks = new SetupLinks(database, administrators, "root", random, clock);
    setup = new SetupServiceImpl(database, setupLinks, administrators, creation);
  }

  /** A node of its own, with nothing remembered. */
  RequestCredentialsImpl requestCredentials(CertificateSettings settings) {
    return new RequestCredentialsImpl(
        authentication,
        flow,
        settings,
        throttle,
        database,
        directory,
        external,
        recheck,
        revocations,
        new SimpleMeterRegistry().timer("logins"),
        random,
        clock);
  }

  private TokenIssuer tokens() {
    var settings =
        new JwtSettings(
            true,
            JwsAlgorithm.HS256,
            Confidential.of("f3b1c9a7e5d2486097ab31cd5e8f7061"),
            KeySettings.DEFAULTS,
            "https://app.example.com",
            "https://app.example.com",
            Duration.ofMinutes(15),
            Duration.ofDays(7),
            Duration.ZERO,
            Duration.ofSeconds(30),
            false,
            false);
    var key =
        EncryptionKey.parse(
                Confidential.of(Base64.getEncoder().encodeToString(random.bytes(32))), random)
            .orElseThrow();
    return new TokenIssuer(
        settings, SigningKeys.start(settings, database, key, clock), sessions, random, clock);
  }

  AccountInfo create(String username, String... roles) {
    var account =
        new NewAccount(
            username, username + "@example.com", null, Set.of(roles), Confidential.of(PASSWORD));
    return done(accounts.create(account, CLIENT));
  }

  /** The first administrator, by the link as an operator does it. */
  AccountInfo createAdministrator() {
    var link = setupLinks.issue().orElseThrow();
    return done(setup.complete(link, Confidential.of(PASSWORD), CLIENT));
  }

  static AccountInfo done(AccountOutcome outcome) {
    if (outcome instanceof AccountOutcome.Done done) {
      return done.account();
    }
    throw new AssertionError(outcome);
  }

  AuthenticationResult<SessionGrant> login(String username, String password) {
    return authentication.openSession(
        new PasswordLogin(username, Confidential.of(password), null), CLIENT);
  }

  /** Why a login is refused, for the audit. */
  RejectionReason refusal(String username, String password) {
    return refusal(login(username, password));
  }

  static RejectionReason refusal(AuthenticationResult<?> result) {
    if (result instanceof AuthenticationResult.Rejected<?> rejected) {
      return rejected.reason();
    }
    throw new AssertionError("Not refused");
  }

  static boolean isIn(AuthenticationResult<?> result) {
    return result instanceof AuthenticationResult.Authenticated;
  }

  <E extends SecurityEvent> List<E> events(Class<E> type) {
    return database.events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  long liveSessions(String accountId) {
    return database.<Long>inNew(
        tx ->
            ((Number)
                    tx.em()
                        .createNativeQuery(
                            "SELECT COUNT(*) FROM auth_session WHERE account_id = ?1")
                        .setParameter(1, accountId)
                        .getSingleResult())
                .longValue());
  }

  @Override
  public void close() {
    database.close();
  }
}
