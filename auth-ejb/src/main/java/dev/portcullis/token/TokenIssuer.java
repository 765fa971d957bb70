package dev.portcullis.token;

import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.SecurityEvent;
import dev.portcullis.TokenGrant;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Issues an access token and the refresh token that goes with it. */
public final class TokenIssuer {

  /** The client id in tokens that were issued to the application itself. */
  public static final String FIRST_PARTY = "first-party";

  private final JwtSettings settings;
  private final AccessTokens accessTokens;
  private final Sessions sessions;
  private final RandomSource random;
  private final Clock clock;
  private final TokenStore store = new TokenStore();

  public TokenIssuer(
      JwtSettings settings, SigningKeys keys, Sessions sessions, RandomSource random, Clock clock) {
    this.settings = settings;
    this.accessTokens = new AccessTokens(settings, keys);
    this.sessions = sessions;
    this.random = random;
    this.clock = clock;
  }

  /**
   * When a refresh family that begins now ends for good, however often it is rotated (S15): the
   * absolute end of the session to open behind it.
   */
  public Instant familyEnd() {
    return clock.instant().plus(settings.refreshExpiration());
  }

  /**
   * Issues tokens in a session, and raises {@link SecurityEvent.TokenGenerated}.
   *
   * @param account whose state the caller checked: nothing here does
   * @param sessionId a live session behind tokens; no token outlives it
   * @param clientId the client they are bound to (S13), or null for the application itself
   * @param amr how the identity was proven
   * @param authTime when it was
   * @throws IllegalStateException if the session is not live, or the account has too many roles for
   *     a token
   */
  public TokenGrant issue(
      Tx tx,
      AccountSnapshot account,
      String sessionId,
      @Nullable String clientId,
      Set<String> amr,
      Instant authTime,
      ClientInfo client) {
    var session =
        sessions
            .byId(tx, sessionId)
            .orElseThrow(() -> new IllegalStateException("The session is not live"));
    return issue(
        tx,
        new TokenSubject(
            account, sessionId, session.expiresAt(), orFirstParty(clientId), amr, authTime, null),
        client);
  }

  /** The client that the tokens of a session are bound to (S13). */
  public String clientOf(Tx tx, String sessionId) {
    return store.clientOf(tx, sessionId).orElse(FIRST_PARTY);
  }

  static String orFirstParty(@Nullable String clientId) {
    return clientId == null ? FIRST_PARTY : clientId;
  }

  TokenGrant issue(Tx tx, TokenSubject subject, ClientInfo client) {
    var now = clock.instant();
    var issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
    var expiresAt =
        earlier(issuedAt.plus(settings.expiration()), subject.sessionEnd())
            .truncatedTo(ChronoUnit.SECONDS);
    var refreshExpiresAt = earlier(now.plus(settings.refreshExpiration()), subject.sessionEnd());
    var jti = random.id();
    var accessToken = accessTokens.sign(tx, subject, jti, issuedAt, expiresAt);
    var refreshToken = OpaqueToken.create(OpaqueToken.Kind.REFRESH, random);

    tx.em().persist(new RefreshToken(refreshToken, subject, now, refreshExpiresAt));
    if (settings.storeTokens()) {
      tx.em().persist(new IssuedAccessToken(jti, subject, issuedAt, expiresAt));
    }
    var account = subject.account();
    tx.raise(
        new SecurityEvent.TokenGenerated(
            new EventDetails(
                now, account.id(), account.username(), subject.sessionId(), null, null, client),
            jti));
    return new TokenGrant(
        accessToken,
        Duration.between(issuedAt, expiresAt),
        refreshToken.text(),
        Duration.between(now, refreshExpiresAt),
        account.toCaller(subject.amr(), subject.authTime(), subject.sessionId()));
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
