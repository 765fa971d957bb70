package dev.portcullis.issuer;

import dev.portcullis.crypto.Digests;
import java.nio.charset.StandardCharsets;

/**
 * Ids for what another issuer names: 128 bits of the SHA-256 of kind, issuer and name, in
 * lower-case hex as our own ids are. So ids of two issuers, or of an issuer and ourselves, never
 * meet (S11), fit every column, and take the same room among the revocations. Equal texts give
 * equal ids and nothing is normalised.
 */
final class ForeignIds {

  private static final int CHARACTERS = 32;

  private ForeignIds() {}

  static String subject(String issuer, String subject) {
    return id("sub", issuer, subject);
  }

  static String session(String issuer, String sid) {
    return id("sid", issuer, sid);
  }

  static String token(String issuer, String jti) {
    return id("jti", issuer, jti);
  }

  /** For a token without {@code jti}: all that its issuer made for that subject in that second. */
  static String unnamedToken(String issuer, String subject, long issuedAt) {
    return id("iat", issuer, issuedAt + " " + subject);
  }

  /** The length before the issuer keeps two pairs apart whose texts together are the same. */
  private static String id(String kind, String issuer, String name) {
    var text = kind + " " + issuer.length() + " " + issuer + " " + name;
    return Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, CHARACTERS);
  }
}
