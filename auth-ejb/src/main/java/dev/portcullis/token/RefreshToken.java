package dev.portcullis.token;

import dev.portcullis.crypto.OpaqueToken;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code auth_refresh_token}; all but {@code usedAt} and {@code supersededAt} is fixed.
 */
@Entity(name = "RefreshToken")
@Table(name = "auth_refresh_token")
@Access(AccessType.FIELD)
class RefreshToken {

  @Id
  @Column(name = "token_hash")
  String tokenHash;

  @Column(name = "session_id")
  String sessionId;

  @Column(name = "account_id")
  String accountId;

  @Column(name = "client_id")
  String clientId;

  @Column(name = "predecessor_hash")
  @Nullable String predecessorHash;

  @Column(name = "created_at")
  long createdAt;

  @Column(name = "expires_at")
  long expiresAt;

  @Column(name = "used_at")
  @Nullable Long usedAt;

  /** When another token that came of the same exchange was used; this one then never may be. */
  @Column(name = "superseded_at")
  @Nullable Long supersededAt;

  // The persistence provider makes it empty and fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected RefreshToken() {}

  RefreshToken(OpaqueToken token, TokenSubject subject, Instant createdAt, Instant expiresAt) {
    this.tokenHash = token.hash();
    this.sessionId = subject.sessionId();
    this.accountId = subject.account().id();
    this.clientId = subject.clientId();
    this.predecessorHash = subject.predecessor();
    this.createdAt = createdAt.toEpochMilli();
    this.expiresAt = expiresAt.toEpochMilli();
  }
}
