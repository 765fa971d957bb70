package dev.portcullis.delivery;

/** Carries a code to somebody. */
@FunctionalInterface
public interface CodeCarrier {

  /**
   * Hands it to whatever carries it, and waits until that has taken it; takes bounded time and
   * throws nothing of the net's.
   */
  Delivery carry(CodeMessage message);
}
