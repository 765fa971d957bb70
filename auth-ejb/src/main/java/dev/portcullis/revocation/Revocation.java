package dev.portcullis.revocation;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code auth_revocation}; never changed once written. */
@Entity(name = "Revocation")
@Table(name = "auth_revocation")
@Access(AccessType.FIELD)
class Revocation {

  @Id String id;

  @Enumerated(EnumType.STRING)
  RevocationKind kind;

  @Column(name = "revoked_key")
  String revokedKey;

  @Column(name = "not_before")
  @Nullable Long notBefore;

  @Column(name = "created_at")
  long createdAt;

  @Column(name = "expires_at")
  long expiresAt;

  // The persistence provider makes it empty and fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected Revocation() {}

  Revocation(
      String id,
      RevocationKind kind,
      RevocationKey key,
      @Nullable Long notBefore,
      long createdAt,
      long expiresAt) {
    this.id = id;
    this.kind = kind;
    this.revokedKey = key.hex();
    this.notBefore = notBefore;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
  }
}
