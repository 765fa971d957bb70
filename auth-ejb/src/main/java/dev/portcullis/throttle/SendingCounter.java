package dev.portcullis.throttle;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code auth_sending}; changed by conditional updates only. */
@Entity(name = "SendingCounter")
@Table(name = "auth_sending")
@Access(AccessType.FIELD)
class SendingCounter {

  @Id String id;

  int sent;

  @Column(name = "ends_at")
  long endsAt;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected SendingCounter() {}
}
