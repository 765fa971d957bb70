package dev.portcullis.issuer;

import dev.portcullis.jose.VerificationKey;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The keys of one issuer, in memory, in a name space of their own. Thread-safe. */
interface IssuerKeys {

  /** What may be known of a key that is not there. */
  enum Missing {
    /** The issuer has no such key. */
    UNKNOWN,
    /** Whether it has such a key cannot be told now: 503, not 401. */
    UNCERTAIN
  }

  /**
   * The key of that id, or null if it is not there or the keys may not be used any more.
   *
   * @param kid as the token says, possibly hostile; null: it names none
   */
  @Nullable VerificationKey find(@Nullable String kid);

  /**
   * Begins to look for keys that are not there yet, where that is due.
   *
   * @return the end of that work, or of work under way, or null where there is nothing to wait for
   */
  @Nullable CompletableFuture<?> lookAgain();

  /** What not finding a key means now. */
  Missing missing();

  /** Whether there are keys that may be used. */
  boolean isUsable();

  /** Another number whenever a key changed or went. */
  long generation();

  /** For operators: {@code up}, {@code stale} (used, but not to be fetched now) or {@code down}. */
  String state();
}
