package dev.portcullis.web.page;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.AccountInfo;
import dev.portcullis.AccountOutcome;
import dev.portcullis.AccountService;
import dev.portcullis.ApiTokenService;
import dev.portcullis.AuthenticatedCaller;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationService;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EncryptionState;
import dev.portcullis.ExternalLogin;
import dev.portcullis.FactorProof;
import dev.portcullis.KeyService;
import dev.portcullis.Metrics;
import dev.portcullis.NewAccount;
import dev.portcullis.PasswordLogin;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecondFactorLogin;
import dev.portcullis.SecondFactorService;
import dev.portcullis.SecurityEvents;
import dev.portcullis.SessionCheck;
import dev.portcullis.SessionGrant;
import dev.portcullis.SessionInfo;
import dev.portcullis.SessionService;
import dev.portcullis.SetupService;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.TokenGrant;
import dev.portcullis.TokenService;
import dev.portcullis.TokenVerification;
import dev.portcullis.metrics.PrometheusMetrics;
import dev.portcullis.web.testing.FakeApiTokens;
import dev.portcullis.web.testing.FakeSavedForms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One user, Ada, with browser sessions in memory; and switches for what can go wrong. */
final class FakeDomain
    implements PortcullisDomain,
        AuthenticationService,
        SessionService,
        AccountService,
        SetupService {

  static final String USERNAME = "ada";
  static final String PASSWORD = "correct horse battery staple";
  static final String LINK = "pcl_only-once";

  private static final Instant BEGAN = Instant.parse("2026-06-01T12:00:00Z");
  private static final ClientInfo NOBODY = new ClientInfo("203.0.113.9", "curl/8.5.0", "-");

  private record Session(String id, Instant authenticatedAt, ClientInfo client) {}

  private final Map<Confidential, Session> sessions = new ConcurrentHashMap<>();
  private final FakeSavedForms savedForms = new FakeSavedForms(() -> {});
  private final AtomicInteger count = new AtomicInteger();
  private final FakeApiTokens apiTokens = new FakeApiTokens();
  private final PrometheusMetrics metrics = new PrometheusMetrics();
  private volatile String password = PASSWORD;
  private volatile @Nullable String name = "Ada Lovelace";
  private volatile boolean setupOpen = true;
  private volatile boolean down;
  private volatile boolean tooMany;

  void setDown(boolean down) {
    this.down = down;
  }

  void setTooMany(boolean tooMany) {
    this.tooMany = tooMany;
  }

  boolean isPassword(String text) {
    return password.equals(text);
  }

  @Nullable String name() {
    return name;
  }

  void endAll() {
    sessions.clear();
  }

  int liveSessions() {
    return sessions.size();
  }

  /** A session from another device; its id. */
  String openElsewhere() {
    return open(NOBODY).sessionId();
  }

  private SessionGrant open(ClientInfo client) {
    int number = count.incrementAndGet();
    var id = String.format("%032x", number);
    var secret = Confidential.of("secret-" + number);
    sessions.put(secret, new Session(id, BEGAN, client));
    return new SessionGrant(id, secret, BEGAN.plus(Duration.ofHours(12)));
  }

  private Caller caller(Session session) {
    return new AuthenticatedCaller(
        "0000000000000000000000000000ada0",
        USERNAME,
        "ada@example.com",
        name,
        null,
        Set.of("auditor", "bookkeeper"),
        Set.of("pwd"),
        session.authenticatedAt(),
        session.id());
  }

  private AuthenticationResult<SessionGrant> prove(Confidential typed, ClientInfo client) {
    if (down) {
      throw new TemporarilyUnavailableException(
          "The test took it down", Duration.ofSeconds(9), null);
    }
    if (tooMany) {
      return new AuthenticationResult.Rejected<>(
          RejectionReason.TOO_MANY_REQUESTS, Duration.ofSeconds(90));
    }
    if (!isPassword(typed.reveal())) {
      return AuthenticationResult.rejected(RejectionReason.WRONG_PASSWORD);
    }
    var grant = open(client);
    var session = sessions.get(grant.secret());
    return new AuthenticationResult.Authenticated<>(
        caller(session == null ? new Session("", BEGAN, client) : session), grant);
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(PasswordLogin login, ClientInfo client) {
    return login.username().equals(USERNAME)
        ? prove(login.password(), client)
        : AuthenticationResult.rejected(RejectionReason.UNKNOWN_ACCOUNT);
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(
      SecondFactorLogin login, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(SecondFactorLogin login, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, FactorProof proof, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, FactorProof proof, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, ExternalLogin login, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, ExternalLogin login, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(ExternalLogin login, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(
      ExternalLogin login, @Nullable String clientId, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, Confidential typed, ClientInfo client) {
    return prove(typed, client);
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(
      PasswordLogin login, @Nullable String clientId, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, Confidential typed, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SessionCheck check(Confidential secret, ClientInfo client) {
    var session = sessions.get(secret);
    return session == null ? new SessionCheck.None() : new SessionCheck.Live(caller(session));
  }

  @Override
  public List<SessionInfo> list(String accountId) {
    return sessions.values().stream()
        .map(
            session ->
                new SessionInfo(
                    session.id(),
                    true,
                    session.client().userAgent(),
                    session.client().address(),
                    BEGAN,
                    BEGAN,
                    BEGAN))
        .toList();
  }

  @Override
  public boolean end(Caller caller, String sessionId, ClientInfo client) {
    return sessions.values().removeIf(session -> session.id().equals(sessionId));
  }

  @Override
  public void logout(Caller caller, ClientInfo client) {
    sessions.values().removeIf(session -> session.id().equals(caller.getSessionId()));
  }

  @Override
  public void logoutAll(Caller caller, ClientInfo client) {
    sessions.clear();
  }

  private AccountInfo info() {
    return new AccountInfo(
        "0000000000000000000000000000ada0",
        USERNAME,
        "ada@example.com",
        name,
        null,
        Set.of("auditor", "bookkeeper"),
        false,
        BEGAN);
  }

  @Override
  public Optional<AccountInfo> find(String accountId) {
    return Optional.of(info());
  }

  @Override
  public AccountOutcome rename(String accountId, @Nullable String changed, ClientInfo client) {
    if (changed != null && changed.length() > 20) {
      return new AccountOutcome.Refused(List.of("name.invalid"));
    }
    name = changed;
    return new AccountOutcome.Done(info());
  }

  @Override
  public Optional<String> passwordKeptBy(String accountId) {
    return Optional.empty();
  }

  @Override
  public boolean canChangePassword(String accountId) {
    return true;
  }

  @Override
  public AccountOutcome changePassword(
      Caller caller, Confidential current, Confidential replacement, ClientInfo client) {
    if (!isPassword(current.reveal())) {
      return new AccountOutcome.NotProven(RejectionReason.WRONG_PASSWORD);
    }
    if (replacement.length() < 15) {
      return new AccountOutcome.Refused(List.of("password.too_short", "password.unheard_of"));
    }
    password = replacement.reveal();
    return new AccountOutcome.Done(info());
  }

  @Override
  public boolean isOpen(Confidential linkSecret) {
    return setupOpen && linkSecret.reveal().equals(LINK);
  }

  @Override
  public AccountOutcome complete(Confidential link, Confidential chosen, ClientInfo client) {
    if (!isOpen(link)) {
      return new AccountOutcome.Conflict("account.first_administrator");
    }
    if (chosen.length() < 15) {
      return new AccountOutcome.Refused(List.of("password.too_short"));
    }
    setupOpen = false;
    return new AccountOutcome.Done(info());
  }

  @Override
  public AuthenticationService authentication() {
    return this;
  }

  @Override
  public KeyService keys() {
    throw new UnsupportedOperationException("No page shows keys");
  }

  @Override
  public EncryptionState encryption() {
    return EncryptionState.CURRENT;
  }

  @Override
  public SessionService sessions() {
    return this;
  }

  @Override
  public AccountService accounts() {
    return this;
  }

  @Override
  public FakeSavedForms savedForms() {
    return savedForms;
  }

  @Override
  public SecondFactorService secondFactors() {
    throw new UnsupportedOperationException("Tests of second factors run the domain itself");
  }

  @Override
  public SetupService setup() {
    return this;
  }

  @Override
  public AccessTokenVerifier accessTokenVerifier() {
    return token -> new TokenVerification.Invalid("parse");
  }

  @Override
  public dev.portcullis.RequestCredentials requestCredentials() {
    throw new UnsupportedOperationException("No page asks for them");
  }

  @Override
  public SecurityEvents events() {
    return event -> {};
  }

  @Override
  public Metrics metrics() {
    return metrics;
  }

  @Override
  public ApiTokenService apiTokens() {
    return apiTokens;
  }

  @Override
  public Optional<Duration> clockSkew() {
    return Optional.of(Duration.ofMillis(-1500));
  }

  @Override
  public boolean isStoreReachable() {
    return !down;
  }

  @Override
  public void close() {
    metrics.close();
  }

  @Override
  public TokenService tokens() {
    throw new UnsupportedOperationException();
  }

  @Override
  public AccountOutcome create(NewAccount account, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<AccountInfo> findByUsername(String username) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AccountOutcome setRoles(String accountId, Set<String> roles, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AccountOutcome setDisabled(String accountId, boolean disabled, ClientInfo client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AccountOutcome unlock(String accountId, ClientInfo client) {
    throw new UnsupportedOperationException();
  }
}
