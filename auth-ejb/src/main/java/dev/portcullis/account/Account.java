package dev.portcullis.account;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row of {@code auth_account} with its roles. Stays in this package: see AccountSnapshot. */
@Entity(name = "Account")
@Table(name = "auth_account")
@Access(AccessType.FIELD)
class Account {

  @Id String id;

  @Column(name = "username", updatable = false)
  String username;

  @Column(name = "username_key", updatable = false)
  String usernameKey;

  @Nullable String email;

  @Column(name = "display_name")
  @Nullable String name;

  @Nullable String picture;

  @Column(name = "password_hash")
  @Nullable String passwordHash;

  @Column(name = "security_version")
  int securityVersion;

  boolean disabled;

  @Column(name = "created_at", updatable = false)
  long createdAt;

  @Column(name = "changed_at")
  long changedAt;

  @Column(name = "last_login_at")
  @Nullable Long lastLoginAt;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "auth_account_role", joinColumns = @JoinColumn(name = "account_id"))
  @Column(name = "role_name")
  Set<String> roles = new HashSet<>();

  // The persistence provider makes it empty and fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected Account() {}

  Account(String id, Username username, Instant createdAt) {
    this.id = id;
    this.username = username.text();
    this.usernameKey = username.key();
    this.createdAt = createdAt.toEpochMilli();
    this.changedAt = this.createdAt;
  }

  AccountSnapshot snapshot() {
    return new AccountSnapshot(
        id,
        username,
        email,
        name,
        picture,
        roles,
        disabled,
        securityVersion,
        Instant.ofEpochMilli(createdAt));
  }
}
