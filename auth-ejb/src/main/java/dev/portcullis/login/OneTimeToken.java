package dev.portcullis.login;

import dev.portcullis.crypto.OpaqueToken;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code auth_one_time_token}: a link that serves once. */
@Entity(name = "OneTimeToken")
@Table(name = "auth_one_time_token")
@Access(AccessType.FIELD)
class OneTimeToken {

  @Id
  @Column(name = "token_hash")
  String hash;

  /** The name of an {@link OpaqueToken.Kind}: a link for one purpose serves no other (S10). */
  String purpose;

  @Column(name = "created_at")
  long createdAt;

  @Column(name = "expires_at")
  long expiresAt;

  @Column(name = "used_at")
  @Nullable Long usedAt;

  // The persistence provider makes it empty and fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected OneTimeToken() {}

  OneTimeToken(OpaqueToken token, OpaqueToken.Kind kind, Instant createdAt, Instant expiresAt) {
    this.hash = token.hash();
    this.purpose = kind.name();
    this.createdAt = createdAt.toEpochMilli();
    this.expiresAt = expiresAt.toEpochMilli();
  }
}
