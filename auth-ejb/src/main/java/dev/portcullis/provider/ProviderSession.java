package dev.portcullis.provider;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code auth_provider_session}: what a provider wants to see at a logout. */
@Entity(name = "ProviderSession")
@Table(name = "auth_provider_session")
@Access(AccessType.FIELD)
class ProviderSession {

  /** See {@link ProvenUser#sessionKey()}. */
  @Id
  @Column(name = "session_key")
  String key;

  String issuer;

  @Column(name = "sealed_id_token")
  String sealed;

  @Column(name = "expires_at")
  long expiresAt;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected ProviderSession() {}
}
