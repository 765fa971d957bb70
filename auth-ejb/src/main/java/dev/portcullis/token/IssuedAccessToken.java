package dev.portcullis.token;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code auth_access_token}: that a token was issued, never its text (S71). */
@Entity(name = "IssuedAccessToken")
@Table(name = "auth_access_token")
@Access(AccessType.FIELD)
class IssuedAccessToken {

  @Id String jti;

  @Column(name = "account_id")
  String accountId;

  @Column(name = "session_id")
  String sessionId;

  @Column(name = "client_id")
  String clientId;

  @Column(name = "created_at")
  long createdAt;

  @Column(name = "expires_at")
  long expiresAt;

  // The persistence provider makes it empty and fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected IssuedAccessToken() {}

  IssuedAccessToken(String jti, TokenSubject subject, Instant createdAt, Instant expiresAt) {
    this.jti = jti;
    this.accountId = subject.account().id();
    this.sessionId = subject.sessionId();
    this.clientId = subject.clientId();
    this.createdAt = createdAt.toEpochMilli();
    this.expiresAt = expiresAt.toEpochMilli();
  }
}
