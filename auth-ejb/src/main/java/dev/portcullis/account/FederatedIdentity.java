package dev.portcullis.account;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code auth_federated_identity}. */
@Entity(name = "FederatedIdentity")
@Table(name = "auth_federated_identity")
@Access(AccessType.FIELD)
class FederatedIdentity {

  @Id
  @Column(name = "identity_key")
  String key;

  @Column(updatable = false)
  String issuer;

  @Column(updatable = false)
  String subject;

  @Column(name = "account_id", updatable = false)
  String accountId;

  @Column(name = "login_name")
  String loginName;

  @Column(name = "credential_mark")
  @Nullable String credentialMark;

  @Column(name = "password_hash")
  @Nullable String passwordHash;

  boolean gone;

  @Column(name = "checked_at")
  long checkedAt;

  @Column(name = "verified_at")
  long verifiedAt;

  @Column(name = "created_at", updatable = false)
  long createdAt;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected FederatedIdentity() {}

  KnownIdentity known() {
    return new KnownIdentity(
        key,
        issuer,
        subject,
        accountId,
        loginName,
        credentialMark,
        passwordHash,
        gone,
        checkedAt,
        verifiedAt);
  }
}
