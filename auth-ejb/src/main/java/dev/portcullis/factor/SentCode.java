package dev.portcullis.factor;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code auth_sent_code}; changed by conditional updates only. */
@Entity(name = "SentCode")
@Table(name = "auth_sent_code")
@Access(AccessType.FIELD)
class SentCode {

  @Id String id;

  @Column(name = "account_id", updatable = false)
  String accountId;

  @Column(name = "target_id", updatable = false)
  String targetId;

  @Column(updatable = false)
  String occasion;

  @Column(name = "in_force")
  boolean inForce;

  @Column(name = "code_mac", updatable = false)
  String mac;

  int tries;

  @Column(name = "created_at", updatable = false)
  long createdAt;

  @Column(name = "expires_at", updatable = false)
  long expiresAt;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected SentCode() {}
}
