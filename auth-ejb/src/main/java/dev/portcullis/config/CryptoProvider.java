package dev.portcullis.config;

/** {@code auth.crypto.provider}: whose cryptography checks and makes signatures. */
public enum CryptoProvider {
  /** The platform's own. */
  JDK,
  /** The Amazon Corretto Crypto Provider, whose jar the operator adds. */
  CORRETTO
}
