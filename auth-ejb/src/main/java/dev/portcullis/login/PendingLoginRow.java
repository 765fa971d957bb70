package dev.portcullis.login;

import dev.portcullis.AuthenticationMethod;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code auth_pending_login}: written once, and removed by whoever completes it. */
@Entity(name = "PendingLogin")
@Table(name = "auth_pending_login")
@Access(AccessType.FIELD)
class PendingLoginRow {

  @Id
  @Column(name = "token_hash")
  String hash;

  @Column(name = "account_id")
  String accountId;

  @Column(name = "security_version")
  int securityVersion;

  @Enumerated(EnumType.STRING)
  AuthenticationMethod method;

  @Nullable String provider;

  String amr;

  @Column(name = "client_id")
  @Nullable String clientId;

  @Column(name = "provider_session")
  @Nullable String providerSession;

  boolean enrolment;

  @Column(name = "created_at")
  long createdAt;

  @Column(name = "expires_at")
  long expiresAt;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected PendingLoginRow() {}
}
