package dev.portcullis.password;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.RandomSource;
import org.jspecify.annotations.Nullable;

/**
 * A password as an application of old stored it, read and found well-formed. Computing it takes as
 * long as its parameters say, within the bounds of {@link LegacyHashes}.
 */
public interface LegacyHash {

  /**
   * A new value to store.
   *
   * @param salt what goes to a column of its own, or null
   */
  record Stored(String value, @Nullable String salt) {}

  /** Whether the password is the one; compared in constant time. */
  boolean matches(Confidential password);

  /**
   * Whether the format looks at all of this password; one that does not may match others too, so
   * that nothing may be kept of it.
   */
  default boolean isWhole(Confidential password) {
    return true;
  }

  /** Another password in the same format with the same parameters, and a salt of its own. */
  Stored encode(Confidential password, RandomSource random);
}
