package dev.portcullis.account;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code auth_account_guard}: whoever updates it goes first, the others wait. */
@Entity(name = "AccountGuard")
@Table(name = "auth_account_guard")
@Access(AccessType.FIELD)
class AccountGuard {

  @Id String name;

  long turns;

  // The persistence provider makes it empty and fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected AccountGuard() {}
}
