package dev.portcullis.throttle;

import dev.portcullis.EventDetails;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent.AccountLocked;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a guess may be made now.
 *
 * <p>A reserved attempt already counts as a failure, so whatever becomes of it, it can't be made
 * twice; success takes the failures back.
 */
public sealed interface Attempt {

  /**
   * The guess may be made.
   *
   * @param failures in a row, this one counted
   * @param before what to restore if the guess is never made: {@code blocked_until}
   * @param until the delay that follows the guess if it is wrong: {@code blocked_until}
   * @param lock begun by this failure if it crosses a threshold; else null
   */
  record Reserved(int failures, long before, long until, @Nullable Lock lock) implements Attempt {}

  /** The guess may be made although the account's counter refuses; it is counted elsewhere. */
  record Allowed() implements Attempt {}

  /** The guess may not be made. */
  record Blocked(RejectionReason reason) implements Attempt {}

  /** There is no such account, and nothing to count. */
  record Nobody() implements Attempt {}

  /**
   * A threshold that was crossed.
   *
   * @param until when the next guess is taken, or null: not before a reset or unlock
   */
  record Lock(@Nullable Instant until) {}

  /** Whether the secret may be looked at. */
  default boolean isGranted() {
    return this instanceof Reserved || this instanceof Allowed;
  }

  /** The event of a guess that was wrong and crossed a threshold. */
  default Optional<AccountLocked> lockedBy(EventDetails details) {
    return this instanceof Reserved reserved && reserved.lock != null
        ? Optional.of(new AccountLocked(details, reserved.lock.until()))
        : Optional.empty();
  }
}
