package dev.portcullis.config;

import java.util.Set;

/** What a request carries to say who it is from. */
public enum CredentialKind {
  /** The session cookie. */
  SESSION,
  /** A token in the header {@code Authorization}. */
  BEARER,
  /** A name and a password in the header {@code Authorization} (RFC 7617). */
  BASIC,
  /** The certificate of a TLS client. */
  CERTIFICATE;

  /**
   * What serves where a rule does not say: the others need a descriptor or a rule that names them.
   */
  public static final Set<CredentialKind> USUAL = Set.of(SESSION, BEARER);

  /** Whether a browser sends it by itself, also with what another site made it send. */
  public boolean isAmbient() {
    return this == BASIC || this == CERTIFICATE;
  }
}
