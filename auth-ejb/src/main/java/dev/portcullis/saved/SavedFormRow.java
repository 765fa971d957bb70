package dev.portcullis.saved;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code auth_saved_form}; it is there until the form is handed out or too old. */
@Entity(name = "SavedForm")
@Table(name = "auth_saved_form")
@Access(AccessType.FIELD)
class SavedFormRow {

  @Id
  @Column(name = "ticket_hash")
  String ticketHash;

  @Column(name = "account_id")
  @Nullable String accountId;

  String network;

  String sealed;

  @Column(name = "created_at")
  long createdAt;

  @Column(name = "expires_at")
  long expiresAt;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected SavedFormRow() {}
}
