package dev.portcullis.delivery;

import java.util.function.Function;
import java.util.function.Supplier;

/** How carrying ended. Closed: a service that misbehaves is no exception. */
public sealed interface Delivery {

  /** It was taken; whether it arrives is the service's. */
  record Accepted() implements Delivery {}

  /**
   * It was not.
   *
   * @param reason for the log; neither the code nor where to is in it
   * @param recipient whether the address or number is at fault, and not the way there
   */
  record Refused(String reason, boolean recipient) implements Delivery {}

  /** Handles every case. */
  default <R> R fold(Supplier<R> accepted, Function<Refused, R> refused) {
    return this instanceof Refused r ? refused.apply(r) : accepted.get();
  }
}
