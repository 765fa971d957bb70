package dev.portcullis.jose;

import org.jspecify.annotations.Nullable;

/** Finds the key that a token names. */
@FunctionalInterface
public interface KeyLookup {

  /**
   * Looks a key up in memory (S4).
   *
   * @param kid as the token says, so possibly hostile
   * @return the key, or null if there is none of that id
   */
  @Nullable VerificationKey find(String kid);
}
