package dev.portcullis.login;

import dev.portcullis.ClientInfo;
import dev.portcullis.SessionGrant;
import dev.portcullis.TokenGrant;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.Tx;
import dev.portcullis.token.TokenIssuer;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The last step: what a proven identity is given, in the transaction of the login. */
public final class Grants {

  /**
   * A proven identity.
   *
   * @param amr how it was proven (RFC 8176)
   * @param at when
   * @param providerSession what a logout at the provider will name, or null
   */
  record Proof(
      AccountSnapshot account,
      Set<String> amr,
      Instant at,
      ClientInfo client,
      @Nullable String providerSession) {}

  /** What was given, and the session it belongs to. */
  record Grant<G>(String sessionId, G given) {}

  private final Sessions sessions;
  private final TokenIssuer tokens;

  public Grants(Sessions sessions, TokenIssuer tokens) {
    this.sessions = sessions;
    this.tokens = tokens;
  }

  /** A browser session under a new id (S19). */
  Optional<Grant<SessionGrant>> openSession(Tx tx, Proof proof) {
    var session = sessions.openBrowserSession(tx, proof.account, proof.amr, proof.at, proof.client);
    sessions.belongsTo(tx, session.sessionId(), proof.providerSession);
    return Optional.of(new Grant<>(session.sessionId(), session));
  }

  /** Tokens with a session of their own behind them. */
  Optional<Grant<TokenGrant>> issueTokens(Tx tx, Proof proof, @Nullable String clientId) {
    var sessionId =
        sessions.openTokenSession(
            tx, proof.account, proof.amr, proof.at, proof.client, tokens.familyEnd());
    sessions.belongsTo(tx, sessionId, proof.providerSession);
    return Optional.of(new Grant<>(sessionId, issue(tx, proof, sessionId, clientId)));
  }

  /** The same browser session under a new secret (S19); empty if it is over. */
  Optional<Grant<SessionGrant>> renewSession(Tx tx, Proof proof, String sessionId) {
    return sessions
        .renewSecret(tx, sessionId, proof.amr, proof.at)
        .map(session -> new Grant<>(sessionId, session));
  }

  /**
   * New tokens, of a new session in place of that one (S19), for the same client (S13); empty if it
   * is over.
   */
  Optional<Grant<TokenGrant>> renewTokens(Tx tx, Proof proof, String sessionId) {
    var clientId = tokens.clientOf(tx, sessionId);
    return sessions
        .replaceTokenSession(tx, sessionId, proof.account, proof.amr, proof.at, proof.client)
        .map(id -> new Grant<>(id, issue(tx, proof, id, clientId)));
  }

  private TokenGrant issue(Tx tx, Proof proof, String sessionId, @Nullable String clientId) {
    return tokens.issue(tx, proof.account, sessionId, clientId, proof.amr, proof.at, proof.client);
  }
}
