package dev.portcullis.provider;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code auth_provider_use}: something that serves once was used. */
@Entity(name = "ProviderUse")
@Table(name = "auth_provider_use")
@Access(AccessType.FIELD)
class AttemptUse {

  @Id
  @Column(name = "use_key")
  String key;

  @Column(name = "expires_at")
  long expiresAt;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected AttemptUse() {}
}
