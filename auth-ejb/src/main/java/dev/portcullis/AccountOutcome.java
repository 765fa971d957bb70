package dev.portcullis;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** How a change of an account ended. */
public sealed interface AccountOutcome {

  /** Done; the account as it is now. */
  record Done(AccountInfo account) implements AccountOutcome {}

  /** No such account. */
  record NotFound() implements AccountOutcome {}

  /** The name is taken, or the last administrator would be lost; {@code reason} is a text id. */
  record Conflict(String reason) implements AccountOutcome {}

  /** The input is not acceptable; {@code reasons} are text ids, such as {@code password.common}. */
  record Refused(List<String> reasons) implements AccountOutcome {}

  /** The current password was wrong, or may not be tried now. */
  record NotProven(RejectionReason reason) implements AccountOutcome {}

  /** Handles every case. */
  default <R> R fold(
      Function<Done, R> done,
      Supplier<R> notFound,
      Function<Conflict, R> conflict,
      Function<Refused, R> refused,
      Function<NotProven, R> notProven) {
    if (this instanceof Done d) {
      return done.apply(d);
    }
    if (this instanceof Conflict c) {
      return conflict.apply(c);
    }
    if (this instanceof Refused r) {
      return refused.apply(r);
    }
    if (this instanceof NotProven p) {
      return notProven.apply(p);
    }
    return notFound.get();
  }
}
