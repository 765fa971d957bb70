package dev.portcullis.config;

/** The JWS algorithms that tokens may be signed with. {@code none} is not among them (S2). */
public enum JwsAlgorithm {
  HS256,
  HS384,
  HS512,
  RS256,
  RS384,
  RS512,
  PS256,
  PS384,
  PS512,
  ES256,
  ES384,
  EDDSA("EdDSA");

  private final String wireName;

  JwsAlgorithm() {
    wireName = name();
  }

  JwsAlgorithm(String wireName) {
    this.wireName = wireName;
  }

  /** The value of the header {@code alg}. */
  public String wireName() {
    return wireName;
  }

  /** Whether one secret both signs and verifies. */
  public boolean isSymmetric() {
    return name().startsWith("HS");
  }
}
