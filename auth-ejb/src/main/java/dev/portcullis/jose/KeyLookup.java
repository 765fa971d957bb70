package dev.portcullis.jose;

import org.jspecify.annotations.Nullable;

/** Finds the key that a token names. */
@FunctionalInterface
public interface KeyLookup {

  /**
   * The key of that id, or null if there is none.
   *
   * @param kid as the token says, so possibly hostile
   * @throws dev.portcullis.TemporarilyUnavailableException if nobody can tell just now
   */
  @Nullable VerificationKey find(String kid);
}
