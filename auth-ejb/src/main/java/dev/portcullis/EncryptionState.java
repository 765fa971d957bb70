package dev.portcullis;

/** How far the replacement of {@code auth.encryption_key} is. */
public enum EncryptionState {
  /** Nothing is being replaced: no previous key is configured. */
  CURRENT,
  /** Values are still under a previous key, which must stay. */
  REPLACING,
  /**
   * No value is under a previous key any more: it may go, once every node seals with the new one.
   */
  REPLACED
}
