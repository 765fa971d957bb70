package dev.portcullis.throttle;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of {@code auth_attempt}; changed by conditional updates only. */
@Entity(name = "AttemptCounter")
@Table(name = "auth_attempt")
@IdClass(AttemptCounter.Key.class)
@Access(AccessType.FIELD)
class AttemptCounter {

  @Id
  @Column(name = "account_id")
  String accountId;

  @Id String kind;

  int failures;

  @Column(name = "blocked_until")
  long blockedUntil;

  @Column(name = "last_attempt_at")
  long lastAttemptAt;

  // The persistence provider makes it empty and fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected AttemptCounter() {}

  AttemptCounter(String accountId, AttemptKind kind) {
    this.accountId = accountId;
    this.kind = kind.name();
  }

  /** The primary key. */
  static class Key implements Serializable {

    @Serial private static final long serialVersionUID = 1L;

    @Nullable String accountId;
    @Nullable String kind;

    Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && Objects.equals(accountId, that.accountId)
          && Objects.equals(kind, that.kind);
    }

    @Override
    public int hashCode() {
      return Objects.hash(accountId, kind);
    }
  }
}
