package dev.portcullis;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a directory says of somebody. */
public sealed interface DirectoryAnswer {

  /**
   * They may come in.
   *
   * @param identity with the roles that their groups give
   * @param passwordMark changes with the password there, begun with a word and a dot; null where
   *     the directory does not tell
   */
  record Holds(ExternalIdentity identity, @Nullable String passwordMark)
      implements DirectoryAnswer {}

  /** They may not. */
  record Refused(RejectionReason reason) implements DirectoryAnswer {}

  /** Handles every case. */
  default <R> R fold(Function<Holds, R> holds, Function<RejectionReason, R> refused) {
    return this instanceof Holds h ? holds.apply(h) : refused.apply(((Refused) this).reason());
  }
}
