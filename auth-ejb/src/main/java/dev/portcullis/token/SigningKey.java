package dev.portcullis.token;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code auth_signing_key}. */
@Entity(name = "SigningKey")
@Table(name = "auth_signing_key")
@Access(AccessType.FIELD)
class SigningKey {

  /** What a key may do. */
  enum State {
    /** Verifies; the one of the highest generation signs. */
    ACTIVE,
    /** Refused (S18). */
    RETIRED
  }

  @Id String kid;

  String algorithm;

  int generation;

  @Enumerated(EnumType.STRING)
  State state;

  @Column(name = "public_jwk")
  String publicJwk;

  @Column(name = "sealed_private_key")
  String sealedPrivateKey;

  @Column(name = "created_at")
  long createdAt;

  // The persistence provider makes it empty and fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected SigningKey() {}

  SigningKey(
      String kid,
      String algorithm,
      int generation,
      String publicJwk,
      String sealedPrivateKey,
      long createdAt) {
    this.kid = kid;
    this.algorithm = algorithm;
    this.generation = generation;
    this.state = State.ACTIVE;
    this.publicJwk = publicJwk;
    this.sealedPrivateKey = sealedPrivateKey;
    this.createdAt = createdAt;
  }
}
