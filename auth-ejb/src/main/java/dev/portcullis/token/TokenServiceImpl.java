package dev.portcullis.token;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.SecurityEvent;
import dev.portcullis.TokenGrant;
import dev.portcullis.TokenService;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.SourceRecheck;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.jose.RefusedException;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The life of tokens after they were issued. */
public final class TokenServiceImpl implements TokenService {

  private final Transactions transactions;
  private final AccountDirectory accounts;
  private final Sessions sessions;
  private final Revocations revocations;
  private final StrictAccessTokenVerifier verifier;
  private final SigningKeys keys;
  private final SourceRecheck recheck;
  private final Clock clock;
  private final TokenStore store = new TokenStore();
  private final TokenRotation rotation;
  private final TokenIntrospection introspection;

  public TokenServiceImpl(
      JwtSettings settings,
      Transactions transactions,
      AccountDirectory accounts,
      Sessions sessions,
      Revocations revocations,
      TokenIssuer issuer,
      StrictAccessTokenVerifier verifier,
      SigningKeys keys,
      SourceRecheck recheck,
      Clock clock) {
    this.transactions = transactions;
    this.accounts = accounts;
    this.sessions = sessions;
    this.revocations = revocations;
    this.verifier = verifier;
    this.keys = keys;
    this.recheck = recheck;
    this.clock = clock;
    this.rotation = new TokenRotation(store, sessions, accounts, issuer, settings, clock);
    this.introspection =
        new TokenIntrospection(settings, verifier, store, sessions, accounts, clock);
  }

  @Override
  public AuthenticationResult<TokenGrant> refresh(
      Confidential refreshToken, @Nullable String clientId, ClientInfo client) {
    // Asked outside of the transaction; what it no longer grants has ended when it begins.
    OpaqueToken.parse(OpaqueToken.Kind.REFRESH, refreshToken)
        .flatMap(
            token ->
                transactions.<Optional<Asked>>inNew(
                    tx ->
                        store
                            .find(tx, token)
                            .map(
                                row ->
                                    new Asked(
                                        row.accountId,
                                        sessions.providerSessionOf(tx, row.sessionId)))))
        .ifPresent(this::askAgain);
    return transactions.inNew(
        tx -> rotation.exchange(tx, refreshToken, TokenIssuer.orFirstParty(clientId), client));
  }

  /** About whom, and about which session of a provider. */
  private record Asked(String accountId, Optional<String> providerSession) {}

  private void askAgain(Asked about) {
    boolean ignored = recheck.ensureForRefresh(about.accountId());
    boolean unused = about.providerSession().map(recheck::ensureSessionForRefresh).orElse(false);
  }

  @Override
  public void revoke(Confidential token, ClientInfo client) {
    var refreshToken = OpaqueToken.parse(OpaqueToken.Kind.REFRESH, token).orElse(null);
    if (refreshToken != null) {
      transactions.inNew(tx -> revokeFamily(tx, refreshToken, client));
      return;
    }
    try {
      var claims = verifier.live(token.reveal());
      transactions.inNew(tx -> revokeAccessToken(tx, claims, client));
    } catch (RefusedException notLive) {
      // As good as revoked (S16; RFC 7009 2.2).
    }
  }

  private boolean revokeFamily(Tx tx, OpaqueToken token, ClientInfo client) {
    var row = store.find(tx, token).orElse(null);
    boolean ended = row != null && sessions.end(tx, row.sessionId);
    if (row != null && ended) {
      var details = details(tx, row.accountId, row.sessionId, client);
      tx.raise(new SecurityEvent.TokenRevoked(details, row.sessionId));
    }
    return ended;
  }

  private boolean revokeAccessToken(Tx tx, AccessTokenClaims claims, ClientInfo client) {
    revocations.revokeToken(tx, claims.tokenId, Instant.ofEpochSecond(claims.expiresAt));
    tx.raise(
        new SecurityEvent.TokenRevoked(
            details(tx, claims.subject, claims.sessionId, client), claims.tokenId));
    return true;
  }

  @Override
  public void revokeAll(String accountId, ClientInfo client) {
    transactions.inNew(
        tx -> {
          var details = details(tx, accountId, null, client);
          sessions.endAll(tx, accountId, details);
          tx.raise(new SecurityEvent.AllTokensRevoked(details));
          return details;
        });
  }

  @Override
  public Map<String, Object> introspect(Confidential token, String clientId, ClientInfo client) {
    return introspection.introspect(transactions, token, clientId, client);
  }

  @Override
  public String jwks() {
    return keys.jwks();
  }

  @Override
  public Duration jwksMaxAge() {
    return keys.jwksMaxAge();
  }

  /**
   * Removes rows of expired tokens, in small transactions of their own. Any number of nodes may do
   * it at the same time.
   *
   * @return how many this call removed
   */
  public int cleanUp() {
    var now = clock.instant();
    return CleanUp.run(transactions, tx -> store.removeExpired(tx, now))
        + CleanUp.run(transactions, tx -> store.removeExpiredAccessTokens(tx, now));
  }

  private EventDetails details(
      Tx tx, String accountId, @Nullable String sessionId, ClientInfo client) {
    var username = accounts.byId(tx, accountId).map(AccountSnapshot::username).orElse(null);
    return new EventDetails(clock.instant(), accountId, username, sessionId, null, null, client);
  }
}
