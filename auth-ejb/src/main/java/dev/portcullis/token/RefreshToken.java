package dev.portcullis.token;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code auth_refresh_token}; all but {@code usedAt} is fixed. */
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

  int generation;

  @Column(name = "created_at")
  long createdAt;

  @Column(name = "expires_at")
  long expiresAt;

  @Column(name = "used_at")
  @Nullable Long usedAt;

  // The persistence provider makes it empty and fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected RefreshToken() {}

  RefreshToken(
      String tokenHash,
      String sessionId,
      String accountId,
      String clientId,
      int generation,
      long createdAt,
      long expiresAt) {
    this.tokenHash = tokenHash;
    this.sessionId = sessionId;
    this.accountId = accountId;
    this.clientId = clientId;
    this.generation = generation;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
  }
}
