package dev.portcullis.config;

import java.nio.charset.Charset;

/**
 * How an application made its digests of passwords.
 *
 * @param algorithm as {@code MessageDigest} names it
 * @param encoding of the stored value
 * @param salt where the salt of the salt column goes
 * @param saltEncoding how that column holds it
 * @param iterations 1: once; each further one digests the bytes of the one before
 * @param charset of the password, and of a salt that is text
 */
public record DigestSettings(
    String algorithm,
    Encoding encoding,
    Salt salt,
    SaltEncoding saltEncoding,
    int iterations,
    Charset charset) {

  /** How bytes are written as text. */
  public enum Encoding {
    HEX,
    BASE64
  }

  /** Where the salt is put. */
  public enum Salt {
    NONE,
    BEFORE,
    AFTER
  }

  /** How the salt's bytes are held in its column. */
  public enum SaltEncoding {
    TEXT,
    HEX,
    BASE64
  }
}
