package dev.portcullis;

import java.util.function.Function;
import java.util.function.Supplier;

/** How a change of the signing keys ended. */
public sealed interface KeyOutcome {

  /** Done; the key as it is now. */
  record Done(KeyInfo key) implements KeyOutcome {}

  /** No such key. */
  record NotFound() implements KeyOutcome {}

  /** There is, or was, a key of that id. */
  record Duplicate() implements KeyOutcome {}

  /** The input is not acceptable; one sentence says why, without any of the input in it. */
  record Refused(String sentence) implements KeyOutcome {}

  /** Handles every case. */
  default <R> R fold(
      Function<Done, R> done,
      Supplier<R> notFound,
      Supplier<R> duplicate,
      Function<Refused, R> refused) {
    if (this instanceof Done d) {
      return done.apply(d);
    }
    if (this instanceof Refused r) {
      return refused.apply(r);
    }
    return this instanceof NotFound ? notFound.get() : duplicate.get();
  }
}
