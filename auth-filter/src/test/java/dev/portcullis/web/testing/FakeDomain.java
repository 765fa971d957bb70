package dev.portcullis.web.testing;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.AccountService;
import dev.portcullis.ApiTokenService;
import dev.portcullis.AuthenticatedCaller;
import dev.portcullis.AuthenticationService;
import dev.portcullis.Caller;
import dev.portcullis.Confidential;
import dev.portcullis.EncryptionState;
import dev.portcullis.KeyService;
import dev.portcullis.Metrics;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.ProviderLogins;
import dev.portcullis.RequestCredentials;
import dev.portcullis.SecondFactorService;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SecurityEvents;
import dev.portcullis.SessionGrant;
import dev.portcullis.SessionService;
import dev.portcullis.SetupService;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.TokenService;
import dev.portcullis.TokenVerification;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.crypto.RandomSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The domain in memory: users {@code alice} (role {@code user}) and {@code bob} (roles {@code user}
 * and {@code admin}), {@link #UMLAUTS} and {@link #IDEOGRAPHS}; password {@link #PASSWORD}; a token
 * {@code token-alice} stands for its user.
 */
public final class FakeDomain implements PortcullisDomain {

  public static final String PASSWORD = "correct horse battery staple";

  /** A user whose name and password are not ASCII. */
  public static final String UMLAUTS = "j\u00FCrgen";

  public static final String PASSWORD_OF_UMLAUTS = "Fu\u00DFg\u00E4nger\u00FCberg\u00E4nge";

  /** In GBK the bytes of this user's name are UTF-8 as well, of another name. */
  public static final String IDEOGRAPHS = "\u6155\u6728";

  private static final Map<String, Set<String>> USERS =
      Map.of(
          "alice",
          Set.of("user"),
          "bob",
          Set.of("user", "admin", "auth-admin"),
          UMLAUTS,
          Set.of("user"),
          IDEOGRAPHS,
          Set.of("user"));

  final Map<String, String> names = new ConcurrentHashMap<>();
  final Map<String, Caller> sessions = new ConcurrentHashMap<>();
  private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
  private final FakeApiTokens apiTokens = new FakeApiTokens();
  private final FakeKeys keys = new FakeKeys();
  private final FakeSavedForms savedForms = new FakeSavedForms(this::check);
  private final FakeMetrics metrics = new FakeMetrics();
  private volatile ProviderLogins providerLogins = ProviderLogins.NONE;
  private volatile boolean down;
  private volatile @Nullable RuntimeException fault;
  private volatile boolean closed;
  private volatile Instant authenticatedAt = Instant.now();

  /** While true, nothing that needs the database answers. */
  public void setDown(boolean value) {
    down = value;
  }

  /** What every service throws from now on, or null. */
  public void setFault(@Nullable RuntimeException value) {
    fault = value;
  }

  /** How signing in elsewhere ends from now on. */
  public void setProviderLogins(ProviderLogins value) {
    providerLogins = value;
  }

  /** When users that sign in from now on did so. */
  public void setAuthenticatedAt(Instant value) {
    authenticatedAt = value;
  }

  public List<SecurityEvent> published() {
    return events;
  }

  public int liveSessions() {
    return sessions.size();
  }

  public boolean isClosed() {
    return closed;
  }

  /** Signs a user in, past the web side; gives the cookie's value. */
  public String signIn(String username) {
    return open(username).secret().reveal();
  }

  /** The same with a second factor. */
  public String signInWithBoth(String username) {
    var one = caller(username, RandomSource.secure().id());
    var both =
        new AuthenticatedCaller(
            one.getId(),
            one.getUsername(),
            one.getEmail(),
            null,
            null,
            one.getRoles(),
            Set.of("pwd", "otp", "mfa"),
            one.getAuthenticatedAt(),
            one.getSessionId());
    return grant(both).secret().reveal();
  }

  /** Ends all sessions, as an expiry does. */
  public void expireAll() {
    sessions.clear();
  }

  void check() {
    var thrown = fault;
    if (thrown != null) {
      throw thrown;
    }
    if (down) {
      throw new TemporarilyUnavailableException("down", Duration.ofSeconds(7), null);
    }
  }

  /** How a user's caller looks who proved to hold a certificate. */
  Caller certified(String username) {
    return new AuthenticatedCaller(
        "id-" + username,
        username,
        null,
        null,
        null,
        USERS.getOrDefault(username, Set.of()),
        Set.of("pop"),
        Instant.now(),
        "proof");
  }

  static boolean isUser(String username) {
    return USERS.containsKey(username);
  }

  static boolean knows(String username, Confidential password) {
    var right = username.equals(UMLAUTS) ? PASSWORD_OF_UMLAUTS : PASSWORD;
    return USERS.containsKey(username) && password.reveal().equals(right);
  }

  SessionGrant open(String username) {
    return grant(caller(username, RandomSource.secure().id()));
  }

  SessionGrant grant(Caller caller) {
    var secret = OpaqueToken.create(OpaqueToken.Kind.SESSION, RandomSource.secure()).text();
    sessions.values().removeIf(c -> c.getSessionId().equals(caller.getSessionId()));
    sessions.put(secret.reveal(), caller);
    return new SessionGrant(
        caller.getSessionId(), secret, Instant.now().plus(Duration.ofHours(12)));
  }

  /** One of the users. */
  public Caller caller(String username, String sessionId) {
    return new AuthenticatedCaller(
        "id-" + username,
        username,
        username + "@example.com",
        null,
        null,
        USERS.getOrDefault(username, Set.of()),
        Set.of("pwd"),
        authenticatedAt,
        sessionId);
  }

  /** What a token that begins with {@code pct_} stands for: bob, with all of his roles. */
  private Caller apiTokenCaller() {
    var bob = caller("bob", "pct");
    return new AuthenticatedCaller(
        bob.getId(),
        bob.getUsername(),
        bob.getEmail(),
        null,
        null,
        bob.getRoles(),
        Set.of("api_token"),
        Instant.now(),
        "pct");
  }

  @Override
  public AuthenticationService authentication() {
    return new FakeAuthentication(this);
  }

  @Override
  public AccessTokenVerifier accessTokenVerifier() {
    return token -> {
      if (down) {
        return new TokenVerification.Unavailable();
      }
      if (token.startsWith("pct_")) {
        return new TokenVerification.Valid(
            apiTokenCaller(), "pct", "first-party", Instant.now().plusSeconds(60));
      }
      var name = token.startsWith("token-") ? token.substring("token-".length()) : "";
      return USERS.containsKey(name)
          ? new TokenVerification.Valid(
              caller(name, "sid-" + name), "jti", "first-party", Instant.now().plusSeconds(60))
          : new TokenVerification.Invalid("signature");
    };
  }

  @Override
  public ProviderLogins providerLogins() {
    return providerLogins;
  }

  @Override
  public RequestCredentials requestCredentials() {
    return new FakeRequestCredentials(this);
  }

  @Override
  public TokenService tokens() {
    return new FakeTokens(this);
  }

  @Override
  public KeyService keys() {
    return keys;
  }

  @Override
  public EncryptionState encryption() {
    return EncryptionState.CURRENT;
  }

  @Override
  public SessionService sessions() {
    return new FakeSessions(this);
  }

  @Override
  public AccountService accounts() {
    return new FakeAccounts(this);
  }

  @Override
  public SecondFactorService secondFactors() {
    throw new UnsupportedOperationException("Tests of second factors run the domain itself");
  }

  @Override
  public SetupService setup() {
    throw new UnsupportedOperationException("No test of the web side sets an administrator up");
  }

  @Override
  public FakeSavedForms savedForms() {
    return savedForms;
  }

  @Override
  public SecurityEvents events() {
    return events::add;
  }

  @Override
  public Metrics metrics() {
    return metrics;
  }

  public FakeMetrics counted() {
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
    closed = true;
  }
}
