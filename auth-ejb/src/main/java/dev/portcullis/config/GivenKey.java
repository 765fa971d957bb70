package dev.portcullis.config;

import dev.portcullis.Confidential;

/**
 * A private signing key that the operator brings.
 *
 * @param path its entry, such as {@code auth.providers.jwt.keys[0]}
 * @param text PKCS #8 in PEM, or a private JWK
 */
public record GivenKey(String path, Confidential text) {

  /** Whether it is a JWK; else it is PEM. */
  public boolean isJwk() {
    return text.reveal().startsWith("{");
  }
}
