package dev.portcullis;

/** The first administrator (S85). */
public interface SetupService {

  /** Whether the link's secret is one that still serves. Changes nothing. */
  boolean isOpen(Confidential linkSecret);

  /**
   * Makes the first administrator and uses the link up, both or neither. Of several at the same
   * time one wins; the others get {@link AccountOutcome.Conflict}.
   */
  AccountOutcome complete(Confidential linkSecret, Confidential password, ClientInfo client);
}
