package dev.portcullis.provider;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code auth_provider_token}: what a provider gave for one of its sessions. */
@Entity(name = "ProviderTokens")
@Table(name = "auth_provider_token")
@Access(AccessType.FIELD)
class ProviderTokensRow {

  /** See {@link ProvenUser#sessionKey()}. */
  @Id
  @Column(name = "session_key")
  String key;

  String issuer;

  @Column(name = "client_id")
  String clientId;

  String subject;

  @Column(name = "sealed_tokens")
  String sealed;

  @Column(name = "checked_at")
  long checkedAt;

  @Column(name = "verified_at")
  long verifiedAt;

  @Column(name = "busy_until")
  long busyUntil;

  @Column(name = "expires_at")
  long expiresAt;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected ProviderTokensRow() {}
}
