package dev.portcullis.store;

import java.util.function.Function;

/** Runs work in transactions of our own. */
public interface Transactions {

  /**
   * Runs the work in a new transaction, whatever transaction the caller is in, and commits it. An
   * exception rolls back. Services call this once per state change and hand the {@link Tx} to the
   * stores, so that a change is whole or not there (S74). Never nested.
   *
   * @throws ConstraintConflictException if a unique constraint of the schema refused it
   * @throws dev.portcullis.TemporarilyUnavailableException if the database cannot be reached, is
   *     out of connections or fails in any other way
   */
  <T> T inNew(Function<Tx, T> work);
}
