package dev.portcullis.ejb;

import dev.portcullis.CodeFlow;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.audit.AuditTrail;
import dev.portcullis.audit.EventPublisher;
import dev.portcullis.audit.LoggedEvents;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.metrics.MeteredAuthentication;
import dev.portcullis.metrics.MeteredTokens;
import dev.portcullis.metrics.MeteredVerifier;
import dev.portcullis.metrics.PrometheusMetrics;
import dev.portcullis.token.StrictAccessTokenVerifier;

/** Puts everything together: the map of the domain. Read {@link #assemble} from top to bottom. */
public final class PortcullisRuntime {

  private final AuthSettings settings;
  private final ServerResources server;
  private final CodeFlow codeFlow;
  private final OpenedResources opened = new OpenedResources();

  private PortcullisRuntime(AuthSettings settings, ServerResources server, CodeFlow codeFlow) {
    this.settings = settings;
    this.server = server;
    this.codeFlow = codeFlow;
  }

  /**
   * Starts the domain of one deployment: brings the schema up to date, loads keys and revocations,
   * begins the background work, tells the application, and writes the link for the first
   * administrator to the log where one is due.
   *
   * @param settings enabled ones
   * @param codeFlow writes the requests to providers
   * @return the domain, to be closed when the deployment ends
   * @throws IllegalStateException if anything fails, with a message for the operator; nothing is
   *     left open then (S86)
   */
  public static PortcullisDomain start(
      AuthSettings settings, ServerResources server, CodeFlow codeFlow) {
    if (!settings.enabled()) {
      throw new IllegalArgumentException("auth.enabled is false: there is nothing to start");
    }
    var runtime = new PortcullisRuntime(settings, server, codeFlow);
    try {
      return settings.isStateless() ? runtime.assembleStateless() : runtime.assemble();
    } catch (RuntimeException | LinkageError e) {
      runtime.opened.close();
      throw new IllegalStateException("Portcullis cannot start: " + e.getMessage(), e);
    }
  }

  /**
   * The same for settings without providers of OAuth 2 and OpenID Connect.
   *
   * @throws IllegalStateException also where there are some
   */
  public static PortcullisDomain start(AuthSettings settings, ServerResources server) {
    if (!settings.providers().clients().isEmpty()) {
      throw new IllegalStateException("auth.providers.oauth needs the web side");
    }
    return start(settings, server, NoCodeFlow.INSTANCE);
  }

  /** Without a database: tokens of other issuers are verified, and nothing is kept. */
  private PortcullisDomain assembleStateless() {
    var metrics = opened.add(new PrometheusMetrics());
    var events = new LoggedEvents(new AuditTrail(server.random(), metrics, server::fire));
    var signatures = SignatureProvider.of(settings.cryptoProvider());
    var lanes = opened.add(server.lanes());
    var issuers = Issuers.of(settings, server, lanes, opened, metrics, signatures);
    var verifier = StrictAccessTokenVerifier.stateless(settings.jwt(), issuers, server.clock());
    Issuers.follow(issuers, opened.add(new BackgroundWork(lanes, server.random())));
    var domain =
        new StatelessDomain(
            new MeteredVerifier(verifier, metrics), events, metrics, issuers, opened);
    opened.add(server::stopped);
    server.started(domain);
    return domain;
  }

  private PortcullisDomain assemble() {
    var ground = new Ground(settings, server, opened);
    var metrics = ground.metrics;
    var issuers = Issuers.of(settings, server, ground.lanes, opened, metrics, ground.signatures);
    var accounts = new AccountParts(ground, issuers, codeFlow);
    var tokens = new TokenParts(ground, issuers, accounts);
    var logins = new LoginParts(ground, accounts, tokens.issuer);
    var authentication = new MeteredAuthentication(logins.authentication, metrics);
    var providers = new ProviderParts(ground, accounts, logins.factors, authentication);
    new Upkeep(ground).begin(issuers, accounts, tokens, logins, providers);
    var domain =
        new RunningDomain(
            authentication,
            logins.requestCredentials,
            new MeteredVerifier(tokens.verifier, metrics),
            new MeteredTokens(tokens.tokens, metrics),
            tokens.apiTokens,
            tokens.keyService,
            accounts.sessionService,
            accounts.accountService,
            logins.secondFactors,
            logins.sentCodes,
            logins.trustedDevices,
            logins.setup,
            logins.savedForms,
            providers.logins,
            providers.links,
            providers.logouts,
            accounts.providers.tokens,
            providers.providers::states,
            new EventPublisher(ground.transactions, ground.trail),
            metrics,
            ground.dataSource,
            ground.clocks,
            tokens.reencryption::state,
            issuers,
            opened);
    opened.add(server::stopped);
    server.started(domain);
    // The application may have made an administrator when it was told.
    new SetupAnnouncement(settings, server.localAddress()).write(logins.links);
    return domain;
  }
}
