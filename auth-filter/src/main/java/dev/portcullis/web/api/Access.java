package dev.portcullis.web.api;

/** Who may use an operation or a page. */
public enum Access {
  /**
   * Everybody. Credentials that do not serve are as good as none here: a client with an expired
   * token must still be able to refresh it.
   */
  PUBLIC,
  /** An authenticated caller, be it an API token; others are challenged as API.md says. */
  ANY_CALLER,
  /**
   * A caller who signed in: an API token is refused with 403. It lasts long and lies in files, so
   * it reaches nothing by which an account is changed or another credential got.
   */
  CALLER
}
