package dev.portcullis.account;

import dev.portcullis.ExternalIdentity;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A source of accounts that can be asked again whether an identity still holds. */
public interface IdentitySource {

  /** What it answers. */
  sealed interface Answer {

    /**
     * It holds.
     *
     * @param mark of the password as the source stores it now, begun with the id of the key it was
     *     made with and a dot; null where the source keeps none
     */
    record Present(ExternalIdentity identity, @Nullable String mark) implements Answer {}

    /** It does not: removed, renamed, or no longer one. */
    record Gone() implements Answer {}

    /** Handles every case. */
    default <R> R fold(Function<Present, R> present, Supplier<R> gone) {
      return this instanceof Present p ? present.apply(p) : gone.get();
    }
  }

  /** The stable id in the identities that are its own. */
  String issuer();

  /**
   * Whether tokens are refreshed on its fresh word only. Otherwise what it said a minute ago
   * serves, and while it does not answer what it said before.
   */
  default boolean isAskedAtEveryRefresh() {
    return false;
  }

  /**
   * Asks, outside of any transaction of ours.
   *
   * @throws dev.portcullis.TemporarilyUnavailableException if it does not answer
   */
  Answer ask(KnownIdentity identity);
}
