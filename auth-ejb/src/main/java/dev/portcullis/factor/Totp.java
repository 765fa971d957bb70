package dev.portcullis.factor;

import dev.portcullis.config.TwoFactorSettings.Algorithm;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code auth_totp}: one in use and one set up, at most, for an account. */
@Entity(name = "Totp")
@Table(name = "auth_totp")
@Access(AccessType.FIELD)
class Totp {

  /** Before any step there is. */
  static final long NO_STEP = -1;

  @Id String id;

  @Column(name = "account_id", updatable = false)
  String accountId;

  boolean active;

  @Column(name = "sealed_secret")
  String sealedSecret;

  @Enumerated(EnumType.STRING)
  @Column(updatable = false)
  Algorithm algorithm;

  @Column(updatable = false)
  int digits;

  @Column(name = "period_seconds", updatable = false)
  int periodSeconds;

  @Column(name = "last_step")
  long lastStep;

  @Column(name = "created_at", updatable = false)
  long createdAt;

  @Column(name = "activated_at")
  @Nullable Long activatedAt;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected Totp() {}
}
