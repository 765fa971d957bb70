package dev.portcullis.ejb;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.TokenService;
import dev.portcullis.TokenVerification;
import dev.portcullis.account.AccountCreation;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountServiceImpl;
import dev.portcullis.account.Administrators;
import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.account.PasswordChange;
import dev.portcullis.account.PasswordProof;
import dev.portcullis.account.SourceRecheck;
import dev.portcullis.apitoken.AllAccessTokens;
import dev.portcullis.apitoken.ApiTokenServiceImpl;
import dev.portcullis.apitoken.ApiTokenUses;
import dev.portcullis.apitoken.ApiTokenVerifier;
import dev.portcullis.apitoken.ApiTokensToo;
import dev.portcullis.audit.AuditRetention;
import dev.portcullis.audit.AuditTrail;
import dev.portcullis.audit.EventPublisher;
import dev.portcullis.audit.LoggedEvents;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.fetch.LimitedFetcher;
import dev.portcullis.issuer.ForeignIssuers;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.login.AuthenticationServiceImpl;
import dev.portcullis.login.CredentialVerifier;
import dev.portcullis.login.FirstFactor;
import dev.portcullis.login.Grants;
import dev.portcullis.login.LocalVerifier;
import dev.portcullis.login.LoginThrottle;
import dev.portcullis.login.RequestCredentialsImpl;
import dev.portcullis.login.SetupLinks;
import dev.portcullis.login.SetupServiceImpl;
import dev.portcullis.login.SourceVerifier;
import dev.portcullis.metrics.MeteredAuthentication;
import dev.portcullis.metrics.MeteredTokens;
import dev.portcullis.metrics.MeteredTransactions;
import dev.portcullis.metrics.MeteredVerifier;
import dev.portcullis.metrics.PrometheusMetrics;
import dev.portcullis.password.PasswordHasher;
import dev.portcullis.password.PasswordPolicy;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.saved.SavedForms;
import dev.portcullis.sealing.Reencryption;
import dev.portcullis.session.SessionServiceImpl;
import dev.portcullis.session.Sessions;
import dev.portcullis.source.SourceProof;
import dev.portcullis.source.UserSource;
import dev.portcullis.store.ClockGuard;
import dev.portcullis.store.DatabaseClock;
import dev.portcullis.store.RepeatingTransactions;
import dev.portcullis.store.Schema;
import dev.portcullis.store.Transactions;
import dev.portcullis.throttle.AccountTurns;
import dev.portcullis.throttle.AddressLimiter;
import dev.portcullis.throttle.AttemptLimiter;
import dev.portcullis.token.KeyServiceImpl;
import dev.portcullis.token.PrincipalNames;
import dev.portcullis.token.SealedSigningKeys;
import dev.portcullis.token.SigningKeys;
import dev.portcullis.token.StrictAccessTokenVerifier;
import dev.portcullis.token.TokenIssuer;
import dev.portcullis.token.TokenServiceImpl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Puts everything together: the map of the domain. Read {@link #assemble} from top to bottom. */
public final class PortcullisRuntime {

  private static final Duration CLEAN_UP = Duration.ofMinutes(5);
  private static final Duration REENCRYPTION = Duration.ofSeconds(30);
  private static final Duration COUNT = Duration.ofSeconds(30);
  private static final Duration FOLLOW = Duration.ofSeconds(1);

  private final AuthSettings settings;
  private final ServerResources server;
  private final OpenedResources opened = new OpenedResources();

  private PortcullisRuntime(AuthSettings settings, ServerResources server) {
    this.settings = settings;
    this.server = server;
  }

  /**
   * Starts the domain of one deployment: brings the schema up to date, loads keys and revocations,
   * begins the background work, tells the application, and writes the link for the first
   * administrator to the log where one is due.
   *
   * @param settings enabled ones
   * @return the domain, to be closed when the deployment ends
   * @throws IllegalStateException if anything fails, with a message for the operator; nothing is
   *     left open then (S86)
   */
  public static PortcullisDomain start(AuthSettings settings, ServerResources server) {
    if (!settings.enabled()) {
      throw new IllegalArgumentException("auth.enabled is false: there is nothing to start");
    }
    var runtime = new PortcullisRuntime(settings, server);
    try {
      return settings.isStateless() ? runtime.assembleStateless() : runtime.assemble();
    } catch (RuntimeException | LinkageError e) {
      runtime.opened.close();
      throw new IllegalStateException("Portcullis cannot start: " + e.getMessage(), e);
    }
  }

  /** Without a database: tokens of other issuers are verified, and nothing is kept. */
  private PortcullisDomain assembleStateless() {
    var metrics = opened.add(new PrometheusMetrics());
    var events = new LoggedEvents(new AuditTrail(server.random(), metrics, server::fire));
    var issuers = issuers(metrics, SignatureProvider.of(settings.cryptoProvider()));
    var verifier = StrictAccessTokenVerifier.stateless(settings.jwt(), issuers, server.clock());
    follow(issuers, opened.add(new BackgroundWork(server.scheduler(), server.random())));
    var domain =
        new StatelessDomain(
            new MeteredVerifier(verifier, metrics), events, metrics, issuers, opened);
    opened.add(server::stopped);
    server.started(domain);
    return domain;
  }

  private ForeignIssuers issuers(PrometheusMetrics metrics, SignatureProvider signatures) {
    if (settings.issuers().isEmpty()) {
      return ForeignIssuers.none();
    }
    var issuers =
        ForeignIssuers.of(
            settings.issuers(),
            settings.adminRole(),
            signatures,
            opened.add(new LimitedFetcher(LimitedFetcher.Limits.usual())),
            server.clock(),
            server.scheduler(),
            metrics::issuerFetched);
    issuers.states().keySet().forEach(name -> metrics.issuerUp(name, () -> issuers.isUp(name)));
    return issuers;
  }

  /** What the names of other issuers' callers begin with. */
  private static List<String> namesOf(ForeignIssuers issuers) {
    return issuers.states().keySet().stream().map(name -> name + ":").toList();
  }

  /** S83: accounts may be older than the issuer's entry in the configuration. */
  private static void requireFreeNames(
      Transactions transactions, AccountDirectory directory, ForeignIssuers issuers) {
    for (var prefix : namesOf(issuers)) {
      if (transactions.<Boolean>inNew(tx -> directory.hasNameBeginningWith(tx, prefix))) {
        throw new IllegalStateException(
            "auth.providers.jwt.issuers: accounts here have names that begin with \""
                + prefix
                + "\", as the names of that issuer's callers would (S83). Give it another name.");
      }
    }
  }

  private static void follow(ForeignIssuers issuers, BackgroundWork background) {
    issuers
        .backgroundWork()
        .forEach((name, work) -> background.every(FOLLOW, "following the keys of " + name, work));
  }

  private PortcullisDomain assemble() {
    var clock = server.clock();
    var random = server.random();
    var local = settings.local();
    var jwt = settings.jwt();
    var key = settings.encryption(random);
    var signatures = SignatureProvider.of(settings.cryptoProvider());

    // The ground: database, meters, audit.
    var dataSourceName = Objects.requireNonNull(settings.datasource());
    var dataSource = server.dataSource(dataSourceName);
    migrate(dataSource);
    var metrics = opened.add(new PrometheusMetrics());
    var trail = new AuditTrail(random, metrics, server::fire);
    var database = opened.add(server.transactions(dataSourceName, trail));
    var transactions = new MeteredTransactions(new RepeatingTransactions(database), metrics);
    checkSchema(transactions);
    var events = new EventPublisher(transactions, trail);
    var retention = new AuditRetention(transactions, settings.audit(), clock);
    var clocks = new ClockGuard(new DatabaseClock(dataSource)::millis, clock);

    // Other issuers. What is revoked is remembered for as long as any token may live.
    var issuers = issuers(metrics, signatures);
    var tokenLife =
        issuers.longestLife().compareTo(jwt.expiration()) > 0
            ? issuers.longestLife()
            : jwt.expiration();

    // Revocations and sessions.
    var directory = new AccountDirectory();
    requireFreeNames(transactions, directory, issuers);
    var revocations = new Revocations(transactions, settings.revocation(), clock, random);
    var sessions =
        new Sessions(
            transactions, directory, revocations, settings.sessions(), tokenLife, clock, random);

    // Accounts and their passwords.
    var hasher = new PasswordHasher(local, random, metrics.passwordHash());
    var policy = new PasswordPolicy(local, applicationWords());
    var attempts = new AttemptLimiter(settings.rateLimit(), clock);
    var proof = new PasswordProof(transactions, directory, attempts, hasher);
    var administrators = new Administrators(settings.adminRole());
    var creation = new AccountCreation(hasher, policy, attempts, random, clock, namesOf(issuers));
    var external =
        new ExternalAccounts(
            transactions, directory, sessions, attempts, random, clock, namesOf(issuers));
    var userSource = userSource(key);
    var sourceProof =
        userSource == null || local.userSource() == null
            ? null
            : new SourceProof(
                userSource, local.userSource(), transactions, external, attempts, hasher, random);
    var recheck =
        new SourceRecheck(
            transactions,
            external,
            userSource == null ? List.of() : List.of(userSource),
            settings.sessions(),
            random,
            clock);
    var sessionService =
        new SessionServiceImpl(transactions, sessions, directory, revocations, recheck, clock);
    var change =
        new PasswordChange(transactions, proof, hasher, policy, sessions, sourceProof, clock);
    var accountService =
        new AccountServiceImpl(
            transactions, directory, creation, administrators, change, attempts, sessions, clock);

    // Tokens, and what else is sealed.
    var reencryption = new Reencryption(key, transactions, List.of(new SealedSigningKeys()));
    reencryption.requireKnownKeys();
    var keys = SigningKeys.start(jwt, transactions, key, signatures, clock);
    var keyService = new KeyServiceImpl(keys, jwt.algorithm(), transactions, clock);
    var issuer = new TokenIssuer(jwt, keys, sessions, random, clock);
    var names = new PrincipalNames(transactions, directory);
    var verifier =
        new StrictAccessTokenVerifier(jwt, keys, issuers, revocations::check, names, clock);
    var tokenService =
        new TokenServiceImpl(
            jwt,
            transactions,
            directory,
            sessions,
            revocations,
            issuer,
            verifier,
            keys,
            recheck,
            clock);

    // Personal API tokens, told from the others by their prefix.
    var apiTokenVerifier =
        new ApiTokenVerifier(transactions, directory, revocations, recheck, clock);
    var apiTokens =
        new ApiTokenServiceImpl(
            transactions,
            directory,
            sessions::isLive,
            revocations,
            settings.apiTokens(),
            clock,
            random);
    AccessTokenVerifier accessTokens = jwt.enabled() ? verifier : noTokens();
    TokenService allTokens = tokenService;
    if (settings.apiTokens().enabled()) {
      accessTokens = new AllAccessTokens(apiTokenVerifier, accessTokens);
      allTokens = new ApiTokensToo(tokenService, apiTokenVerifier, apiTokens, transactions, clock);
    }

    // The login, and the first administrator.
    var throttle =
        new LoginThrottle(
            new AddressLimiter(settings.rateLimit(), clock),
            new AccountTurns(settings.rateLimit()));
    CredentialVerifier passwords =
        sourceProof == null ? new LocalVerifier(proof) : new SourceVerifier(proof, sourceProof);
    List<CredentialVerifier> verifiers = local.enabled() ? List.of(passwords) : List.of();
    var authentication =
        new AuthenticationServiceImpl(
            transactions,
            throttle,
            new FirstFactor(verifiers, hasher),
            directory,
            new Grants(sessions, issuer),
            clock);
    var requestCredentials =
        new RequestCredentialsImpl(
            authentication,
            settings.certificate(),
            throttle,
            transactions,
            directory,
            external,
            revocations,
            metrics.login(),
            random,
            clock);
    var links =
        new SetupLinks(transactions, administrators, settings.bootstrapUsername(), random, clock);
    var setup = new SetupServiceImpl(transactions, links, administrators, creation);

    // Forms that wait for a login.
    var savedForms = new SavedForms(transactions, key, random, clock);

    // What runs beside the requests.
    clocks.run();
    revocations.feed().poll();
    var background = opened.add(new BackgroundWork(server.scheduler(), random));
    background.every(revocations.feed().interval(), "following revocations", revocations.feed());
    background.every(SigningKeys.RELOAD_INTERVAL, "following signing keys", keys::follow);
    background.every(
        ApiTokenUses.INTERVAL, "noting uses of API tokens", apiTokenVerifier.uses()::write);
    background.every(ClockGuard.INTERVAL, "comparing clocks", clocks);
    // All of it goes by this node's clock, which therefore has to be right.
    cleanUp(background, clocks, "removing expired sessions", sessions::cleanUp);
    cleanUp(background, clocks, "removing expired tokens", tokenService::cleanUp);
    cleanUp(background, clocks, "removing expired API tokens", apiTokens::cleanUp);
    cleanUp(background, clocks, "removing expired revocations", revocations::cleanUp);
    cleanUp(background, clocks, "removing forms that nobody fetched", savedForms::cleanUp);
    cleanUp(background, clocks, "removing expired links", links::cleanUp);
    cleanUp(background, clocks, "removing old audit records", retention::deleteExpired);
    background.every(REENCRYPTION, "sealing anew", reencryption::run);
    follow(issuers, background);
    if (userSource != null) {
      background.every(recheck.pause(), "asking the application's user table", recheck);
    }

    // What is measured.
    var live = new AtomicLong(sessions.countLive());
    background.every(COUNT, "counting sessions", () -> live.set(sessions.countLive()));
    metrics.sessionsLive(live::get);
    metrics.revocationsLive(revocations::liveCount);
    metrics.revocationsStaleness(revocations::staleness);

    var domain =
        new RunningDomain(
            new MeteredAuthentication(authentication, metrics),
            requestCredentials,
            new MeteredVerifier(accessTokens, metrics),
            new MeteredTokens(allTokens, metrics),
            apiTokens,
            keyService,
            sessionService,
            accountService,
            setup,
            savedForms,
            events,
            metrics,
            dataSource,
            clocks,
            reencryption::state,
            issuers,
            opened);
    opened.add(server::stopped);
    server.started(domain);
    // The application may have made an administrator when it was told.
    new SetupAnnouncement(settings, server.localAddress()).write(links);
    return domain;
  }

  private static void cleanUp(
      BackgroundWork background, ClockGuard clocks, String name, Runnable work) {
    background.every(CLEAN_UP, name, clocks.whileSound(work));
  }

  /** The application's own user table, its SQL tried out; null where none is configured. */
  private @Nullable UserSource userSource(EncryptionKey key) {
    var configured = settings.local().userSource();
    if (configured == null) {
      return null;
    }
    var source = new UserSource(configured, server.jdbcTransactions(configured.datasource()), key);
    source.check(server.random().id());
    return source;
  }

  /** With {@code auth.providers.jwt} switched off no token is one of ours. */
  private static AccessTokenVerifier noTokens() {
    return token -> new TokenVerification.Invalid("disabled");
  }

  private void migrate(DataSource dataSource) {
    try {
      Schema.migrate(dataSource);
    } catch (FlywayException e) {
      throw new IllegalStateException(
          "the auth_ tables in the datasource "
              + settings.datasource()
              + " could not be brought up to date. Its user must be allowed to create tables, or a"
              + " DBA runs the scripts in dev/portcullis/migration of the jar. "
              + e.getMessage(),
          e);
    }
  }

  private static void checkSchema(Transactions transactions) {
    transactions.inNew(
        tx -> {
          Schema.check(tx.em());
          return true;
        });
  }

  /** What a password here must not be made of (S31). */
  private List<String> applicationWords() {
    var words = new ArrayList<String>();
    words.add("portcullis");
    if (settings.publicUrl() != null) {
      words.add(settings.publicUrl().getHost());
      words.add(settings.publicUrl().getPath());
    }
    return words;
  }
}
