package dev.portcullis.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Runs SQL on a datasource of the application's, each time in a new transaction with nothing else
 * in it, whatever transaction the caller is in and whether the datasource is XA or not.
 */
public interface JdbcTransactions {

  /** What is done with the connection, which is not closed by it. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Runs the work and commits.
   *
   * @throws dev.portcullis.TemporarilyUnavailableException if anything fails; whether it was
   *     committed is then not known
   */
  <T> T inNew(Work<T> work);

  /**
   * Runs the work and rolls back, to find out at the start whether it would do.
   *
   * @throws IllegalStateException with the database's message if it would not
   */
  <T> T tryOut(Work<T> work);
}
