package dev.portcullis.jose;

import dev.portcullis.config.JwsAlgorithm;

/** A key that signs with one algorithm. Thread-safe. */
public interface Signer {

  String kid();

  JwsAlgorithm algorithm();

  /** The signature as a JWS carries it (RFC 7518 3). */
  byte[] sign(byte[] message);
}
