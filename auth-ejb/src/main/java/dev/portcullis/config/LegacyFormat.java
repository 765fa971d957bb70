package dev.portcullis.config;

/** In which form an application's own user table keeps passwords. */
public enum LegacyFormat {
  /** Whatever the value itself says it is; a value that says nothing is refused. */
  AUTO,
  /** {@code $2a$}, {@code $2b$}, {@code $2y$}. */
  BCRYPT,
  /** {@code PBKDF2WithHmacSHA256:2048:salt:hash}, as Jakarta Security writes it. */
  PBKDF2,
  /** {@code $5$} and {@code $6$}. */
  SHA_CRYPT,
  /** RFC 2307 and its successors: <code>{SSHA}</code>, <code>{SHA}</code>, <code>{MD5}</code>. */
  LDAP,
  /** {@code $argon2id$}. */
  ARGON2,
  /** A message digest in hex or base64, with a salt of its own column or without. */
  DIGEST,
  /** The password itself. */
  PLAIN
}
