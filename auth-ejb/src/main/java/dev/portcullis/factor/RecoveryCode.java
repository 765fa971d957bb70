package dev.portcullis.factor;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code auth_recovery_code}. */
@Entity(name = "RecoveryCode")
@Table(name = "auth_recovery_code")
@Access(AccessType.FIELD)
class RecoveryCode {

  @Id String id;

  @Column(name = "account_id", updatable = false)
  String accountId;

  boolean active;

  @Column(name = "code_hash", updatable = false)
  String hash;

  @Column(name = "created_at", updatable = false)
  long createdAt;

  @Column(name = "used_at")
  @Nullable Long usedAt;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected RecoveryCode() {}
}
