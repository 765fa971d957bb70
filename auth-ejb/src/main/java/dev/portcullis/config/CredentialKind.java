package dev.portcullis.config;

/** What a request carries to say who it is from. */
public enum CredentialKind {
  /** The session cookie. */
  SESSION,
  /** A token in the header {@code Authorization}. */
  BEARER
}
