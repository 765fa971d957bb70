package dev.portcullis.token;

import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.SecurityEvent;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.jose.RefusedException;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a client is told about a token (RFC 7662 2.2). */
final class TokenIntrospection {

  private static final Map<String, Object> INACTIVE = Map.of("active", false);

  private final JwtSettings settings;
  private final StrictAccessTokenVerifier verifier;
  private final TokenStore store;
  private final Sessions sessions;
  private final AccountDirectory accounts;
  private final Clock clock;

  TokenIntrospection(
      JwtSettings settings,
      StrictAccessTokenVerifier verifier,
      TokenStore store,
      Sessions sessions,
      AccountDirectory accounts,
      Clock clock) {
    this.settings = settings;
    this.verifier = verifier;
    this.store = store;
    this.sessions = sessions;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** Answers from memory for an access token; the audit is written in any case. */
  Map<String, Object> introspect(
      Transactions transactions, Confidential token, String clientId, ClientInfo client) {
    var refreshToken = OpaqueToken.parse(OpaqueToken.Kind.REFRESH, token).orElse(null);
    var ofAccessToken = refreshToken == null ? accessToken(token.reveal()) : INACTIVE;
    return transactions.inNew(
        tx -> {
          var answer = refreshToken == null ? ofAccessToken : refreshToken(tx, refreshToken);
          audit(tx, answer, clientId, client);
          return answer;
        });
  }

  private Map<String, Object> accessToken(String token) {
    if (!settings.enabled()) {
      return INACTIVE;
    }
    try {
      var claims = verifier.live(token);
      var answer = new LinkedHashMap<String, Object>();
      answer.put("active", true);
      answer.put("token_type", "Bearer");
      answer.put("client_id", claims.clientId);
      answer.put("username", verifier.principalName(claims));
      answer.put("sub", claims.subject);
      answer.put("iss", claims.foreign == null ? settings.issuer() : claims.foreign.issuer());
      if (claims.foreign == null) {
        answer.put("aud", settings.audience());
      }
      answer.put("iat", claims.issuedAt);
      answer.put("exp", claims.expiresAt);
      answer.put("jti", claims.tokenId);
      answer.put("sid", claims.sessionId);
      answer.put("roles", new TreeSet<>(claims.roles));
      answer.put("amr", new TreeSet<>(claims.amr));
      answer.put("auth_time", claims.authTime);
      return answer;
    } catch (RefusedException notLive) {
      return INACTIVE;
    }
  }

  private Map<String, Object> refreshToken(Tx tx, OpaqueToken token) {
    var row = store.find(tx, token).orElse(null);
    if (!settings.enabled()
        || row == null
        || row.usedAt != null
        || row.supersededAt != null
        || clock.millis() >= row.expiresAt) {
      return INACTIVE;
    }
    var account = accounts.byId(tx, row.accountId).filter(a -> !a.disabled()).orElse(null);
    if (account == null || sessions.byId(tx, row.sessionId).isEmpty()) {
      return INACTIVE;
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("active", true);
    answer.put("client_id", row.clientId);
    answer.put("username", account.username());
    answer.put("sub", row.accountId);
    answer.put("iss", settings.issuer());
    answer.put("iat", row.createdAt / 1000);
    answer.put("exp", row.expiresAt / 1000);
    answer.put("sid", row.sessionId);
    return answer;
  }

  private void audit(Tx tx, Map<String, Object> answer, String clientId, ClientInfo client) {
    var details =
        new EventDetails(
            clock.instant(),
            text(answer, "sub"),
            text(answer, "username"),
            text(answer, "sid"),
            null,
            null,
            client);
    boolean active = Boolean.TRUE.equals(answer.get("active"));
    tx.raise(new SecurityEvent.TokenIntrospected(details, clientId, active));
  }

  private static @Nullable String text(Map<String, Object> answer, String name) {
    return (String) answer.get(name);
  }
}
