package dev.portcullis.device;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code auth_trusted_device}; what changes of it is changed by queries. */
@Entity(name = "TrustedDevice")
@Table(name = "auth_trusted_device")
@Access(AccessType.FIELD)
class TrustedDevice {

  @Id String id;

  @Column(name = "account_id")
  String accountId;

  @Column(name = "token_hash")
  String hash;

  @Column(name = "security_version")
  int securityVersion;

  int guesses;

  String address;

  @Nullable String device;

  @Column(name = "created_at")
  long createdAt;

  @Column(name = "last_used_at")
  long lastUsedAt;

  @Column(name = "expires_at")
  long expiresAt;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected TrustedDevice() {}
}
