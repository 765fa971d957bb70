package dev.portcullis.web.api;

/** Who may use an operation or a page. */
public enum Access {
  /**
   * Everybody. Credentials that do not serve are as good as none here: a client with an expired
   * token must still be able to refresh it.
   */
  PUBLIC,
  /** An authenticated caller; others are challenged as API.md says. */
  CALLER
}
