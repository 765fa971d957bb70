package dev.portcullis.token;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import dev.portcullis.TokenGrant;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.session.SessionSnapshot;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges a refresh token for new tokens, within one transaction (RFC 9700 4.14.2). The token is
 * used up by it. If it comes again, either the client or a thief has an old one and nobody can tell
 * which, so the session ends, and its whole family with it (S15).
 *
 * <p>{@code jwt.refresh_grace} loosens that for clients that lose answers: for so long after its
 * use a token is exchanged again, provided that what it was exchanged for has not been used. Of the
 * several that one then has, the first to be used ends the others: the family never forks.
 *
 * <p>A lock after wrong passwords does not matter here: it guards the password and ends no session
 * (S39).
 */
final class TokenRotation {

  private final TokenStore store;
  private final Sessions sessions;
  private final AccountDirectory accounts;
  private final TokenIssuer issuer;
  private final boolean enabled;
  private final Duration grace;
  private final Clock clock;

  TokenRotation(
      TokenStore store,
      Sessions sessions,
      AccountDirectory accounts,
      TokenIssuer issuer,
      JwtSettings settings,
      Clock clock) {
    this.store = store;
    this.sessions = sessions;
    this.accounts = accounts;
    this.issuer = issuer;
    this.enabled = settings.enabled();
    this.grace = settings.refreshGrace();
    this.clock = clock;
  }

  AuthenticationResult<TokenGrant> exchange(
      Tx tx, Confidential text, String clientId, ClientInfo client) {
    var row =
        OpaqueToken.parse(OpaqueToken.Kind.REFRESH, text)
            .flatMap(token -> store.find(tx, token))
            // With tokens switched off there are none, not even those issued before.
            .filter(found -> enabled)
            .orElse(null);
    if (row == null) {
      return refused(tx, RejectionReason.INVALID_TOKEN, null, null, client);
    }
    var now = clock.instant();
    var account = accounts.byId(tx, row.accountId).orElse(null);
    if (!row.clientId.equals(clientId)) {
      return refused(tx, RejectionReason.INVALID_TOKEN, row, account, client);
    }
    if (!grace.isZero()) {
      store.holdPredecessor(tx, row);
    }
    if (row.supersededAt != null || (row.usedAt != null && !isWithinGrace(tx, row, now))) {
      return reused(tx, row, account, client);
    }
    if (now.toEpochMilli() >= row.expiresAt) {
      return refused(tx, RejectionReason.INVALID_TOKEN, row, account, client);
    }
    var session = sessions.byId(tx, row.sessionId).orElse(null);
    if (session == null) {
      // Ended since the row was read: perhaps by another use of this very token.
      store.hold(tx, row);
      return row.usedAt != null || row.supersededAt != null
          ? reused(tx, row, account, client)
          : refused(tx, RejectionReason.INVALID_TOKEN, row, account, client);
    }
    if (account == null) {
      return refused(tx, RejectionReason.UNKNOWN_ACCOUNT, row, null, client);
    }
    if (account.disabled()) {
      return refused(tx, RejectionReason.DISABLED, row, account, client);
    }
    if (store.use(tx, row, now)) {
      if (!grace.isZero()) {
        store.supersedeSiblings(tx, row, now);
      }
    } else if (!isWithinGrace(tx, row, now)) {
      return reused(tx, row, account, client);
    }
    return exchanged(tx, row, account, session, client);
  }

  private boolean isWithinGrace(Tx tx, RefreshToken row, Instant now) {
    if (grace.isZero()) {
      return false;
    }
    store.hold(tx, row);
    return row.usedAt != null
        && row.supersededAt == null
        // Either way: a clock that was set back must not prolong it.
        && Math.abs(now.toEpochMilli() - row.usedAt) < grace.toMillis()
        && !store.hasUsedSuccessor(tx, row);
  }

  private AuthenticationResult<TokenGrant> exchanged(
      Tx tx,
      RefreshToken row,
      AccountSnapshot account,
      SessionSnapshot session,
      ClientInfo client) {
    var subject =
        new TokenSubject(
            account,
            session.id(),
            session.expiresAt(),
            row.clientId,
            session.methods(),
            session.authenticatedAt(),
            row.tokenHash);
    sessions.seen(tx, session.id());
    tx.raise(new SecurityEvent.TokenRefreshed(details(row, account, client), null));
    var grant = issuer.issue(tx, subject, client);
    return new AuthenticationResult.Authenticated<>(grant.user(), grant);
  }

  private AuthenticationResult<TokenGrant> reused(
      Tx tx, RefreshToken row, @Nullable AccountSnapshot account, ClientInfo client) {
    sessions.end(tx, row.sessionId);
    tx.raise(new SecurityEvent.RefreshTokenReused(details(row, account, client)));
    return AuthenticationResult.rejected(RejectionReason.REFRESH_TOKEN_REUSED);
  }

  private AuthenticationResult<TokenGrant> refused(
      Tx tx,
      RejectionReason reason,
      @Nullable RefreshToken row,
      @Nullable AccountSnapshot account,
      ClientInfo client) {
    tx.raise(new SecurityEvent.TokenRefreshed(details(row, account, client), reason));
    return AuthenticationResult.rejected(reason);
  }

  private EventDetails details(
      @Nullable RefreshToken row, @Nullable AccountSnapshot account, ClientInfo client) {
    return new EventDetails(
        clock.instant(),
        row == null ? null : row.accountId,
        account == null ? null : account.username(),
        row == null ? null : row.sessionId,
        null,
        null,
        client);
  }
}
