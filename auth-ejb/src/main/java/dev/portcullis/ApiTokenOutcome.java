package dev.portcullis;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** How the making of a personal API token ended. */
public sealed interface ApiTokenOutcome {

  /**
   * Made.
   *
   * @param secret what the client sends after {@code Bearer }; shown now and never again
   */
  record Created(ApiTokenInfo token, Confidential secret) implements ApiTokenOutcome {}

  /** The input is not acceptable; {@code reasons} are text ids, such as {@code token.name}. */
  record Refused(List<String> reasons) implements ApiTokenOutcome {

    public Refused {
      reasons = List.copyOf(reasons);
    }
  }

  /** The account has as many as it may have. */
  record TooMany(int most) implements ApiTokenOutcome {}

  /** The caller has to prove the identity again first: it must not be older than that (S26). */
  record NotRecent(Duration maxAge) implements ApiTokenOutcome {}

  /** The caller is an API token itself, is signed out meanwhile, or its account is disabled. */
  record NotAllowed() implements ApiTokenOutcome {}

  /** Handles every case. */
  default <R> R fold(
      Function<Created, R> created,
      Function<Refused, R> refused,
      Function<TooMany, R> tooMany,
      Function<NotRecent, R> notRecent,
      Supplier<R> notAllowed) {
    if (this instanceof Created c) {
      return created.apply(c);
    }
    if (this instanceof Refused r) {
      return refused.apply(r);
    }
    if (this instanceof TooMany t) {
      return tooMany.apply(t);
    }
    if (this instanceof NotRecent n) {
      return notRecent.apply(n);
    }
    return notAllowed.get();
  }
}
