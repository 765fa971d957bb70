package dev.portcullis;

import java.util.List;

/**
 * The signing keys of our own tokens, for administrators. Who may do this is the caller's to check.
 * Every change is audited and commits on its own; each method throws {@link
 * TemporarilyUnavailableException} where it cannot answer.
 */
public interface KeyService {

  /** The newest hundred keys of all algorithms, retired ones too; empty with a secret. */
  List<KeyInfo> list();

  /**
   * Lets the next key take over: now, if everybody has had time to learn of it, else as soon as
   * that is so. Requests that come together mean one change.
   */
  KeyOutcome rotate(Caller caller, ClientInfo client);

  /**
   * Takes in a private key of the configured algorithm; it takes over as soon as everybody has had
   * time to learn of it.
   *
   * @param pem PKCS #8, not encrypted
   */
  KeyOutcome importPem(Confidential pem, Caller caller, ClientInfo client);

  /** The same with a private JWK (RFC 7517), whose {@code kid} is kept if it has one. */
  KeyOutcome importJwk(Confidential jwk, Caller caller, ClientInfo client);

  /**
   * Retires a key at once: what it signed is refused from now on here, and within seconds on every
   * node. If it signed, the next one does from the same moment on. A retired key stays retired.
   */
  KeyOutcome retire(String kid, Caller caller, ClientInfo client);
}
