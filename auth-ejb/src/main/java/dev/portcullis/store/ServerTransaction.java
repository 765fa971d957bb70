package dev.portcullis.store;

import jakarta.transaction.Synchronization;

/** Begins and completes a transaction of the server's; a bean implements it. */
public interface ServerTransaction {

  /**
   * Suspends the caller's transaction, if there is one, and runs the work in a new one, which is
   * committed if the work says so. Whether it was committed is told to the work's {@link
   * Synchronization#afterCompletion}, and to it alone: a container may roll back what was marked
   * from elsewhere and return as if nothing had happened.
   */
  void requiresNew(Work work);

  /** What is done in the transaction. */
  interface Work extends Synchronization {

    /**
     * Does it.
     *
     * @return whether to commit; never throws, so that no container logs or wraps it
     */
    boolean execute();

    @Override
    default void beforeCompletion() {
      // Everything is flushed at the end of execute.
    }
  }
}
