package dev.portcullis.session;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code auth_session}; it is there as long as the session was not ended. */
@Entity(name = "Session")
@Table(name = "auth_session")
@Access(AccessType.FIELD)
class Session {

  @Id String id;

  @Column(name = "account_id", updatable = false)
  String accountId;

  @Column(updatable = false)
  boolean browser;

  @Column(name = "secret_hash")
  @Nullable String secretHash;

  String amr;

  @Column(name = "authenticated_at")
  long authenticatedAt;

  @Column(name = "created_at", updatable = false)
  long createdAt;

  @Column(name = "last_seen_at")
  long lastSeenAt;

  @Column(name = "expires_at", updatable = false)
  long expiresAt;

  @Column(updatable = false)
  String address;

  @Column(updatable = false)
  @Nullable String device;

  @Column(name = "provider_session")
  @Nullable String providerSession;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected Session() {}
}
