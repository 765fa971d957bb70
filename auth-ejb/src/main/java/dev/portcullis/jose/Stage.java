package dev.portcullis.jose;

import java.util.Locale;

/**
 * The steps of verifying a token, in their order (S1). A refusal names the step that made it; the
 * words are stable, for logs and counters.
 */
public enum Stage {
  /** At most 8 KiB, before anything else is looked at (S78). */
  SIZE,
  /** Three parts of canonical base64url, a header of strict JSON (S7; RFC 7515 5.2). */
  PARSE,
  /** Only header parameters that we understand (S4, S5, S6). */
  HEADER,
  /** A key of that id, for that algorithm, in memory (S2, S3, S4). */
  KEY,
  /** The signature (RFC 7515 5.2). */
  SIGNATURE,
  /** The kind of token (S10; RFC 9068 4). */
  TYPE,
  /** A payload of strict JSON with every claim that we need (S7; RFC 9068 2.2). */
  CLAIMS,
  /** Who made it (S9). */
  ISSUER,
  /** Whom it is for (S9). */
  AUDIENCE,
  /** When it is good (S8). */
  TIME,
  /** Whether it was taken back (S12). */
  REVOCATION;

  /** The name in logs and counters: {@code signature}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
