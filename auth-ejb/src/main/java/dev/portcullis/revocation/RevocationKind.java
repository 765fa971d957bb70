package dev.portcullis.revocation;

/** What a row of {@code auth_revocation} is about. */
enum RevocationKind {
  /** One access token, by {@code jti}. */
  TOKEN,
  /** A session and all its tokens, by {@code sid}. */
  SESSION,
  /** The former secret of a browser session that goes on under a new one, by its hash. */
  SECRET,
  /** Everything issued to an account before a point in time. */
  USER
}
