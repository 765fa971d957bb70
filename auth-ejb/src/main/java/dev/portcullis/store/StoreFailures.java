package dev.portcullis.store;

import dev.portcullis.TemporarilyUnavailableException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Duration;

/** Turns what a database, a pool or a transaction manager throws into our answers. */
public final class StoreFailures {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final String INTEGRITY_CONSTRAINT_VIOLATION = "23";

  /** ISO/IEC 9075-2, 24.1: the transaction was rolled back, and may be run again. */
  private static final String SERIALIZATION_FAILURE = "40001";

  private static final String POSTGRESQL_DEADLOCK = "40P01";

  /** MariaDB with innodb_snapshot_isolation, under the unspecific state HY000; no other's code. */
  private static final int MARIADB_RECORD_HAS_CHANGED = 1020;

  private StoreFailures() {}

  /**
   * Returns what to throw for a failure inside a transaction: the exception itself if it is a fault
   * of the program, else {@link ConstraintConflictException}, {@link LostRaceException} or {@link
   * TemporarilyUnavailableException}.
   */
  public static RuntimeException translate(RuntimeException failure) {
    boolean ofTheStore = false;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof TemporarilyUnavailableException known) {
        return known;
      }
      if (t instanceof ConstraintConflictException known) {
        return known;
      }
      if (t instanceof LostRaceException known) {
        return known;
      }
      if (t instanceof SQLException sql) {
        ofTheStore = true;
        var state = sql.getSQLState();
        if (SERIALIZATION_FAILURE.equals(state)
            || POSTGRESQL_DEADLOCK.equals(state)
            || sql.getErrorCode() == MARIADB_RECORD_HAS_CHANGED) {
          return new LostRaceException(failure);
        }
        if (state != null && state.startsWith(INTEGRITY_CONSTRAINT_VIOLATION)) {
          return new ConstraintConflictException(failure);
        }
      }
      ofTheStore |= t instanceof PersistenceException;
    }
    return ofTheStore ? unavailable(failure) : failure;
  }

  /** The answer for a store that cannot be reached. */
  public static TemporarilyUnavailableException unavailable(Throwable cause) {
    return new TemporarilyUnavailableException("The database does not answer", RETRY_AFTER, cause);
  }
}
