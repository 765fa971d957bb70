package dev.portcullis;

/** The one verifier of access tokens (S1). Works from memory; no database once warm. */
public interface AccessTokenVerifier {

  /**
   * Verifies a bearer token.
   *
   * @param token the text after {@code Bearer }, whatever it is; never null, may be hostile
   */
  TokenVerification verify(String token);
}
