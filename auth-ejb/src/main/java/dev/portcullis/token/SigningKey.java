package dev.portcullis.token;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code auth_signing_key}. */
@Entity(name = "SigningKey")
@Table(name = "auth_signing_key")
@Access(AccessType.FIELD)
class SigningKey {

  /** Where a key is in its life; the order is the order of that life. */
  enum Phase {
    /** Published and accepted by every node, so that it can sign one day without a surprise. */
    PENDING,
    /** Signs; of each algorithm one, and should there be several, the last generation. */
    SIGNING,
    /** Signs no more; accepted until the last token that it signed has expired. */
    VERIFYING,
    /** Refused at once (S18); a row without a private half, so that its id never comes again. */
    RETIRED
  }

  @Id String kid;

  String algorithm;

  int generation;

  @Enumerated(EnumType.STRING)
  Phase phase;

  @Column(name = "public_jwk")
  String publicJwk;

  @Column(name = "sealed_private_key")
  String sealedPrivateKey;

  @Column(name = "created_at")
  long createdAt;

  @Column(name = "activates_at")
  @Nullable Long activatesAt;

  @Column(name = "retires_at")
  @Nullable Long retiresAt;

  // The persistence provider makes it empty and fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected SigningKey() {}

  SigningKey(
      String kid, String algorithm, String publicJwk, String sealedPrivateKey, long createdAt) {
    this.kid = kid;
    this.algorithm = algorithm;
    this.phase = Phase.PENDING;
    this.publicJwk = publicJwk;
    this.sealedPrivateKey = sealedPrivateKey;
    this.createdAt = createdAt;
  }

  boolean is(Phase wanted) {
    return phase == wanted;
  }
}
