package dev.portcullis.account;

import dev.portcullis.ExternalIdentity;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
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

  /** The account's owner linked it: it is a way in, and says nothing of roles and fields. */
  @Column(updatable = false)
  boolean linked;

  @Column(name = "checked_at")
  long checkedAt;

  @Column(name = "verified_at")
  long verifiedAt;

  @Column(name = "created_at", updatable = false)
  long createdAt;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected FederatedIdentity() {}

  /** A new one, of which nothing else is known. */
  static FederatedIdentity of(ExternalIdentity identity, String accountId, Instant now) {
    var row = new FederatedIdentity();
    row.key = ExternalAccounts.key(identity.issuer(), identity.subject());
    row.issuer = identity.issuer();
    row.subject = identity.subject();
    row.accountId = accountId;
    row.loginName = identity.username();
    row.createdAt = now.toEpochMilli();
    row.checkedAt = row.createdAt;
    row.verifiedAt = row.createdAt;
    return row;
  }

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
