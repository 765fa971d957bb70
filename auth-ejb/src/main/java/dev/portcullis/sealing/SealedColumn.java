package dev.portcullis.sealing;

import dev.portcullis.store.Tx;
import java.util.List;

/**
 * A column whose values are sealed under {@code auth.encryption_key}. Every one there is must be
 * handed to {@link Reencryption}: a column that it does not know would be lost with the old key.
 */
public interface SealedColumn {

  /**
   * A value.
   *
   * @param id its row's
   * @param context what it was sealed for
   * @param text as it stands there
   */
  record Sealed(String id, String context, String text) {}

  /** Table and column, for messages. */
  String name();

  /** The purpose under which its values are sealed. */
  String purpose();

  /**
   * Values in the order of their ids, after that one, at most so many; rows without one left out.
   */
  List<Sealed> after(Tx tx, String id, int most);

  /**
   * Puts another text in the place of this one.
   *
   * @return false if another text stands there by now, or none
   */
  boolean replace(Tx tx, Sealed sealed, String text);
}
