package dev.portcullis;

import java.util.function.Function;
import java.util.function.Supplier;

/** What is known of the secret in a session cookie. */
public sealed interface SessionCheck {

  /** The session is alive. */
  record Live(Caller caller) implements SessionCheck {}

  /** Unknown, expired, ended or of a disabled account: as if no cookie had come. */
  record None() implements SessionCheck {}

  /** Handles every case. */
  default <R> R fold(Function<Live, R> live, Supplier<R> none) {
    return this instanceof Live l ? live.apply(l) : none.get();
  }
}
