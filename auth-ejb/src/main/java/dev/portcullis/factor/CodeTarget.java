package dev.portcullis.factor;

import dev.portcullis.FactorMethod;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code auth_code_target}: for a method of an account one in use and one set up, at most.
 */
@Entity(name = "CodeTarget")
@Table(name = "auth_code_target")
@Access(AccessType.FIELD)
class CodeTarget {

  @Id String id;

  @Column(name = "account_id", updatable = false)
  String accountId;

  @Enumerated(EnumType.STRING)
  @Column(updatable = false)
  FactorMethod method;

  boolean active;

  @Column(name = "sealed_target")
  String sealedTarget;

  @Column(name = "created_at", updatable = false)
  long createdAt;

  @Column(name = "activated_at")
  @Nullable Long activatedAt;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected CodeTarget() {}

  /** What it is sealed for: a row of another account or method does not open. */
  String context() {
    return accountId + " " + method.name();
  }
}
